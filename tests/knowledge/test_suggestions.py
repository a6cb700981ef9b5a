from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest

from knowledge.language import read_variants
from knowledge.library import Library, load_library
from knowledge.settings import PACKAGED_CONTENT
from knowledge.suggestions import SuggestionIndex

IGNORED = read_variants(PACKAGED_CONTENT / "language.yml").ignored
TODAY = date(2026, 11, 30)
Suggest = Callable[[str], list[str]]


@pytest.fixture(scope="session")
def shipped() -> SuggestionIndex:
    """The index over the articles that ship."""
    library = load_library(PACKAGED_CONTENT)
    return SuggestionIndex(library.articles, library.questions, IGNORED)


@pytest.fixture
def suggest(shipped: SuggestionIndex) -> Suggest:
    return lambda text: [each.article.slug for each in shipped.suggest(text, 4, TODAY)]


@pytest.fixture
def small(library: Library) -> SuggestionIndex:
    return SuggestionIndex(library.articles, library.questions, IGNORED)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("syk", "sykepenger"),
        ("hvor lenge kan jeg få syk", "sykepenger"),
        ("paryk", "parykk-hodeplagg"),
        ("tan", "tannbehandling"),
        ("reisepenger", "pasientreiser"),
        ("hva kan jeg spørre legen om", "forberede-legetimen"),
        ("wig", "parykk-hodeplagg"),
    ],
)
def test_the_beginning_of_a_word_is_enough(suggest: Suggest, typed: str, slug: str) -> None:
    assert suggest(typed)[0] == slug


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("sykepnger", "sykepenger"),
        ("sykepengene", "sykepenger"),
        ("fysiotr", "fysioterapi"),
        ("kreftkordinator", "finn-kreftkoordinator"),
        ("grunnstonad", "grunnstonad"),
        ("sovn", "sovn"),
        ("SØVN", "sovn"),
    ],
)
def test_slips_inflections_and_missing_letters_are_read_as_what_was_meant(
    suggest: Suggest, typed: str, slug: str
) -> None:
    assert suggest(typed)[0] == slug


@pytest.mark.parametrize(
    "typed", ["", " ", "?!", "zzzz", "hva er", "x" * 200, '"', 'a" OR b*', "æ"]
)
def test_what_says_nothing_gives_nothing_and_breaks_nothing(suggest: Suggest, typed: str) -> None:
    assert suggest(typed) == []


def test_one_word_that_no_article_has_takes_the_others_from_nobody(suggest: Suggest) -> None:
    assert suggest("sykepenger qwrtz")[0] == "sykepenger"
    assert suggest("qwrtz zxcvb sykepenger") == []


def test_each_article_comes_once_and_no_more_than_were_asked_for(shipped: SuggestionIndex) -> None:
    found = [each.article.slug for each in shipped.suggest("kreft", 4, TODAY)]
    assert len(found) == 4
    assert len(set(found)) == 4


def test_a_heading_that_was_hit_is_named(small: SuggestionIndex) -> None:
    found = small.suggest("hva dekk", 4, TODAY)[0]
    assert (found.article.slug, found.section) == ("parykk", "Hva dekkes")


def test_an_expired_article_is_not_suggested(small: SuggestionIndex) -> None:
    assert small.suggest("parykk", 4, TODAY)
    assert small.suggest("parykk", 4, date(2027, 11, 1)) == []


def test_what_is_written_for_children_can_come_first(small: SuggestionIndex) -> None:
    ask = partial(small.suggest, "reise barn", 4, TODAY)
    assert [each.article.slug for each in ask()] == ["reise", "barn"]
    assert ask(childrens_first=True)[0].article.slug == "barn"


def test_several_may_ask_at_once(small: SuggestionIndex) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: small.suggest("parykk", 4, TODAY), range(200)))
    assert {each[0].article.slug for each in found} == {"parykk"}

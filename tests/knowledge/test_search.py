import dataclasses
from datetime import date

import numpy as np
import pytest

from knowledge.evidence import Finder
from knowledge.library import Library
from knowledge.queries import Query
from knowledge.ranking import Ranking, in_conversation, read_ranking, weigh_in_conversation
from knowledge.search import Searcher
from tests.knowledge.fakes import FakeEmbedder

TODAY = date(2026, 11, 21)


def searcher(
    library: Library, finder: Finder, today: date = TODAY, ranking: Ranking | None = None
) -> Searcher:
    return Searcher(library, finder, FakeEmbedder(), ranking or read_ranking(), lambda: today)


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Hvem betaler parykken?", "parykk"),
        ("kven betalar parykken", "parykk"),
        ("PARYKK", "parykk"),
        ("bussen  til\nsykehuset", "reise"),
        ("er kreft smittsomt", "barn"),
    ],
)
def test_the_article_that_answers_comes_first(
    library: Library, finder: Finder, question: str, slug: str
) -> None:
    found = searcher(library, finder).search(Query(question))
    assert found.results[0].article.slug == slug
    assert [r.score for r in found.results] == sorted(
        (r.score for r in found.results), reverse=True
    )


def test_the_passage_is_of_the_section_that_fits(library: Library, finder: Finder) -> None:
    best = searcher(library, finder).search(Query("søknad om parykk til Nav erklæring")).results[0]
    assert best.section == "Slik søker du"
    assert "- Legg ved en erklæring fra legen." in best.passage


def test_no_more_results_than_asked_for(library: Library, finder: Finder) -> None:
    assert len(searcher(library, finder).search(Query("parykk", limit=1)).results) == 1
    assert len(searcher(library, finder).search(Query("parykk", limit=20)).results) == 3


def test_an_expired_article_is_no_answer(library: Library, finder: Finder) -> None:
    late = searcher(library, finder, date(2028, 1, 1)).search(Query("parykk"))
    assert late.decision == "no_answer"
    assert late.results == ()
    assert late.confidence == 0
    assert late.expired is not None
    assert late.expired.slug == "parykk"


def test_no_other_article_answers_for_one_that_is_expired(library: Library, finder: Finder) -> None:
    early = dataclasses.replace(
        library.by_slug["parykk"],
        meta=library.by_slug["parykk"].meta.model_copy(update={"valid_until": date(2026, 11, 2)}),
    )
    articles = tuple(early if a.slug == "parykk" else a for a in library.articles)
    some_expired = dataclasses.replace(library, articles=articles)
    found = searcher(some_expired, finder).search(Query("Hvem betaler parykken min?"))
    assert (found.decision, found.confidence) == ("no_answer", 0)
    assert found.expired is early
    assert "parykk" not in [result.article.slug for result in found.results]
    other = searcher(some_expired, finder).search(Query("Smitter kreft?"))
    assert other.expired is None


def test_the_readers_role_moves_an_article_and_hides_none(library: Library, finder: Finder) -> None:
    plain = searcher(library, finder).search(Query("penger"))
    child = searcher(library, finder).search(Query("penger", audience="barn"))
    scores = {r.article.slug: r.score for r in plain.results}
    moved = {r.article.slug: r.score for r in child.results}
    assert scores.keys() == moved.keys()
    assert moved["barn"] > scores["barn"]


@pytest.mark.parametrize(
    ("at_hand", "asked", "follows_up"),
    [
        (99.0, "hvor søker jeg?", True),
        (99.0, "og hvem er det egentlig som betaler for det?", True),
        (99.0, "jeg vil gjerne vite om noen kan hjelpe meg med dette nå " * 2, False),
        (0.0, "hvor søker jeg?", False),
    ],
)
def test_what_is_rather_meant_for_the_article_at_hand_is_asked_of_it(
    library: Library,
    finder: Finder,
    at_hand: float,
    asked: str,
    follows_up: bool,
) -> None:
    engine = searcher(library, finder, ranking=weighing(alone=1, joined=0, at_hand=at_hand))
    plain = engine.search(Query(asked))
    for slug in ("reise", "parykk", "barn"):
        found = engine.search(Query(asked, context_slug=slug))
        if follows_up:
            assert (found.decision, found.results[0].article.slug) == ("answer", slug)
        else:
            slugs = [result.article.slug for result in found.results]
            assert slugs == [result.article.slug for result in plain.results]


def test_a_text_that_leaves_out_its_subject_is_read_after_the_title_at_hand(
    library: Library, finder: Finder
) -> None:
    engine = searcher(library, finder, ranking=weighing(alone=0, joined=1, at_hand=0))
    for slug in ("reise", "parykk"):
        found = engine.search(Query("hvor søker jeg?", context_slug=slug))
        assert (found.decision, found.results[0].article.slug) == ("answer", slug)


def test_the_weights_on_file_hold_a_short_text_to_the_article_at_hand() -> None:
    alone, joined = np.array([2.0, 1.0, 0.0]), np.array([0.5, 1.0, 0.0])
    near = weigh_in_conversation(in_conversation(alone, joined, 1), read_ranking())
    assert near.argmax() == 1
    far = weigh_in_conversation(in_conversation(alone * 5, joined, 1), read_ranking())
    assert far.argmax() == 0


def weighing(**weights: float) -> Ranking:
    return read_ranking().model_copy(update={"follow_up": weights})


def test_an_article_at_hand_that_is_gone_changes_nothing(library: Library, finder: Finder) -> None:
    engine = searcher(library, finder)
    plain = engine.search(Query("hvor da?"))
    gone = engine.search(Query("hvor da?", context_slug="finnes-ikke"))
    assert (gone.decision, gone.confidence) == (plain.decision, plain.confidence)


@pytest.mark.parametrize(
    ("answer_from", "clarify_from", "limit", "decision"),
    [
        (0.0, 0.0, 3, "answer"),
        (1.0, 0.0, 3, "clarify"),
        (1.0, 0.0, 1, "no_answer"),
        (1.0, 1.0, 3, "no_answer"),
    ],
)
def test_the_thresholds_decide(
    library: Library,
    finder: Finder,
    answer_from: float,
    clarify_from: float,
    limit: int,
    decision: str,
) -> None:
    changed = {"answer_from": answer_from, "clarify_from": clarify_from}
    ranking = read_ranking().model_copy(update=changed)
    question = Query("noe om penger kanskje", limit=limit)
    found = searcher(library, finder, ranking=ranking).search(question)
    assert found.decision == decision
    assert 0 < found.confidence < 1

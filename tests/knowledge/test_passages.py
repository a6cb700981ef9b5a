import pytest

from knowledge.language import Language
from knowledge.library import Library, load_library
from knowledge.passages import (
    LONGEST_PASSAGE,
    article_passages,
    cut,
    plain_text,
    snippet,
)
from knowledge.settings import PACKAGED_CONTENT

SENTENCE = "Dette er en setning som har akkurat ti ord i seg."


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library(PACKAGED_CONTENT)


def words(text: str) -> list[str]:
    return text.split()


def test_a_short_section_is_one_passage(language: Language) -> None:
    body = "Første avsnitt.\n\n- punkt én\n- punkt to\n\nSiste avsnitt."
    assert cut(body, language) == [body]


def test_a_long_section_is_cut_between_sentences(language: Language) -> None:
    pieces = cut(" ".join([SENTENCE] * 20), language)
    assert [len(words(piece)) for piece in pieces] == [88, 88, 44]
    assert all(piece.startswith("Dette") and piece.endswith("seg.") for piece in pieces)


def test_the_line_that_leads_on_to_a_list_stays_with_it(language: Language) -> None:
    filler = " ".join([SENTENCE] * 7)
    pieces = cut(f"{filler}\n\nDette trenger du:\n\n- {SENTENCE}\n- {SENTENCE}", language)
    assert pieces[1] == f"Dette trenger du:\n\n- {SENTENCE}\n- {SENTENCE}"


def test_list_items_are_never_cut(language: Language) -> None:
    body = "\n".join(f"{number}. {SENTENCE} {SENTENCE}" for number in range(1, 7))
    pieces = cut(body, language)
    assert "\n".join(pieces) == body
    assert pieces[1].startswith("4. ")


def test_lines_wrapped_in_the_file_flow_together(language: Language) -> None:
    assert cut("En setning som\nfortsetter her.", language) == ["En setning som fortsetter her."]


def test_nothing_of_a_shipped_article_is_lost_or_changed(
    shipped: Library, language: Language
) -> None:
    for article in shipped.articles:
        passages = article_passages(article, language)
        kept = [word for passage in passages for word in words(passage.markdown)]
        written = [word for section in article.sections for word in words(section.body)]
        assert kept == written, article.slug


def test_no_shipped_passage_is_much_longer_than_allowed(
    shipped: Library, language: Language
) -> None:
    lengths = {
        (passage.slug, passage.section): len(words(passage.markdown))
        for article in shipped.articles
        for passage in article_passages(article, language)
    }
    assert {key: n for key, n in lengths.items() if n > LONGEST_PASSAGE + 20} == {}


def test_plain_text_has_the_words_without_the_marks() -> None:
    markdown = "Ring **113** nå.\n\n- [Nav](https://nav.no)\n- _to_"
    assert plain_text(markdown) == "Ring 113 nå. Nav to"


def test_a_snippet_ends_between_words() -> None:
    assert snippet("Kort.") == "Kort."
    cut_off = snippet("ord " * 100)
    assert cut_off.endswith("ord …")
    assert len(cut_off) <= 202

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import ContentError
from knowledge.language import Language, read_variants


def test_sentences_are_kept_word_for_word(language: Language) -> None:
    text = "Ring kl. 09 hver dag. Det koster ca. 30 kroner. Fra 1. juli er det gratis."
    assert language.sentences(text) == [
        "Ring kl. 09 hver dag.",
        "Det koster ca. 30 kroner.",
        "Fra 1. juli er det gratis.",
    ]


def test_bold_text_and_quotations_are_not_cut(language: Language) -> None:
    text = "Dette er viktig. **Feber. Ring nå.** Si: «Jeg er syk. Kan du komme?» Legg på."
    for sentence in language.sentences(text):
        assert sentence.count("**") % 2 == 0
        assert sentence.count("«") == sentence.count("»")


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("sykehuset", "sykehus"),
        ("sykepengene", "sykepenger"),
        ("barna", "barn"),
        ("kreftkoordinatoren", "kreftkoordinator"),
        ("sjukepengane", "sykepenger"),
        ("ikkje", "ikke"),
        ("xyzzy", "xyzzy"),
    ],
)
def test_inflected_and_nynorsk_words_have_one_lemma(
    language: Language, word: str, lemma: str
) -> None:
    assert language.lemma(word) == lemma


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("brystprotese", ["bryst", "protese"]),
        ("arbeidsavklaringspenger", ["arbeid", "avklaring", "penger"]),
        ("rehabiliteringsopphold", ["rehabilitering", "opphold"]),
        ("kreft", []),
        ("e-post", ["post"]),
    ],
)
def test_compounds_are_opened_up(language: Language, word: str, parts: list[str]) -> None:
    assert language.compound_parts(word) == parts


def test_a_compound_is_found_whole_and_by_its_parts(language: Language) -> None:
    assert language.terms("Brystprotesen") == ["brystprotese", "bryst", "protese"]


def test_words_for_the_same_thing_become_one_term(language: Language) -> None:
    assert language.terms("kjemoterapi") == language.terms("cellegift")


def test_words_that_say_nothing_are_left_out(language: Language) -> None:
    assert language.terms("Hei, hva er det med meg?") == []


@given(st.text(max_size=300))
def test_no_text_is_too_strange(language: Language, text: str) -> None:
    assert all(language.terms(text))
    assert "".join("".join(language.sentences(text)).split()) == "".join(text.split())


def test_a_long_word_is_not_opened_up(language: Language) -> None:
    assert language.compound_parts("syke" * 500) == []


@pytest.mark.parametrize("text", ["words: [", "words: {}", "stop_words: [on]"])
def test_a_broken_variants_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "language.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"^language\.yml: "):
        read_variants(path)

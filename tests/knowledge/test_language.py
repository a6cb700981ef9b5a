from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import ContentError
from knowledge.language import Language, read_variants
from knowledge.settings import PACKAGED_CONTENT


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


@pytest.mark.parametrize(
    ("written", "bokmaal"),
    [
        ("Kæm betala førr parryken?", "Hvem betaler for parykken?"),
        ("Kainn æ få sykepæng når æ e sjuk?", "Kan jeg få sykepenger når jeg er syk?"),
        ("Eg treng tilvising frå fastlækjaren", "Jeg trenger henvisning fra fastlegen"),
        ("Å hainn far ligg på sygehuset", "Og han far ligger på sykehuset"),
        ("Koffer fekk doktern itj vita det?", "Hvorfor fikk ikke legen vite det?"),
        ("Kem ringe eg te i kommunå?", "Hvem ringer jeg til i kommunen?"),
        ("kreftkordinator nummer", "kreftkoordinator nummer"),
        ("Who pays for the wig?", "Hvem betaler for parykken?"),
    ],
)
def test_dialect_nynorsk_misspelt_and_english_words_are_found_as_bokmaal(
    language: Language, written: str, bokmaal: str
) -> None:
    assert set(language.terms(bokmaal)) <= set(language.terms(written))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pleiepenger", "omsorgspenger"),
        ("grunnstønad", "hjelpestønad"),
        ("omsorgsstønad", "hjelpestønad"),
        ("kontaktlege", "fastlege"),
        ("kreftkoordinator", "forløpskoordinator"),
        ("lån", "gjeld"),
        ("sykepenger", "arbeidsavklaringspenger"),
    ],
)
def test_what_has_articles_of_its_own_stays_apart(language: Language, one: str, other: str) -> None:
    assert language.terms(one)[0] != language.terms(other)[0]


def test_every_synonym_is_read_as_the_first_of_its_group(language: Language) -> None:
    variants = read_variants(PACKAGED_CONTENT / "language.yml")
    listed = [word for group in variants.synonyms for word in group]
    assert len(listed) == len(set(listed))
    for group in variants.synonyms:
        for word in group:
            assert language.terms(word)[0] == group[0], word


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

import pytest

from web_widget.worklist.masking import Masker, is_telling

WORDS = """
jeg er mannen min fikk kreft og vi lurer på om han kan få parykk av hva gjør jeg når ringer
hun ikke svarer hjelp støtte tur med bil til sykehuset fjell heim min liv bor i har skrev
gammel født dekker for betaler skal får heter hilsen mai
"""
masker = Masker(
    is_word=frozenset(WORDS.split()).__contains__,
    names=frozenset({"nav", "kreftforeningen"}),
    given_names=frozenset({"bjørn", "liv", "lise", "may"}),
    ordinary_names=frozenset({"liv", "may"}),
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mannen min fikk kreft 12.03.2024", "Mannen min fikk kreft [tall]"),
        ("ring +47 912 34 567 når han svarer", "… [tall] når han svarer"),
        ("født 010203 45678", "født [tall]"),
        ("kari.nordmann@example.org skrev til NAV", "[e-post] skrev til NAV"),
        ("Jeg har www.minblogg.no/om-meg", "Jeg har [lenke]"),
        ("jeg heter kari og har kreft", "jeg heter [navn] og har kreft"),
        ("Jeg heter Kari Anne Moen og har kreft", "Jeg heter [navn] og har kreft"),
        ("Kan Ola Nordmann få parykk?", "Kan [navn] få parykk?"),
        ("Kari får ikke parykk", "[navn] får ikke parykk"),
        ("vi bor i snåsa", "vi bor i …"),
        ("Vi bor i Snåsa. Hva gjør vi?", "Vi bor i [navn]. Hva gjør vi?"),
        ("Dekker Kreftforeningen tur med bil?", "Dekker Kreftforeningen tur med bil?"),
        ("parykkstøtte og hjelpstøtte", "parykkstøtte og hjelpstøtte"),
        ("min Liv skal på tur", "min [navn] skal på tur"),
        ("Liv og jeg skal på tur", "[navn] og jeg skal på tur"),
        ("har lise hjelp for liv", "har [navn] hjelp for liv"),
        ("xyzzy plugh er her", "… er …"),
        ("hilsen\nper", "hilsen [navn]"),
    ],
)
def test_what_may_tell_who_wrote_is_masked(text: str, masked: str) -> None:
    assert masker.mask(text) == masked


def test_words_that_many_have_used_are_let_through() -> None:
    assert masker.mask("jeg er på zoladex", also={"zoladex"}) == "jeg er på zoladex"
    assert masker.mask("jeg er på zoladex") == "jeg er på …"


def test_no_digit_is_ever_left() -> None:
    for text in ("a1b2", "47 år", "kl. 12:30-13", "A4/5", "1 000,-", "(+47) 22 33 44 55", "m²3"):
        assert not any(letter.isdigit() and letter.isascii() for letter in masker.mask(text))


def test_a_text_of_unknown_words_tells_nothing() -> None:
    assert not is_telling(masker.mask("gdzie mogę znaleźć pomoc"))
    assert is_telling(masker.mask("hva gjør jeg når xyz ringer"))
    assert not is_telling("")


@pytest.mark.parametrize(
    ("text", "essence"),
    [
        ("Dekker NAV parykk? Jeg er 54 år. Hilsen Kari", "Dekker NAV parykk?"),
        ("Hei! Jeg er 45 og vil ha hjelp", "Hei! Jeg er 45 og vil ha hjelp"),
        ("", ""),
    ],
)
def test_what_is_asked_is_compared_without_the_sentences_about_the_person(
    text: str, essence: str
) -> None:
    assert masker.essence(text) == essence


def test_a_masked_text_stays_as_it_is() -> None:
    masked = masker.mask("Kan Ola Nordmann i snåsa ringe 22 33 44 55?")
    assert masker.mask(masked) == masked

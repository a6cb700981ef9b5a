import pytest

from actions.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How long can I receive sick pay from NAV?", "en"),
        ("How long can I get sick pay from NAV?", "en"),
        ("Jak długo mogę dostawać zasiłek chorobowy?", "pl"),
        ("Скільки часу я можу отримувати лікарняні?", "uk"),
        ("كم من الوقت يمكنني الحصول على أجر المرض؟", "ar"),
        ("Intee in le'eg ayaan heli karaa lacagta jirrada?", "so"),
        ("¿Cuánto tiempo puedo recibir la baja por enfermedad?", "en"),
    ],
)
def test_a_foreign_text_is_known_by_its_language_or_english(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "hvor lenge får jeg sykepenger",
        "kor lenge kan eg få sjukepengar",
        "æ lure på ka ho kan få av støtte",
        "sykepenger",
        "hur länge får jag sjukpenning",
        "",
        "😀",
        "113",
    ],
)
def test_norwegian_and_what_is_too_short_to_tell_gets_no_line(text: str) -> None:
    assert language_of(text) is None


def test_a_short_follow_up_keeps_the_language() -> None:
    assert language_of("how long", known="en") == "en"


def test_a_button_keeps_the_language() -> None:
    assert language_of('/choose_article{"slug": "aap"}', known="pl") == "pl"


def test_norwegian_after_english_ends_the_line() -> None:
    assert language_of("hvor mange dager kan jeg få av dette da", known="en") is None


@pytest.mark.parametrize("nonsense", ["xx", 7, None, "nb"])
def test_an_unknown_language_of_the_page_is_ignored(nonsense: object) -> None:
    assert language_of("ok", locale=nonsense) is None

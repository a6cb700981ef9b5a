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
        "æ lure på ka ho kan få av støtte",
        "sykepenger",
        "hur länge får jag sjukpenning",
        "",
        "😀",
        "113",
    ],
)
def test_bokmal_and_what_is_too_short_to_tell_gets_no_line(text: str) -> None:
    assert language_of(text) is None


def test_a_short_follow_up_keeps_the_language() -> None:
    assert language_of("how long", known="en") == "en"


def test_a_button_keeps_the_language() -> None:
    assert language_of('/choose_article{"slug": "aap"}', known="pl") == "pl"


def test_norwegian_after_english_ends_the_line() -> None:
    assert language_of("hvor mange dager kan jeg få av dette da", known="en") is None


@pytest.mark.parametrize(
    "text",
    [
        "Kva seier eg til sjefen når eg ikkje orkar meir?",
        "kven kan hjelpe meg med skjemaet, eg skjønar det ikkje",
        "Eg er så trøytt, men får ikkje sove om natta",
        "Korleis fortel vi det til borna våre?",
        "Er det nokon her som kjenner til parykkar?",
        "Mor mi døydde i vår, og eg saknar henne kvar dag",
        "kor lenge kan eg få sjukepengar",
        "Dei har framleis ikkje ringt meg frå sjukehuset",
    ],
)
def test_nynorsk_is_met_with_nynorsk(text: str) -> None:
    assert language_of(text) == "nn"
    assert language_of(text, known="en") == "nn"


@pytest.mark.parametrize(
    "text",
    [
        "Hva sier jeg til sjefen når jeg ikke orker mer?",
        "hvem kan hjelpe meg med skjemaet, jeg skjønner det ikke",
        "Er det noen her som kjenner til parykker?",
        "De har fortsatt ikke ringt meg fra sykehuset",
        "Kan barna bli med på besøk på sykehuset?",
    ],
)
def test_bokmal_ends_nynorsk(text: str) -> None:
    assert language_of(text) is None
    assert language_of(text, known="nn") is None
    assert language_of(text, locale="nn") is None


@pytest.mark.parametrize(
    "text",
    [
        "æ veit itj ka æ ska sei te sjefen",
        "kem kan hjelpe mæ med skjemaet, æ skjønne ikkje nåkka",
        "ka e vitsen med en sånn plan da",
        "eg vett kje koss eg ska fortelja det te ongane",
        "korsen får æ tak i parykk når håret e borte",
    ],
)
def test_dialect_is_not_taken_for_nynorsk_but_does_not_end_it(text: str) -> None:
    assert language_of(text) is None
    assert language_of(text, known="nn") == "nn"


@pytest.mark.parametrize("text", ["ja", "takk", "kor lenge", "hva da", "/affirm", "113"])
def test_a_short_text_goes_on_in_nynorsk(text: str) -> None:
    assert language_of(text, known="nn") == "nn"
    assert language_of(text, locale="nn") == "nn"
    assert language_of(text, locale="nn-NO") == "nn"
    assert language_of(text) is None


def test_english_after_nynorsk_gets_its_line() -> None:
    assert language_of("How long can I get sick pay from NAV?", known="nn") == "en"


@pytest.mark.parametrize("nonsense", ["xx", 7, None, "nb"])
def test_an_unknown_language_of_the_page_is_ignored(nonsense: object) -> None:
    assert language_of("ok", locale=nonsense) is None

import pytest

from actions.audience import audience_in, for_search


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("mannen min har fått kreft", "parorende"),
        ("mor mi ligger på sykehus", "parorende"),
        ("min kone er syk", "parorende"),
        ("pappa orker ikke spise", "parorende"),
        ("my husband has cancer", "parorende"),
        ("æ e pårørende", "parorende"),
        ("Faren min døde i fjor", "etterlatt"),
        ("jeg er enke", "etterlatt"),
        ("jeg er 12 år og mamma er syk", "barn"),
        ("jeg er 14", "barn"),
        ("går i 7. klasse", "barn"),
        ("jeg er sykepleier på en skole", "fagperson"),
        ("jeg har brystkreft", "pasient"),
        ("jeg fikk tarmkreft i mai", "pasient"),
    ],
)
def test_who_is_writing_is_understood_from_the_words(text: str, audience: str) -> None:
    assert audience_in(text) == audience


@pytest.mark.parametrize(
    "text",
    [
        "hvor lenge får jeg sykepenger",
        "jeg er 8 uker ut i behandlingen",
        "jeg er 65 år",
        "hva koster en drosje",
        "",
    ],
)
def test_words_that_do_not_tell_who_is_writing_tell_nothing(text: str) -> None:
    assert audience_in(text) is None


def test_a_child_stays_a_child_when_speaking_of_a_parent() -> None:
    assert audience_in("mamma gråter hele tida", known="barn") is None


@pytest.mark.parametrize(
    ("audience", "searched"),
    [
        ("pasient", "pasient"),
        ("parorende", "parorende"),
        ("etterlatt", "parorende"),
        ("barn", "barn"),
        ("fagperson", None),
        (None, None),
    ],
)
def test_articles_are_searched_for_the_nearest_audience(
    audience: str | None, searched: str | None
) -> None:
    assert for_search(audience) == searched  # type: ignore[arg-type]

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer

from web_widget.masking import (
    IDENTITY_NUMBER,
    hide_contact_details,
    hide_identity_numbers,
    is_identity_number,
    without_marks,
)

# Made up, with valid check digits.
BIRTH_NUMBER = "15108695088"


def with_check_digits(nine: str, off_by: int = 0) -> str | None:
    """Complete nine digits; None when there is no such number, as for every eleventh."""
    first = (int(fodselsnummer.calc_check_digit1(nine)) + off_by) % 11
    if first == 10:
        return None
    second = fodselsnummer.calc_check_digit2(f"{nine}{first}")
    return f"{nine}{first}{second}" if len(second) == 1 else None


@pytest.mark.parametrize(
    "written",
    [
        BIRTH_NUMBER,
        "151086 95088",
        "151086-95088",
        "15.10.86 95088",
        "15 10 86 950 88",
        "151086\u00a095088",
        "15/10/86 - 95088",
        "151086\u200b95088",
        "١٥١٠٨٦٩٥٠٨٨",
        "１５１０８６９５０８８",
    ],
)
def test_an_identity_number_is_hidden_however_it_is_written(written: str) -> None:
    text = f"Jeg heter Kari, {written}, og er syk."
    assert hide_identity_numbers(text) == f"Jeg heter Kari, {IDENTITY_NUMBER}, og er syk."


@pytest.mark.parametrize(
    ("nine", "kind"),
    [
        ("551086950", "a D number: 40 more in the day"),
        ("155086950", "an H number: 40 more in the month"),
        ("911086950", "an FH number: no date"),
    ],
)
def test_other_numbers_for_people_are_hidden_too(nine: str, kind: str) -> None:
    number = with_check_digits(nine) or ""
    assert len(number) == 11, kind
    assert hide_identity_numbers(f"Nr {number}") == f"Nr {IDENTITY_NUMBER}", kind


@pytest.mark.parametrize("off_by", [1, 2, 3])
def test_numbers_by_the_rules_from_2032_are_hidden(off_by: int) -> None:
    number = with_check_digits("151032123", off_by) or ""
    assert len(number) == 11
    assert is_identity_number(number)


@pytest.mark.parametrize(
    "text",
    [
        "Ring 21 49 49 21 eller 116 117",
        "Svulsten var 12 mm 01.02.2026, 9 mm 15.03.2026",
        "Jeg tjener 450 000 kroner og fikk 12 500,50",
        "12345678901",
        "151086950881",
        "15108695077",
        "99999999999",
        "Jeg er 56 år",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert hide_identity_numbers(text) == text


@pytest.mark.parametrize(
    "text", [f"12 {BIRTH_NUMBER}", f"{BIRTH_NUMBER} 12", f"21494921 {BIRTH_NUMBER} 21494921"]
)
def test_a_number_beside_others_is_found(text: str) -> None:
    assert hide_identity_numbers(text) == text.replace(BIRTH_NUMBER, IDENTITY_NUMBER)


def test_two_numbers_are_two_marks() -> None:
    text = f"{BIRTH_NUMBER}, {BIRTH_NUMBER}"
    assert hide_identity_numbers(text) == f"{IDENTITY_NUMBER}, {IDENTITY_NUMBER}"


@given(st.dates(min_value=date(1900, 1, 1)), st.integers(0, 999))
def test_every_birth_number_is_hidden(born: date, person: int) -> None:
    number = with_check_digits(f"{born:%d%m%y}{person:03}")
    if number:
        assert hide_identity_numbers(number) == IDENTITY_NUMBER


@given(st.text(alphabet="0123456789 .-abc", max_size=60))
def test_hiding_never_makes_a_text_longer_and_is_done_once(text: str) -> None:
    hidden = hide_identity_numbers(text)
    assert len(hidden) <= len(text)
    assert hide_identity_numbers(hidden) == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Ring meg på 98 76 54 32", "Ring meg på [telefon]"),
        ("Ring +47 987 65 432 i dag", "Ring [telefon] i dag"),
        ("Skriv til kari.nordmann@example.no.", "Skriv til [e-post]."),
        ("Jeg heter Quirinus Hansen", "Jeg heter [navn]"),
        ("Hilsen Aashild", "Hilsen [navn]"),
        ("Mannen min, Anders Solbakken, er syk", "Mannen min, [navn], er syk"),
        ("Spør Kari om det", "Spør [navn] om det"),
        ("Hvor er Lørenskog sykehus?", "Hvor er Lørenskog sykehus?"),
        ("Hva sier NAV og Kreftforeningen?", "Hva sier NAV og Kreftforeningen?"),
        ("Jeg fikk 120 000 kroner i 2025", "Jeg fikk 120 000 kroner i 2025"),
    ],
)
def test_contact_details_are_hidden(text: str, hidden: str) -> None:
    assert hide_contact_details(text) == hidden


def test_without_its_marks_a_text_says_what_is_asked() -> None:
    assert without_marks("Jeg er [fødselsnr] og spør [navn]") == "Jeg er og spør"
    assert without_marks("[fødselsnr]") == ""

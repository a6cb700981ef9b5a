from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.coordinators import CoordinatorTable, read_coordinators
from knowledge.errors import ContentError
from knowledge.language import Language
from knowledge.settings import PACKAGED_CONTENT

HEADER = "kommunenummer,name,fylke,bydel,other_names,website,page,page_dated\n"


@pytest.fixture(scope="module")
def table() -> CoordinatorTable:
    return read_coordinators(PACKAGED_CONTENT / "coordinators.csv")


def numbers(table: CoordinatorTable, language: Language, text: str) -> list[str]:
    return [match.kommunenummer for match in table.find(text, language.is_word)]


def test_all_municipalities_are_there(table: CoordinatorTable) -> None:
    assert len(table) == 357


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Bodø", "1804"),
        ("i Bærum kommune", "3201"),
        ("Tromsøs kreftkoordinator", "5501"),
        ("jeg bor i Sarpsborg", "3105"),
        ("tromso", "5501"),
        ("baerum", "3201"),
        ("Larvk", "3909"),
        ("kreftkoordinator i sarpsbrog?", "3105"),
        ("trondhjem", "5001"),
        ("Guovdageaidnu", "5612"),
        ("evje og hornnes", "4219"),
        ("sør odal", "3415"),
        ("nordre follo kommune", "3207"),
        ("i Time kommune", "1121"),
        ("ål", "3328"),
        ("0301", "0301"),
    ],
)
def test_a_municipality_is_found_as_people_write_it(
    table: CoordinatorTable, language: Language, text: str, number: str
) -> None:
    assert numbers(table, language, text) == [number]


@pytest.mark.parametrize("name", ["Herøy", "Våler", "i våler kommune"])
def test_a_name_that_two_have_gives_both(
    table: CoordinatorTable, language: Language, name: str
) -> None:
    assert len(numbers(table, language, name)) == 2


def test_a_bydel_is_found_and_stands_for_oslo(table: CoordinatorTable, language: Language) -> None:
    found = table.find("bor på Frogner i Oslo", language.is_word)
    assert [(match.name, match.bydel) for match in found] == [("Oslo", "Frogner")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hund",
        "Sverige",
        "har du en time i morgen",
        "kva stad",
        "er det noen i nærheten",
        "9999",
    ],
)
def test_what_is_no_municipality_gives_none(
    table: CoordinatorTable, language: Language, text: str
) -> None:
    assert table.find(text, language.is_word) == []


@given(st.text(max_size=200))
def test_no_text_is_too_strange(table: CoordinatorTable, text: str) -> None:
    assert table.find(text, lambda _: False) is not None


@pytest.mark.parametrize(
    "text", ["navn\nOslo\n", f"{HEADER}301,Oslo,Oslo,,,,,\n", f"{HEADER}0301,,Oslo,,,,,\n"]
)
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "coordinators.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"^coordinators\.csv: "):
        read_coordinators(path)
    with pytest.raises(ContentError, match=r"missing\.csv"):
        read_coordinators(tmp_path / "missing.csv")

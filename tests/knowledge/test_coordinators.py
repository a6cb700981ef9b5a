import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.coordinators import CoordinatorTable, read_coordinators
from knowledge.errors import ContentError
from knowledge.language import Language
from knowledge.settings import PACKAGED_CONTENT

SHIPPED = PACKAGED_CONTENT / "coordinators.csv"
HEADER = "kommunenummer,name,fylke,bydel,other_names,former_names,website,page,page_dated\n"


@pytest.fixture(scope="module")
def table() -> CoordinatorTable:
    return read_coordinators(SHIPPED)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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
        ("karasjohka", "5610"),
        ("porsangu", "5622"),
        ("Voss’ kommune", "4621"),
        ("i Trondheim kommune", "5001"),
        ("Oslos", "0301"),
        ("kreftkordinator lørnskog", "3222"),
        ("Os kreftsykepleier", "3430"),
        ("Moldes kreftkoordinator", "1506"),
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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Skedsmo", "3205"),
        ("i skedsmo", "3205"),
        ("Skedsmos kreftkoordinator", "3205"),
        ("kreftkoordinator i skedsmmo", "3205"),
        ("Lindås kommune", "4631"),
        ("lindas", "4631"),
        ("oppegaard", "3207"),
        ("nedre eiker", "3301"),
        ("jeg bor i Rissa", "5054"),
        ("kreftkoordinator i rissa", "5054"),
        ("Leikanger", "4640"),
        ("Hornindal", "1577"),
        ("Hof", "3903"),
        ("ski", "3207"),
        ("i ski", "3207"),
        ("krftkoordinator Ski", "3207"),
        ("jeg bor på ski og trenger kreftkoordinator", "3207"),
        ("hvem hjelper i Røyken når mor har kreft?", "3203"),
        ("pasient i røyken kommune", "3203"),
        ("leangaviika", "5530"),
        ("Haram", "1580"),
        ("Tana", "5628"),
    ],
)
def test_a_former_municipality_leads_to_the_one_of_today(
    table: CoordinatorTable, language: Language, text: str, number: str
) -> None:
    assert numbers(table, language, text) == [number]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tysfjord", {"Narvik", "Hamarøy"}),
        ("kreftkoordinator i tysfjrd", {"Narvik", "Hamarøy"}),
        ("Divtasvuodna", {"Narvik", "Hamarøy"}),
        ("Snillfjord kommune", {"Orkland", "Heim", "Hitra"}),
    ],
)
def test_a_municipality_that_was_split_gives_all_its_heirs(
    table: CoordinatorTable, language: Language, text: str, names: set[str]
) -> None:
    assert {match.name for match in table.find(text, language.is_word)} == names


def test_no_former_name_is_a_name_of_today(rows: list[dict[str, str]]) -> None:
    today = {row[column].casefold() for row in rows for column in ("name", "bydel")}
    today |= {name.casefold() for row in rows for name in row["other_names"].split(";")}
    former = {name.casefold() for row in rows for name in row["former_names"].split(";")}
    assert former & today == {""}


def test_every_former_name_leads_to_those_whose_row_has_it(
    table: CoordinatorTable, language: Language, rows: list[dict[str, str]]
) -> None:
    heirs: dict[str, set[str]] = {}
    for row in rows:
        for name in filter(None, row["former_names"].split(";")):
            heirs.setdefault(name, set()).add(row["kommunenummer"])
    found = {name: set(numbers(table, language, f"i {name}")) for name in heirs}
    assert found == heirs


@pytest.mark.parametrize(
    "text",
    [
        "kan jeg gå på ski under behandlingen",
        "er jeg for fet til å opereres",
        "hvordan kutter jeg ned på røyken",
        "kommer kreften fra røyken",
        "jeg vil slutte med royken",
        "Jeg har KOLS. Røyken er verst",
        "eg har vondt i halsa når eg et",
        "vondt i halsn når æ svelge",
        "det gjekk i sund for oss",
        "bakteriene i flora i magen",
        "må eg selje huset no",
        "hvem kan re opp sengen for meg",
        "Re: svar på søknaden min",
        "kan jeg dra til fjells etter strålingen",
        "kan jeg faste før Eid",
        "legen min heter Berg",
        "Følgjer kreftkoordinatoren oss heile vegen",
        "hva kan kreftkoordinatoren gjøre for oss",
        "HVA KAN DERE GJØRE FOR OSS",
        "kan noen komme hjem når svigermor har flyttet til oss",
    ],
)
def test_an_ordinary_question_names_no_municipality(
    table: CoordinatorTable, language: Language, text: str
) -> None:
    assert table.find(text, language.is_word) == []


@pytest.mark.parametrize("name", ["Herøy", "Våler", "i våler kommune"])
def test_a_name_that_two_have_gives_both(
    table: CoordinatorTable, language: Language, name: str
) -> None:
    assert len(numbers(table, language, name)) == 2


@pytest.mark.parametrize(
    ("text", "bydel"),
    [
        ("bor på Frogner i Oslo", "Frogner"),
        ("bydelen Alna", "Alna"),
        ("grunerlokka", "Grünerløkka"),
        ("st.hanshaugen", "St. Hanshaugen"),
        ("sankt hanshaugen", "St. Hanshaugen"),
    ],
)
def test_a_bydel_is_found_and_stands_for_oslo(
    table: CoordinatorTable, language: Language, text: str, bydel: str
) -> None:
    found = table.find(text, language.is_word)
    assert [(match.name, match.bydel) for match in found] == [("Oslo", bydel)]


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
    "text", ["navn\nOslo\n", f"{HEADER}301,Oslo,Oslo,,,,,,\n", f"{HEADER}0301,,Oslo,,,,,,\n"]
)
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "coordinators.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"^coordinators\.csv: "):
        read_coordinators(path)
    with pytest.raises(ContentError, match=r"missing\.csv"):
        read_coordinators(tmp_path / "missing.csv")

from pathlib import Path

import yaml

from knowledge.contacts import parse_contacts
from knowledge.coordinators import parse_coordinators
from knowledge.editions.models import Kind
from web_widget.editor.rows import NEW, rows, titles, with_row, without_row

CONTENT = Path("knowledge/content")
CONTACTS = (CONTENT / "contacts.yml").read_text("utf8")
COORDINATORS = (CONTENT / "coordinators.csv").read_text("utf8")


def changed_lines(before: str, after: str) -> int:
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return sum(old != new for old, new in pairs)


def test_a_row_that_is_not_changed_keeps_every_byte() -> None:
    for kind, text in ((Kind.CONTACTS, CONTACTS), (Kind.COORDINATORS, COORDINATORS)):
        for row in rows(kind, text)[:30]:
            assert with_row(kind, text, row.index, row.values) == text


def test_a_phone_number_changes_in_its_own_line_only() -> None:
    row = rows(Kind.CONTACTS, CONTACTS)[3]
    new = with_row(Kind.CONTACTS, CONTACTS, 3, {**row.values, "phone": "12 34 56 78"})
    assert changed_lines(CONTACTS, new) == 1
    assert parse_contacts(new, "contacts.yml")[3].phone == "12 34 56 78"
    gone = with_row(Kind.CONTACTS, CONTACTS, 3, {**row.values, "phone": ""})
    assert parse_contacts(gone, "contacts.yml")[3].phone is None


def test_opening_hours_of_a_contact_are_written_by_day() -> None:
    row = rows(Kind.CONTACTS, CONTACTS)[0]
    values = {**row.values, "hours.weekly.mon": "09:00-15:00", "checked": "2026-11-30"}
    new = with_row(Kind.CONTACTS, CONTACTS, 0, values)
    contact = parse_contacts(new, "contacts.yml")[0]
    assert contact.hours.weekly == {"mon": ["09:00-15:00"]}
    assert contact.checked.isoformat() == "2026-11-30"
    assert changed_lines(CONTACTS, new) == 2


def test_a_coordinator_changes_in_its_own_line_only() -> None:
    row = rows(Kind.COORDINATORS, COORDINATORS)[40]
    values = {**row.values, "page": 'https://x.no/a,"b"', "page_dated": "2026-11-30"}
    new = with_row(Kind.COORDINATORS, COORDINATORS, 40, values)
    assert changed_lines(COORDINATORS, new) == 1
    assert rows(Kind.COORDINATORS, new)[40].values == values
    assert len(parse_coordinators(new, "x")) == len(parse_coordinators(COORDINATORS, "x"))


def test_rows_are_added_at_the_end_and_taken_out_alone() -> None:
    values = dict.fromkeys(titles(Kind.CONTACTS), "") | {
        "id": "ny",
        "name": "Ny tjeneste",
        "url": "https://ny.no/",
        "for_whom": "Alle",
        "source.title": "Ny",
        "source.dated": "2026",
        "checked": "2026-11-30",
    }
    more = with_row(Kind.CONTACTS, CONTACTS, NEW, values)
    assert more.startswith(CONTACTS)
    assert parse_contacts(more, "contacts.yml")[-1].name == "Ny tjeneste"
    for index in (0, 5, len(rows(Kind.CONTACTS, CONTACTS)) - 1):
        fewer = without_row(Kind.CONTACTS, CONTACTS, index)
        assert [each["id"] for each in yaml.safe_load(fewer)] == [
            row.values["id"] for row in rows(Kind.CONTACTS, CONTACTS) if row.index != index
        ]
    assert len(rows(Kind.COORDINATORS, without_row(Kind.COORDINATORS, COORDINATORS, 7))) == (
        len(rows(Kind.COORDINATORS, COORDINATORS)) - 1
    )

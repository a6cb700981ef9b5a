from datetime import datetime
from pathlib import Path

import pytest

from knowledge.contacts import OSLO, Hours, opening, read_contacts
from knowledge.errors import ContentError

WEEKDAYS = Hours(
    always_open=False,
    text="Hverdager 9–15",
    weekly={"mon": ["09:00-15:00"], "tue": ["09:00-12:00", "13:00-15:00"], "thu": ["09:00-15:00"]},
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-11-23T09:00", True, None),
        ("2026-11-23T08:59", False, "2026-11-23T09:00"),
        ("2026-11-23T15:00", False, "2026-11-24T09:00"),
        ("2026-11-24T12:30", False, "2026-11-24T13:00"),
        ("2026-11-21T12:00", False, "2026-11-23T09:00"),
    ],
)
def test_a_contact_is_open_within_its_hours_and_tells_when_it_opens(
    moment: str, is_open: bool, opens: str | None
) -> None:
    found = opening(WEEKDAYS, at(moment))
    assert found.open_now is is_open
    assert found.opens == (at(opens) if opens else None)


def test_a_contact_is_closed_on_a_public_holiday() -> None:
    christmas_day_until_monday = opening(WEEKDAYS, at("2025-12-25T10:00"))
    assert christmas_day_until_monday.open_now is False
    assert christmas_day_until_monday.opens == at("2025-12-29T09:00")


def test_hours_are_meant_in_oslo_whatever_zone_is_asked_in() -> None:
    assert opening(WEEKDAYS, datetime.fromisoformat("2026-07-06T07:30+00:00")).open_now is True
    assert opening(WEEKDAYS, datetime.fromisoformat("2026-11-23T07:30+00:00")).open_now is False


def test_a_line_that_never_closes_is_open() -> None:
    always = Hours(always_open=True, text="Hele døgnet")
    assert opening(always, at("2026-12-25T03:00")).open_now is True


def test_hours_that_nobody_is_sure_of_are_neither_open_nor_closed() -> None:
    unsure = opening(Hours(always_open=False, text="Dagtid"), at("2026-11-23T10:00"))
    assert unsure.open_now is None
    assert unsure.opens is None


def test_the_contacts_are_read(content: Path) -> None:
    assert [contact.id for contact in read_contacts(content / "contacts.yml")] == [
        "nav",
        "nodnummer",
    ]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("09:00-15:00", "9-15", "hours.weekly"),
        ("09:00-15:00", "25:00-26:00", "hours.weekly"),
        ("id: nodnummer", "id: nav", "nav stands there twice"),
        ("name: Nav", "navn: Nav", "name"),
        ("checked: 2026-11-21", "checked: snart", "checked"),
        ("- id: nav", "- id: [", "contacts.yml"),
    ],
)
def test_a_broken_contact_is_named(content: Path, old: str, new: str, field: str) -> None:
    path = content / "contacts.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=field):
        read_contacts(path)


def test_a_missing_contact_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"contacts\.yml"):
        read_contacts(tmp_path / "contacts.yml")

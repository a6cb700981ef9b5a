from datetime import datetime

import pytest

from web_widget.conversations.opening_hours import OSLO, OpeningHours

HOURS = OpeningHours.parse("mon-thu 09:00-15:30, fri 10:00-14:00")


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-11-23T08:59:59", False, "2026-11-23T09:00"),  # Monday
        ("2026-11-23T09:00:00", True, "2026-11-24T09:00"),
        ("2026-11-23T15:29:59", True, "2026-11-24T09:00"),
        ("2026-11-23T15:30:00", False, "2026-11-24T09:00"),
        ("2026-11-27T14:00:00", False, "2026-11-30T09:00"),  # Friday
        ("2026-11-22T12:00:00", False, "2026-11-23T09:00"),  # Sunday
        ("2027-05-17T12:00:00", False, "2027-05-18T09:00"),  # Constitution Day, a Monday
        ("2027-03-24T16:00:00", False, "2027-03-30T09:00"),  # Easter
        ("2026-12-24T16:00:00", False, "2026-12-28T09:00"),  # Christmas
        ("2026-10-25T12:00:00", False, "2026-10-26T09:00"),  # the clock goes back that night
    ],
)
def test_the_door_follows_the_clock_in_oslo_and_the_holidays(
    moment: str, is_open: bool, opens: str
) -> None:
    assert HOURS.is_open(oslo(moment)) is is_open
    assert HOURS.next_opening(oslo(moment)) == oslo(opens)


def test_without_hours_there_is_no_next_opening() -> None:
    assert OpeningHours.parse("").next_opening(oslo("2026-11-23T12:00")) is None


@pytest.mark.parametrize(
    "text",
    [
        "hverdager",
        "mon 9-15",
        "mon-fri 15:30-09:00",
        "fri-mon 09:00-15:00",
        "mon 25:00-26:00",
        "xyz 09:00-10:00",
    ],
)
def test_hours_that_can_not_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        OpeningHours.parse(text)

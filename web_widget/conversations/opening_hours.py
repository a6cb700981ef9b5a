import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays

OSLO = ZoneInfo("Europe/Oslo")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PART = re.compile(
    r"^(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))? (?P<opens>[\d:]+)-(?P<closes>[\d:]+)$"
)
# Easter, the longest run of closed days, is over well within this.
HORIZON_DAYS = 21


class Hours(Protocol):
    """When advisers answer, whatever it is read from."""

    def is_open(self, now: datetime) -> bool: ...

    def next_opening(self, now: datetime) -> datetime | None: ...

    def next_change(self, now: datetime) -> datetime | None: ...


@dataclass(frozen=True)
class OpeningHours:
    """When advisers answer, in Europe/Oslo; closed on Norwegian public holidays."""

    weekly: dict[int, tuple[time, time]]
    closed: frozenset[date] = frozenset()

    @classmethod
    def parse(cls, text: str, closed: frozenset[date] = frozenset()) -> "OpeningHours":
        """Read "mon-fri 09:00-15:30, sat 10:00-12:00"; raise ValueError when it can't be read.

        `closed` are days without advisers besides the public holidays.
        """
        weekly: dict[int, tuple[time, time]] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            days, span = _read_part(part)
            weekly.update(dict.fromkeys(days, span))
        return cls(weekly, closed)

    @cached_property
    def _holidays(self) -> holidays.HolidayBase:
        return holidays.country_holidays("NO")

    def is_open(self, now: datetime) -> bool:
        """Tell whether advisers answer at this moment."""
        local = now.astimezone(OSLO)
        span = self._span(local)
        return span is not None and span[0] <= local < span[1]

    def next_opening(self, now: datetime) -> datetime | None:
        """Return the first opening after `now`, or None when there is none in three weeks."""
        local = now.astimezone(OSLO)
        for days in range(HORIZON_DAYS):
            span = self._span(local + timedelta(days=days))
            if span is not None and span[0] > local:
                return span[0]
        return None

    def next_change(self, now: datetime) -> datetime | None:
        """Return when advisers open or close next, or None when it is not in three weeks."""
        local = now.astimezone(OSLO)
        span = self._span(local)
        if span is not None and span[0] <= local < span[1]:
            return span[1]
        return self.next_opening(now)

    def _span(self, local: datetime) -> tuple[datetime, datetime] | None:
        hours = self.weekly.get(local.weekday())
        if hours is None or local.date() in self.closed or local.date() in self._holidays:
            return None
        return (
            datetime.combine(local.date(), hours[0], OSLO),
            datetime.combine(local.date(), hours[1], OSLO),
        )


def _read_part(part: str) -> tuple[range, tuple[time, time]]:
    match = PART.match(part)
    if match is None or match["first"] not in DAYS or (match["last"] or "mon") not in DAYS:
        raise ValueError(f"{part!r} must look like mon-fri 09:00-15:30")
    first = DAYS.index(match["first"])
    last = DAYS.index(match["last"] or match["first"])
    opens, closes = time.fromisoformat(match["opens"]), time.fromisoformat(match["closes"])
    if last < first or closes <= opens:
        raise ValueError(f"{part!r} ends before it begins")
    return range(first, last + 1), (opens, closes)

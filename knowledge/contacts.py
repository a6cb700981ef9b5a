from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

import holidays
import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from knowledge.articles import SLUG, WebAddress, first_fault, one_line
from knowledge.errors import ContentError

OSLO = ZoneInfo("Europe/Oslo")
LOOK_AHEAD_DAYS = 14
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)
Span = Annotated[str, StringConstraints(pattern=rf"^{CLOCK}-{CLOCK}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hours(_Strict):
    always_open: bool
    text: str
    weekly: dict[Day, list[Span]] | None = None


class ContactSource(_Strict):
    title: str
    url: WebAddress | None
    dated: date | int | str


class Contact(_Strict):
    id: str = Field(pattern=SLUG)
    name: str = Field(min_length=1)
    also_known_as: list[str] = []
    phone: str | None
    email: str | None
    url: WebAddress | None
    for_whom: str
    hours: Hours
    source: ContactSource
    checked: date


@dataclass(frozen=True)
class Opening:
    """Whether a contact point answers now, and when it opens next; None where nobody is sure."""

    open_now: bool | None
    opens: datetime | None


def read_contacts(path: Path) -> list[Contact]:
    """Read the contact points; raise ContentError for the first that is broken."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: {one_line(error)}") from error
    return parse_contacts(text, path.name)


def parse_contacts(text: str, where: str) -> list[Contact]:
    """Read the contact points from their text; `where` is for the error."""
    try:
        contacts = TypeAdapter(list[Contact]).validate_python(
            yaml.load(text, Loader=yaml.CSafeLoader)
        )
    except yaml.YAMLError as error:
        raise ContentError(f"{where}: {one_line(error)}") from error
    except ValidationError as error:
        raise ContentError(f"{where}: {first_fault(error)}") from error
    ids = [contact.id for contact in contacts]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise ContentError(f"{where}: id: {twice} stands there twice")
    return contacts


def opening(hours: Hours, now: datetime) -> Opening:
    """Tell whether it is open at a moment (with time zone), and when it opens next if not."""
    if hours.always_open:
        return Opening(open_now=True, opens=None)
    if hours.weekly is None:
        return Opening(open_now=None, opens=None)
    local = now.astimezone(OSLO)
    spans = _coming_spans(hours.weekly, local.date())
    if any(start <= local < end for start, end in spans):
        return Opening(open_now=True, opens=None)
    return Opening(open_now=False, opens=next((s for s, _ in spans if s > local), None))


def _coming_spans(
    weekly: dict[Day, list[Span]], first: date
) -> Sequence[tuple[datetime, datetime]]:
    days_off = holidays.country_holidays("NO")
    spans = []
    for offset in range(LOOK_AHEAD_DAYS):
        day = first + timedelta(days=offset)
        if day in days_off:
            continue
        spans += [_moments(day, span) for span in weekly.get(_day_name(day), [])]
    return sorted(spans)


def _day_name(day: date) -> Day:
    return DAYS[day.weekday()]


def _moments(day: date, span: str) -> tuple[datetime, datetime]:
    start, end = (time.fromisoformat(clock) for clock in span.split("-"))
    return datetime.combine(day, start, OSLO), datetime.combine(day, end, OSLO)

"""When advisers are there, as editors write it: content/opening_hours.yml."""

from datetime import date, time
from typing import Annotated, Self

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from knowledge.articles import first_fault, one_line
from knowledge.contacts import CLOCK, DAYS, Day
from knowledge.errors import ContentError

Span = Annotated[str, StringConstraints(pattern=rf"^{CLOCK}-{CLOCK}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClosedDay(_Strict):
    day: date
    why: str = Field(default="", max_length=200)


class AdviserHours(_Strict):
    """Hours in each week, None for those of the setting, and days that are closed besides."""

    weekly: dict[Day, Span] | None
    closed: list[ClosedDay] = []

    @model_validator(mode="after")
    def days_end_after_they_begin(self) -> Self:
        for span in (self.weekly or {}).values():
            opens, closes = (time.fromisoformat(clock) for clock in span.split("-"))
            if closes <= opens:
                raise ValueError(f"Åpningstiden {span} slutter før den begynner.")
        return self

    @property
    def as_setting(self) -> str | None:
        """Return the weekly hours as ADVISER_HOURS has them: «mon 09:00-15:30, tue …»."""
        if self.weekly is None:
            return None
        return ", ".join(f"{day} {self.weekly[day]}" for day in DAYS if day in self.weekly)

    @property
    def closed_days(self) -> frozenset[date]:
        return frozenset(each.day for each in self.closed)


def parse_opening_hours(text: str, where: str = "opening_hours.yml") -> AdviserHours:
    """Read the hours from their text; raise ContentError."""
    try:
        return AdviserHours.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise ContentError(f"{where}: {one_line(error)}") from error
    except ValidationError as error:
        raise ContentError(f"{where}: {first_fault(error)}") from error

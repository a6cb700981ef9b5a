from datetime import datetime

from sqlalchemy import Engine

from knowledge.editions.following import Following
from knowledge.editions.models import Kind
from knowledge.editions.opening_hours import parse_opening_hours
from knowledge.editions.snapshot import Snapshot
from web_widget.conversations.opening_hours import OpeningHours


class AdviserHours:
    """When advisers answer, as it is published at the moment; else as the setting says."""

    def __init__(self, engine: Engine, setting: str) -> None:
        self._setting = setting
        self.following = Following(
            engine, [Kind.OPENING_HOURS], self._read, OpeningHours.parse(setting)
        )

    def is_open(self, now: datetime) -> bool:
        return self.following.current.is_open(now)

    def next_opening(self, now: datetime) -> datetime | None:
        return self.following.current.next_opening(now)

    def next_change(self, now: datetime) -> datetime | None:
        return self.following.current.next_change(now)

    def _read(self, snapshot: Snapshot) -> OpeningHours:
        hours = parse_opening_hours(snapshot.texts[Kind.OPENING_HOURS, "opening_hours"])
        return OpeningHours.parse(hours.as_setting or self._setting, hours.closed_days)

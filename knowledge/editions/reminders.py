from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

EXPIRES_SOON_DAYS = 30


@dataclass(frozen=True)
class Reminder:
    slug: str
    title: str
    category: str
    valid_until: date
    updated: date
    reviewed: date | None
    has_draft: bool


@dataclass(frozen=True)
class Reminders:
    """Articles that need an editor, the most pressing first."""

    expired: Sequence[Reminder]
    expiring: Sequence[Reminder]  # within 30 days
    longest_since_review: Sequence[Reminder]  # by `reviewed`, or `updated` where nobody has


def reminders(session: Session, today: date, most: int = 10) -> Reminders:
    """Return which published articles need an editor; `most` limits the last list."""
    raise NotImplementedError

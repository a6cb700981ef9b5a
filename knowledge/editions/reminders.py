from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from knowledge.editions.models import Kind
from knowledge.editions.shelf import Line, document_list

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
    lines = document_list(session, Kind.ARTICLE)
    found = [reminder for line in lines if (reminder := _reminder(line))]
    found.sort(key=lambda each: each.valid_until)
    last_day = today + timedelta(days=EXPIRES_SOON_DAYS)
    by_review = sorted(found, key=lambda each: each.reviewed or each.updated)
    return Reminders(
        expired=tuple(each for each in found if each.valid_until < today),
        expiring=tuple(each for each in found if today <= each.valid_until <= last_day),
        longest_since_review=tuple(by_review[:most]),
    )


def _reminder(line: Line) -> Reminder | None:
    if line.published is None or line.valid_until is None or line.updated is None:
        return None
    return Reminder(
        slug=line.key,
        title=line.title,
        category=line.category or "",
        valid_until=line.valid_until,
        updated=line.updated,
        reviewed=line.reviewed,
        has_draft=line.draft is not None,
    )

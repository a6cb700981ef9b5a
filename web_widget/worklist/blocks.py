"""What needs an editor, block by block, for the front page and the work list's own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.editions.desk import document_list
from knowledge.editions.models import Kind
from knowledge.editions.reminders import Reminder, Reminders, reminders
from web_widget.conversations.models import now
from web_widget.conversations.opening_hours import OSLO
from web_widget.worklist.grouping import LONGEST_RUN, PERIOD, RUN
from web_widget.worklist.groups import Group, Released, groups_of, released_questions
from web_widget.worklist.models import CheckedLink, GroupingRun, Source
from web_widget.worklist.usage import Usage, usage_since

MOST_REVIEWS = 10


@dataclass(frozen=True)
class Article:
    """An article with how it is used."""

    slug: str
    title: str
    usage: Usage


@dataclass(frozen=True)
class DueReview:
    """An article that is read much and was reviewed long ago, or never."""

    reminder: Reminder
    shown: int


@dataclass(frozen=True)
class DeadLink:
    url: str
    fault: str
    status: int | None
    used_in: Sequence[str]
    checked_at: datetime


@dataclass(frozen=True)
class Worklist:
    unanswered: Sequence[Group]
    by_hand: Sequence[Group]
    released: Sequence[Released]
    not_helpful: Sequence[Article]
    due_reviews: Sequence[DueReview]
    reminders: Reminders
    dead_links: Sequence[DeadLink]
    # None when no link was ever looked at.
    links_checked_at: datetime | None
    grouping: GroupingRun | None
    titles: Mapping[str, str]

    @property
    def is_grouping(self) -> bool:
        run = self.grouping
        # One that takes longer has died.
        return run is not None and run.finished_at is None and run.started_at > now() - LONGEST_RUN


def worklist_blocks(session: Session) -> Worklist:
    """Return all that needs an editor; every text in it is masked and asked by three or more."""
    titles = {line.key: line.title for line in document_list(session, Kind.ARTICLE)}
    usage = usage_since(session, now() - PERIOD)
    due = reminders(session, _today(), most=len(titles))
    return Worklist(
        unanswered=groups_of(session, Source.UNANSWERED),
        by_hand=groups_of(session, Source.BY_HAND),
        released=released_questions(session),
        not_helpful=_not_helpful(usage, titles),
        due_reviews=_due_reviews(due, usage),
        reminders=due,
        dead_links=_dead_links(session),
        links_checked_at=session.scalar(select(func.max(CheckedLink.checked_at))),
        grouping=session.get(GroupingRun, RUN),
        titles=titles,
    )


def _today() -> date:
    return now().astimezone(OSLO).date()


def _not_helpful(usage: Mapping[str, Usage], titles: Mapping[str, str]) -> list[Article]:
    found = [
        Article(slug, titles.get(slug, slug), each) for slug, each in usage.items() if each.down
    ]
    return sorted(found, key=lambda each: (-each.usage.down, each.title))


def _due_reviews(due: Reminders, usage: Mapping[str, Usage]) -> list[DueReview]:
    """Weigh how much each article is read with how long ago it was reviewed."""
    today = _today()

    def weight(each: DueReview) -> float:
        return each.shown * ((today - _last_look(each.reminder)) / timedelta(days=1) + 1)

    found = [
        DueReview(each, usage[each.slug].shown)
        for each in due.longest_since_review
        if each.slug in usage
    ]
    return sorted(found, key=weight, reverse=True)[:MOST_REVIEWS]


def _last_look(reminder: Reminder) -> date:
    return reminder.reviewed or reminder.updated


def _dead_links(session: Session) -> list[DeadLink]:
    rows = session.scalars(
        select(CheckedLink).where(CheckedLink.fault != "").order_by(CheckedLink.url)
    )
    return [
        DeadLink(each.url, each.fault, each.status, each.used_in, each.checked_at) for each in rows
    ]

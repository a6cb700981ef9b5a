"""Count what happened in a period: numbers only, and none that points at anybody."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from statistics import median

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from knowledge.editions.desk import document_list
from knowledge.editions.models import Kind
from web_widget.conversations.models import (
    Conversation,
    Event,
    EventKind,
    Feedback,
    Message,
    Sender,
    State,
)
from web_widget.conversations.opening_hours import OSLO
from web_widget.insight import words

FEWEST = 5
# Where a turn led to several routes, the first of these is what became of it.
WEIGHT = (
    *("crisis", "emergency", "human", "answer", "coordinator", "clarify", "no_answer"),
    *("medical_advice", "out_of_scope", "smalltalk"),
)
OUTCOME_OF = {
    "answer": "answered",
    "coordinator": "answered",
    "clarify": "clarified",
    "human": "handed_over",
    "no_answer": "unanswered",
}
LONGEST_BY_DAYS = 31
WEEK = timedelta(days=7)
WAIT_LIMITS = ((1, "under_1"), (5, "1_5"), (15, "5_15"), (30, "15_30"))


@dataclass(frozen=True)
class Choice:
    """What to count: the days from first to last, and all topics or one."""

    first: date
    last: date
    topic: str | None = None

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), OSLO)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), OSLO)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Figure:
    """Counts by group. None stands for 1 to 4, which nobody is told."""

    name: str
    counts: Mapping[str, int | None]
    # A sentence on the whole, such as the median.
    note: str = ""

    @property
    def title(self) -> str:
        return words.FIGURES[self.name]

    @property
    def is_over_time(self) -> bool:
        return self.name in ("days", "weeks", "hours")

    @property
    def largest(self) -> int:
        return max((count or 0 for count in self.counts.values()), default=0)

    def label(self, group: str) -> str:
        """Write a count as a reader sees it; of what became of questions also the share."""
        count = self.counts[group]
        whole = sum(each or 0 for each in self.counts.values())
        if self.name != "outcomes" or not count:
            return label(count)
        return f"{count} ({count / whole:.0%})".replace("%", " %")


def told(count: int) -> int | None:
    """Return a count as it may be told: to the nearest five, and small ones not at all.

    Were the exact numbers told, two periods that differ by a day, or a total and its parts, would
    give away by difference what each hides.
    """
    if 0 < count < FEWEST:
        return None
    return (count + FEWEST // 2) // FEWEST * FEWEST


def label(count: int | None) -> str:
    """Write a count as a reader sees it."""
    return words.HIDDEN if count is None else f"{count}"


@dataclass(frozen=True)
class Turn:
    """What became of one thing that a user wrote or pressed."""

    conversation_id: str
    route: str
    slug: str | None


@dataclass(frozen=True)
class Begun:
    conversation_id: str
    at: datetime
    audience: str | None


class Counts:
    """What happened in the chosen period, counted when asked for."""

    def __init__(self, session: Session, choice: Choice) -> None:
        self._session = session
        self._choice = choice
        self._category_of = {
            line.key: line.category for line in document_list(session, Kind.ARTICLE)
        }

    def figures(self) -> list[Figure]:
        """Return every figure, in the order in which they are shown."""
        by_time = self.days if self._choice.days <= LONGEST_BY_DAYS else self.weeks
        parts: Sequence[Callable[[], Figure]] = (
            by_time,
            self.hours,
            self.outcomes,
            self.routes,
            self.topics,
            self.waits,
            self.thumbs,
            self.audiences,
        )
        return [part() for part in parts]

    @property
    def conversations(self) -> int | None:
        return told(len(self._begun))

    def days(self) -> Figure:
        choice = self._choice
        days = [choice.first + timedelta(days=number) for number in range(choice.days)]
        found = Counter(each.at.astimezone(OSLO).date() for each in self._begun)
        return _figure("days", {f"{day:%d.%m.}": found[day] for day in days})

    def weeks(self) -> Figure:
        choice = self._choice
        monday = choice.first - timedelta(days=choice.first.weekday())
        weeks = [monday + WEEK * number for number in range((choice.last - monday).days // 7 + 1)]
        found = Counter(
            (each.at.astimezone(OSLO).date() - monday).days // 7 for each in self._begun
        )
        return _figure("weeks", {f"{week:%d.%m.%y}": found[n] for n, week in enumerate(weeks)})

    def hours(self) -> Figure:
        found = Counter(each.at.astimezone(OSLO).hour for each in self._begun)
        return _figure("hours", {f"{hour:02}": found[hour] for hour in range(24)})

    def routes(self) -> Figure:
        return _named("routes", words.ROUTES, (turn.route for turn in self._turns))

    def outcomes(self) -> Figure:
        found = (OUTCOME_OF.get(turn.route, "other") for turn in self._turns)
        return _named("outcomes", words.OUTCOMES, found)

    def topics(self) -> Figure:
        found = (self._category(turn.slug) for turn in self._turns if turn.slug)
        return _named("topics", words.TOPICS, found)

    def audiences(self) -> Figure:
        return _named("audiences", words.AUDIENCES, (b.audience or "ukjent" for b in self._begun))

    def thumbs(self) -> Figure:
        rows = self._session.execute(
            select(Feedback.conversation_id, Feedback.helpful).where(*self._within(Feedback.at))
        )
        found = ("up" if helpful else "down" for name, helpful in rows if self._counts(name))
        return _named("thumbs", words.THUMBS, found)

    def waits(self) -> Figure:
        served, left = self._waiting()
        found = [_wait(minutes) for minutes in served] + ["left"] * left
        enough = len(served) >= FEWEST
        note = f"Halvparten ventet kortere enn {_whole(median(served))}." if enough else ""
        return _named("waits", words.WAITS, found, note)

    def _waiting(self) -> tuple[list[float], int]:
        """Return the minutes that each waited who got an adviser, and how many got none."""
        rows = self._session.execute(
            select(Event.conversation_id, Event.at, Event.data)
            .where(Event.kind == EventKind.STATE, *self._within(Event.at))
            .order_by(Event.at, Event.seq)
        )
        since: dict[str, datetime] = {}
        served: list[float] = []
        left = 0
        for name, at, data in rows:
            begun = since.pop(name, None)
            if data["state"] == State.WAITING:
                since[name] = at
            elif begun and self._counts(name):
                if data["state"] == State.HUMAN:
                    served.append((at - begun) / timedelta(minutes=1))
                else:
                    left += 1
        return served, left

    @cached_property
    def _begun(self) -> list[Begun]:
        said = select(Message.id).where(
            Message.conversation_id == Conversation.id, Message.sender == Sender.USER
        )
        rows = self._session.execute(
            select(Conversation.id, Conversation.created_at, Conversation.audience).where(
                *self._within(Conversation.created_at), said.exists()
            )
        )
        return [Begun(*row) for row in rows if self._counts(row.id)]

    @cached_property
    def _all_turns(self) -> list[Turn]:
        rows = self._session.execute(
            select(Message.answers, Message.conversation_id, Message.route, Message.answer_slug)
            .where(
                Message.sender == Sender.BOT,
                Message.answers.is_not(None),
                Message.route.is_not(None),
                *self._within(Message.at),
            )
            .order_by(Message.at)
        )
        turns: dict[str | None, Turn] = {}
        for asked, name, route, slug in rows:
            before = turns.get(asked)
            if before is None or _weight(route) < _weight(before.route):
                turns[asked] = Turn(name, route or "", slug or (before.slug if before else None))
        return list(turns.values())

    @property
    def _turns(self) -> list[Turn]:
        return [turn for turn in self._all_turns if self._counts(turn.conversation_id)]

    @cached_property
    def _of_topic(self) -> frozenset[str]:
        """Return the conversations in which something of the chosen topic was answered."""
        chosen = self._choice.topic
        return frozenset(
            turn.conversation_id
            for turn in self._all_turns
            if turn.slug and self._category(turn.slug) == chosen
        )

    def _counts(self, conversation_id: str) -> bool:
        return self._choice.topic is None or conversation_id in self._of_topic

    def _category(self, slug: str) -> str:
        return self._category_of.get(slug) or "annet"

    def _within(
        self, moment: InstrumentedAttribute[datetime]
    ) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return moment >= self._choice.begins, moment < self._choice.ends


def _figure(name: str, counts: Mapping[str, int], note: str = "") -> Figure:
    return Figure(name, {group: told(count) for group, count in counts.items()}, note)


def _named(name: str, titles: Mapping[str, str], found: Iterable[str], note: str = "") -> Figure:
    counts = Counter(found)
    return _figure(name, {title: counts[group] for group, title in titles.items()}, note)


def _weight(route: str | None) -> int:
    return WEIGHT.index(route) if route in WEIGHT else len(WEIGHT)


def _wait(minutes: float) -> str:
    return next((name for limit, name in WAIT_LIMITS if minutes < limit), "over_30")


def _whole(minutes: float) -> str:
    count = max(1, round(minutes + 0.5))
    return "ett minutt" if count == 1 else f"{count} minutter"

"""The groups of questions as editors may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from web_widget.conversations.models import now
from web_widget.worklist.grouping import FEWEST
from web_widget.worklist.masking import is_telling
from web_widget.worklist.models import (
    GroupedQuestion,
    QuestionGroup,
    ReleasedQuestion,
    Source,
)

SHOWN_QUESTIONS = 5


@dataclass(frozen=True)
class Group:
    """Questions that people asked alike, in enough conversations to be shown, masked."""

    id: str
    conversations: int
    last_at: datetime
    # The one nearest the middle first.
    questions: Sequence[str]
    # What advisers answered, the most typical first; empty when the bot was asked.
    answers: Sequence[str]
    nearest: Sequence[str]


@dataclass(frozen=True)
class Released:
    message_id: str
    text: str
    at: datetime


def groups_of(session: Session, source: Source) -> list[Group]:
    """Return the open groups, those asked most first.

    Counted now: who deleted their conversation is no longer among the three that it takes.
    """
    rows = session.execute(
        select(QuestionGroup, func.count(func.distinct(GroupedQuestion.conversation_id)).label("n"))
        .join(GroupedQuestion, GroupedQuestion.group_id == QuestionGroup.id)
        .where(QuestionGroup.source == source, GroupedQuestion.handled_at.is_(None))
        .group_by(QuestionGroup.id)
        .having(func.count(func.distinct(GroupedQuestion.conversation_id)) >= FEWEST)
    ).all()
    found = [_group(session, group, count) for group, count in rows]
    return sorted(found, key=lambda group: (-group.conversations, group.id))


def find_group(session: Session, group_id: str) -> Group | None:
    """Return one open group; None when it is gone, done, or too small to be shown."""
    group = session.get(QuestionGroup, group_id)
    if group is None:
        return None
    count = session.scalar(
        select(func.count(func.distinct(GroupedQuestion.conversation_id))).where(
            GroupedQuestion.group_id == group_id, GroupedQuestion.handled_at.is_(None)
        )
    )
    return _group(session, group, count) if count and count >= FEWEST else None


def _group(session: Session, group: QuestionGroup, conversations: int) -> Group:
    members = session.scalars(
        select(GroupedQuestion)
        .where(GroupedQuestion.group_id == group.id, GroupedQuestion.handled_at.is_(None))
        .order_by(GroupedQuestion.closeness.desc(), GroupedQuestion.message_id)
    ).all()
    return Group(
        id=group.id,
        conversations=conversations,
        last_at=max(each.at for each in members),
        questions=_telling(each.question for each in members),
        answers=_telling(each.answer or "" for each in members),
        nearest=group.nearest,
    )


def _telling(texts: Iterable[str]) -> list[str]:
    """Return the first few of which a reader learns something new."""
    found: list[str] = []
    keys: list[str] = []
    for text in texts:
        key = text.casefold().strip(" ?.!")
        # «Hei, kan jeg bade?» says no more than «kan jeg bade».
        if is_telling(text) and not any(key in other or other in key for other in keys):
            found.append(text)
            keys.append(key)
    return found[:SHOWN_QUESTIONS]


def released_questions(session: Session) -> list[Released]:
    """Return what advisers gave to the editors and nobody is done with, the newest first."""
    rows = session.scalars(
        select(ReleasedQuestion)
        .where(ReleasedQuestion.handled_at.is_(None))
        .order_by(ReleasedQuestion.at.desc())
    )
    return [Released(each.message_id, each.text, each.at) for each in rows]


def find_released(session: Session, message_id: str) -> Released | None:
    """Return one question that an adviser gave; None when it is gone or done."""
    found = session.get(ReleasedQuestion, message_id)
    if found is None or found.handled_at is not None:
        return None
    return Released(found.message_id, found.text, found.at)


def finish_group(session: Session, group_id: str) -> bool:
    """Be done with a group: its questions come into no group again. False when it is gone."""
    done = session.scalars(
        update(GroupedQuestion)
        .where(GroupedQuestion.group_id == group_id, GroupedQuestion.handled_at.is_(None))
        .values(handled_at=now())
        .returning(GroupedQuestion.message_id)
        .execution_options(synchronize_session=False)
    )
    return bool(done.all())


def finish_released(session: Session, message_id: str) -> bool:
    """Be done with a question that an adviser gave; False when it is gone."""
    done = session.scalars(
        update(ReleasedQuestion)
        .where(ReleasedQuestion.message_id == message_id, ReleasedQuestion.handled_at.is_(None))
        .values(handled_at=now())
        .returning(ReleasedQuestion.message_id)
        .execution_options(synchronize_session=False)
    )
    return bool(done.all())

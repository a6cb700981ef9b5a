"""How often articles were shown, and how they were liked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from web_widget.conversations.models import Feedback, Message
from web_widget.worklist.grouping import FEWEST


@dataclass(frozen=True)
class Usage:
    slug: str
    shown: int
    # In how many conversations somebody marked it as no help, and as a help.
    down: int
    up: int


def usage_since(session: Session, since: datetime) -> Mapping[str, Usage]:
    """Return how each article that was an answer was used and liked, by slug.

    Fewer conversations than three are none: nobody's single reading or mark is shown.
    """
    shown = session.execute(
        select(Message.answer_slug, func.count(func.distinct(Message.conversation_id)))
        .where(Message.at >= since, Message.answer_slug.is_not(None))
        .group_by(Message.answer_slug)
    ).all()
    marks = _marks(session, since)
    return {
        str(slug): Usage(str(slug), count, *marks.get(str(slug), (0, 0)))
        for slug, count in shown
        if count >= FEWEST
    }


def _marks(session: Session, since: datetime) -> Mapping[str, tuple[int, int]]:
    """Return in how many conversations each article was marked as no help, and as a help."""
    conversation = Feedback.conversation_id
    rows = session.execute(
        select(
            Message.answer_slug,
            func.count(func.distinct(case((Feedback.helpful.is_(False), conversation)))),
            func.count(func.distinct(case((Feedback.helpful.is_(True), conversation)))),
        )
        .join(Feedback, Feedback.message_id == Message.id)
        .where(Feedback.at >= since, Message.answer_slug.is_not(None))
        .group_by(Message.answer_slug)
    )
    return {str(slug): (_enough(down), _enough(up)) for slug, down, up in rows}


def _enough(count: int) -> int:
    return count if count >= FEWEST else 0

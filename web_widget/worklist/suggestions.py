from sqlalchemy import select
from sqlalchemy.orm import Session

from web_widget.worklist.groups import find_group
from web_widget.worklist.models import QuestionGroup

MOST = 10


def suggestions_for(session: Session, slug: str) -> list[str]:
    """Return masked questions that got no answer and come nearest to this article."""
    groups = session.scalars(select(QuestionGroup).order_by(QuestionGroup.id))
    near = sorted(
        (group.nearest.index(slug), group.id) for group in groups if slug in group.nearest
    )
    found = [find_group(session, group_id) for _, group_id in near]
    questions = (question for group in found if group for question in group.questions)
    return [each for each in dict.fromkeys(questions) if "[" not in each and "…" not in each][:MOST]

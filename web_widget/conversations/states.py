from sqlalchemy import update
from sqlalchemy.orm import Session

from web_widget.conversations.errors import WrongStateError
from web_widget.conversations.log import add_event
from web_widget.conversations.models import Conversation, EventKind, State

# Who answers now, and who may answer next.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.BOT: frozenset({State.WAITING, State.CLOSED}),
    State.WAITING: frozenset({State.HUMAN, State.BOT, State.CLOSED}),
    State.HUMAN: frozenset({State.WAITING, State.BOT, State.CLOSED}),
    State.CLOSED: frozenset(),
}


def move(session: Session, conversation_id: str, before: State, after: State) -> None:
    """Change who answers; raise WrongStateError when somebody else changed it first."""
    if after not in TRANSITIONS[before]:
        raise WrongStateError(f"{before} never becomes {after}")
    moved = session.scalar(
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.state == before)
        .values(state=after)
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    )
    if moved is None:
        raise WrongStateError(f"it is no longer {before}")
    add_event(session, conversation_id, EventKind.STATE, {"state": after})

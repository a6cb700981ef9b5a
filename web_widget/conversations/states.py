from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, update
from sqlalchemy.orm import Session

from web_widget.conversations.errors import WrongStateError
from web_widget.conversations.log import add_event
from web_widget.conversations.models import Conversation, EventKind, State, now

# Who answers now, and who may answer next. Drawn in docs/states.md.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.BOT: frozenset({State.WAITING, State.CLOSED}),
    State.WAITING: frozenset({State.HUMAN, State.BOT, State.CLOSED}),
    State.HUMAN: frozenset({State.WAITING, State.BOT, State.CLOSED}),
    State.CLOSED: frozenset(),
}
NOBODY: Mapping[str, object] = {
    "adviser_id": None,
    "adviser_name": None,
    "adviser_role": None,
    "adviser_typing_at": None,
    "taken_at": None,
}
NOT_IN_QUEUE: Mapping[str, object] = {
    "waiting_since": None,
    "told_place": None,
    "phone_repeated_at": None,
    "urgent": False,
    "topic": None,
    "wanted_role": None,
}


def move(
    session: Session,
    conversation_id: str,
    before: State,
    after: State,
    values: Mapping[str, object] | None = None,
    held_by: str | None = None,
) -> None:
    """Change who answers; raise WrongStateError when somebody else changed it first.

    `held_by` is the adviser who must have it before; `values` are set along with the state.
    """
    if after not in TRANSITIONS[before]:
        raise WrongStateError(f"{before} never becomes {after}")
    conditions = [Conversation.state == before]
    if held_by is not None:
        conditions.append(Conversation.adviser_id == held_by)
    change(session, conversation_id, conditions, _follows(after) | dict(values or {}), after)


def change(
    session: Session,
    conversation_id: str,
    conditions: list[ColumnElement[bool]],
    values: Mapping[str, object],
    state: State,
) -> None:
    """Write down who answers now in one conditional update, and tell it as an event."""
    changed = session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, *conditions)
        .values(state=state, **values)
        .returning(Conversation.adviser_name, Conversation.adviser_role)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if changed is None:
        raise WrongStateError("somebody else changed it first")
    name, role = changed
    adviser = {"name": name, "role": role} if state == State.HUMAN else None
    add_event(session, conversation_id, EventKind.STATE, {"state": state, "adviser": adviser})


def _follows(after: State) -> dict[str, object]:
    if after == State.HUMAN:
        return {"told_place": None}
    if after == State.WAITING:
        # Given back, it keeps its place in the queue.
        return {**NOBODY, "waiting_since": func.coalesce(Conversation.waiting_since, now())}
    return {**NOBODY, **NOT_IN_QUEUE}

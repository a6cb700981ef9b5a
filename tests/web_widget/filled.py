"""A database in which people and advisers have left something of every kind."""

from sqlalchemy.orm import Session

from web_widget.conversations.handover import Adviser, ask_for_adviser, take
from web_widget.conversations.log import Reply, add_adviser_message, add_reply, add_user_message
from web_widget.conversations.models import (
    CallbackRequest,
    Conversation,
    Feedback,
    Message,
    Note,
    ReadMark,
    ReturnToken,
    new_id,
)
from web_widget.database import Database

CONVERSATIONS = 20
KARI = Adviser("kari", "Kari", "nurse")


def fill(database: Database) -> list[str]:
    """Make conversations, every other one with an adviser or waiting; return their ids."""
    ids = [new_id() for _ in range(CONVERSATIONS)]
    for number, conversation_id in enumerate(ids):
        with database.writing() as session:
            session.add(Conversation(id=conversation_id, token_hash=f"hash {number}"))
            session.flush()
            asked = add_user_message(session, conversation_id, f"Spørsmål {number} æøå")
            add_reply(session, conversation_id, Reply("Svar", "answer"), answers=asked.id)
            if number % 2 == 0:
                ask_for_adviser(session, conversation_id, "okonomi")
            if number % 4 == 0:
                take(session, conversation_id, KARI)
                said = Message(text="Hei", author_name="Kari", author_role="nurse")
                add_adviser_message(session, conversation_id, said)
            _leave_more(session, conversation_id)
    return ids


def _leave_more(session: Session, conversation_id: str) -> None:
    session.add_all(
        (
            CallbackRequest(
                conversation_id=conversation_id, phone="21494921", receipt=conversation_id[-9:]
            ),
            Feedback(conversation_id=conversation_id, helpful=True),
            Note(
                conversation_id=conversation_id,
                adviser_id="kari",
                adviser_name="Kari",
                text="Notat",
            ),
            ReadMark(conversation_id=conversation_id, adviser_id="ola", seq=1),
            ReturnToken(token_hash=f"return {conversation_id}", conversation_id=conversation_id),
        )
    )

from sqlalchemy.orm import Session

from web_widget.access import current_adviser
from web_widget.conversations.errors import ConversationGoneError
from web_widget.conversations.models import Conversation, ReadMark, State


def held_conversation(session: Session, conversation_id: str) -> Conversation:
    """Load a conversation that the adviser has now; any other looks like not there."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None or not _is_held(conversation):
        raise ConversationGoneError(conversation_id)
    return conversation


def held_or_waiting_conversation(session: Session, conversation_id: str) -> Conversation:
    """Load a conversation that the adviser has, or may take."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None or not (conversation.state == State.WAITING or _is_held(conversation)):
        raise ConversationGoneError(conversation_id)
    return conversation


def known_conversation(session: Session, conversation_id: str) -> Conversation:
    """Load a conversation that the adviser has, or had and read."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None or not (_is_held(conversation) or _has_read(session, conversation_id)):
        raise ConversationGoneError(conversation_id)
    return conversation


def _has_read(session: Session, conversation_id: str) -> bool:
    return session.get(ReadMark, (conversation_id, current_adviser().id)) is not None


def _is_held(conversation: Conversation) -> bool:
    return conversation.state == State.HUMAN and conversation.adviser_id == current_adviser().id

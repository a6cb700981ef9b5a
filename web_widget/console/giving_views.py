"""Give one question of a conversation to the editors, masked and looked over by the adviser."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from web_widget.access import current_adviser
from web_widget.audit import Action, audit, audit_reading
from web_widget.bodies import JsonBody, VisibleText, read_body
from web_widget.borders import JsonObject
from web_widget.console.access import known_conversation
from web_widget.conversations.models import Message, Sender
from web_widget.errors import NotFoundError
from web_widget.services import current_services
from web_widget.worklist.release import release
from web_widget.worklist.vocabulary import masker_for


class GivingBody(JsonBody):
    text: VisibleText


def add_to(blueprint: Blueprint) -> None:
    path = "/samtaler/<conversation_id>/meldinger/<message_id>"
    blueprint.get(f"{path}/maskert")(masked)
    blueprint.post(f"{path}/gi")(give)


def masked(conversation_id: str, message_id: str) -> JsonObject:
    with current_services().database.writing() as session:
        message = _question(session, conversation_id, message_id)
        audit_reading(session, conversation_id)
    return {"text": masker_for(current_services().knowledge).mask(message.text)}


def give(conversation_id: str, message_id: str) -> ResponseReturnValue:
    body = read_body(GivingBody)
    masker = masker_for(current_services().knowledge)
    with current_services().database.writing() as session:
        message = _question(session, conversation_id, message_id)
        release(session, message, body.text, masker, current_adviser().id)
        audit(session, Action.QUESTION_RELEASED, conversation_id)
    return "", 204


def _question(session: Session, conversation_id: str, message_id: str) -> Message:
    """Load what the user wrote in a conversation of the adviser's; words of danger stay there."""
    known_conversation(session, conversation_id)
    message = session.get(Message, message_id)
    if (
        message is None
        or message.conversation_id != conversation_id
        or message.sender != Sender.USER
        or message.danger
    ):
        raise NotFoundError(message_id)
    return message

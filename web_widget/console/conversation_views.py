"""What an adviser does with one conversation."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from web_widget.access import background, current_adviser
from web_widget.audit import Action, audit, audit_reading, is_one_reading
from web_widget.bodies import read_body
from web_widget.borders import ArticleCard, JsonObject
from web_widget.console import words
from web_widget.console.access import held_conversation
from web_widget.console.bodies import EndBody, MessageBody, NoteBody, PassBody, ReadBody
from web_widget.console.wire import TYPING, message_json, note_json
from web_widget.conversations import desk, handover, presence
from web_widget.conversations.handover import Adviser
from web_widget.conversations.models import Conversation, Message, Sender, now
from web_widget.problems import Problem
from web_widget.services import current_services

_AFTER = (
    select(Message)
    .where(Message.conversation_id == bindparam("conversation"), Message.seq > bindparam("after"))
    .order_by(Message.seq)
)
_LAST_SAID = select(func.max(Message.at)).where(
    Message.conversation_id == bindparam("conversation"), Message.sender == Sender.USER
)


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/samtaler/<conversation_id>")(read)
    blueprint.post("/samtaler/<conversation_id>/ta")(take)
    blueprint.post("/samtaler/<conversation_id>/meldinger")(say)
    blueprint.post("/samtaler/<conversation_id>/skriver")(types)
    blueprint.post("/samtaler/<conversation_id>/lest")(mark_read)
    blueprint.get("/samtaler/<conversation_id>/notater")(notes)
    blueprint.post("/samtaler/<conversation_id>/notater")(add_note)
    blueprint.post("/samtaler/<conversation_id>/overfor")(pass_on)
    blueprint.post("/samtaler/<conversation_id>/avslutt")(end)


@background
def read(conversation_id: str) -> JsonObject:
    after = _cursor()
    with current_services().database.reading() as session:
        conversation = held_conversation(session, conversation_id)
        messages = session.scalars(_AFTER, {"conversation": conversation_id, "after": after}).all()
        typing = _is_typing(session, conversation)
        is_written_down = is_one_reading(session, conversation_id)
    if not is_written_down:
        with current_services().database.writing() as session:
            audit_reading(session, conversation_id)
    return {
        "messages": [message_json(message) for message in messages],
        "cursor": messages[-1].seq if messages else after,
        "typing": typing,
    }


def take(conversation_id: str) -> ResponseReturnValue:
    with current_services().database.writing() as session:
        handover.take(session, conversation_id, current_adviser())
        audit(session, Action.CONVERSATION_TAKEN, conversation_id)
    return "", 204


def say(conversation_id: str) -> JsonObject:
    body = read_body(MessageBody)
    card = _card(body.article) if body.article else None
    with current_services().database.writing() as session:
        message = handover.say(
            session, conversation_id, current_adviser(), body.text, body.client_message_id, card
        )
    return message_json(message)


def types(conversation_id: str) -> ResponseReturnValue:
    with current_services().database.writing() as session:
        handover.adviser_types(session, conversation_id, current_adviser())
    return "", 204


def mark_read(conversation_id: str) -> ResponseReturnValue:
    body = read_body(ReadBody)
    with current_services().database.writing() as session:
        held_conversation(session, conversation_id)
        desk.mark_read(session, conversation_id, current_adviser(), body.seq)
    return "", 204


@background
def notes(conversation_id: str) -> JsonObject:
    with current_services().database.reading() as session:
        held_conversation(session, conversation_id)
        return _notes(session, conversation_id)


def add_note(conversation_id: str) -> ResponseReturnValue:
    body = read_body(NoteBody)
    with current_services().database.writing() as session:
        held_conversation(session, conversation_id)
        written = desk.note(session, conversation_id, current_adviser(), body.text)
        audit(session, Action.NOTE_WRITTEN, conversation_id, note=written.id)
        return _notes(session, conversation_id), 201


def pass_on(conversation_id: str) -> ResponseReturnValue:
    body = read_body(PassBody)
    adviser = current_adviser()
    with current_services().database.writing() as session:
        if body.role:
            handover.pass_to_role(session, conversation_id, adviser, body.role)
        elif body.colleague:
            colleague = _present(session, body.colleague)
            handover.pass_to_colleague(session, conversation_id, adviser, colleague)
        else:
            handover.give_back(session, conversation_id, adviser)
        action = Action.CONVERSATION_GIVEN_BACK if body.queue else Action.CONVERSATION_PASSED
        audit(session, action, conversation_id, role=body.role, colleague=body.colleague)
    return "", 204


def end(conversation_id: str) -> ResponseReturnValue:
    body = read_body(EndBody)
    with current_services().database.writing() as session:
        handover.end(session, conversation_id, current_adviser(), body.topic)
        audit(session, Action.CONVERSATION_ENDED, conversation_id, topic=body.topic)
    return "", 204


def _is_typing(session: Session, conversation: Conversation) -> bool:
    """Tell whether the user types now; a message sent ends it."""
    typed_at = conversation.user_typing_at
    if typed_at is None or typed_at <= now() - TYPING:
        return False
    said_at = session.scalar(_LAST_SAID, {"conversation": conversation.id})
    return said_at is None or typed_at > said_at


def _cursor() -> int:
    text = request.args.get("after", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004
        raise Problem(400, words.BAD_CURSOR)
    return int(text)


def _card(slug: str) -> JsonObject:
    article = current_services().knowledge.article(slug)
    card = ArticleCard(
        slug=slug,
        title=article["title"],
        category=article["category"],
        url=f"/artikler/{slug}",
        reviewed=article["reviewed"],
    )
    return card.model_dump()


def _present(session: Session, adviser_id: str) -> Adviser:
    for colleague in presence.present(session, now()):
        if colleague.id == adviser_id:
            return colleague
    raise Problem(409, words.NOT_PRESENT, code="not_present")


def _notes(session: Session, conversation_id: str) -> JsonObject:
    return {"notes": [note_json(each) for each in desk.notes_of(session, conversation_id)]}

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MIMEAccept

from web_widget import metrics, words
from web_widget.bodies import read_body
from web_widget.borders import JsonObject
from web_widget.chat import transcript
from web_widget.chat.access import current, own_conversation, services
from web_widget.chat.answering import screen
from web_widget.chat.bodies import EmptyBody, StartBody, TurnBody
from web_widget.chat.greeting import greeting
from web_widget.chat.handoff import advisers_json
from web_widget.chat.text import parse_payload
from web_widget.chat.turn import DATABASE_FAILURES, not_stored, take_turn
from web_widget.chat.wire import messages_json
from web_widget.conversations.erasure import erase, forget_tracker
from web_widget.conversations.handover import user_types
from web_widget.conversations.log import add_reply, messages_of
from web_widget.conversations.models import Conversation, Message, Sender, State, new_id, now
from web_widget.conversations.queue import place
from web_widget.conversations.tokens import hash_token, new_token
from web_widget.conversations.turns import Utterance
from web_widget.erased import note
from web_widget.masking import hide_contact_details
from web_widget.problems import Problem


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/conversations")(start)
    blueprint.get("/conversations/<conversation_id>")(show)
    blueprint.delete("/conversations/<conversation_id>")(delete)
    blueprint.post("/conversations/<conversation_id>/messages")(say)
    blueprint.post("/conversations/<conversation_id>/typing")(typing)
    blueprint.get("/conversations/<conversation_id>/transcript")(download)


def start() -> ResponseReturnValue:
    body = read_body(StartBody, may_be_empty=True)
    token = new_token()
    with services().database.writing() as session:
        conversation = Conversation(
            id=new_id(),
            token_hash=hash_token(token),
            locale=body.locale,
            audience=body.audience,
            page_url=body.page_url,
        )
        session.add(conversation)
        session.flush()
        add_reply(session, conversation.id, greeting(body.audience))
        session.flush()
        return {"id": conversation.id, "token": token, **so_far(session, conversation.id)}, 201


def show(conversation_id: str) -> ResponseReturnValue:
    conversation = own_conversation(conversation_id)
    with services().database.reading() as session:
        return {"id": conversation.id, **so_far(session, conversation.id)}


def say(conversation_id: str) -> ResponseReturnValue:
    try:
        conversation = own_conversation(conversation_id)
        body = read_body(TurnBody)
        if body.locale and body.locale != conversation.locale:
            _change_language(conversation.id, body.locale)
        words_typed = _typed(body.text) if body.text else None
        text = words_typed or _words_on_button(conversation.id, str(body.payload))
    except DATABASE_FAILURES as error:
        # Whose conversation it is can't be found out, but what to do in danger is no secret.
        said = read_body(TurnBody).text
        hit = screen(services(), said, None) if said else None
        raise not_stored(services(), hit, error) from error
    utterance = Utterance(text, body.client_message_id, body.payload)
    answer = take_turn(services(), conversation, utterance)
    messages = messages_json(answer.messages)
    return {"state": answer.state, "messages": messages, "audience": answer.audience}


def _typed(text: str) -> str:
    return hide_contact_details(text) if services().mask_contact_details else text


def typing(conversation_id: str) -> ResponseReturnValue:
    conversation = own_conversation(conversation_id)
    read_body(EmptyBody, may_be_empty=True)
    with services().database.writing() as session:
        user_types(session, conversation.id)
    return "", 204


def download(conversation_id: str) -> Response:
    conversation = own_conversation(conversation_id)
    accepted = request.accept_mimetypes or MIMEAccept([("*/*", 1)])
    media_type = accepted.best_match(transcript.MEDIA_TYPES)
    if media_type is None:
        raise Problem(406, words.BY_STATUS[406])
    with services().database.reading() as session:
        messages = messages_of(session, conversation.id)
    return transcript.render(media_type, conversation, messages)


def delete(conversation_id: str) -> ResponseReturnValue:
    conversation = own_conversation(conversation_id)
    erase(services().database, conversation.id)
    metrics.DELETIONS.inc()
    note(services().backups, conversation.id, now())
    forget_tracker(services().database, services().dialogue.forget, conversation.id)
    return "", 204


def so_far(session: Session, conversation_id: str) -> JsonObject:
    messages = messages_of(session, conversation_id)
    # Looked at after the messages: else a change before the cursor might never be shown.
    conversation = current(session, conversation_id)
    return {
        "state": conversation.state,
        "audience": conversation.audience,
        "messages": messages_json(messages),
        # With the cursor, an event stream goes on from here instead of telling it all again.
        "last_event_id": str(messages[-1].seq if messages else 0),
        "adviser": _adviser_json(conversation),
        "queue": _queue_json(session, conversation),
        "advisers": advisers_json(services()),
    }


def _adviser_json(conversation: Conversation) -> JsonObject | None:
    if conversation.state != State.HUMAN:
        return None
    return {"name": conversation.adviser_name, "role": conversation.adviser_role}


def _queue_json(session: Session, conversation: Conversation) -> JsonObject | None:
    position = place(session, conversation.id) if conversation.state == State.WAITING else None
    return {"position": position} if position else None


def _change_language(conversation_id: str, locale: str) -> None:
    with services().database.writing() as session:
        current(session, conversation_id).locale = locale


def _words_on_button(conversation_id: str, payload: str) -> str:
    """Find what the pressed button said, so that the log reads as the user saw it."""
    with services().database.reading() as session:
        shown = session.scalars(
            select(Message.buttons)
            .where(Message.conversation_id == conversation_id, Message.sender == Sender.BOT)
            .order_by(Message.seq.desc())
            .limit(20)
        ).all()
    wanted = parse_payload(payload)
    for button in (button for buttons in shown for button in buttons):
        if parse_payload(button["payload"]) == wanted:
            return str(button["title"])
    return _title(payload)


def _title(payload: str) -> str:
    choice = parse_payload(payload)
    if choice is None:
        return payload
    if choice.intent == "choose_topic":
        return words.CATEGORIES.get(
            choice.entities["category"], words.PAYLOAD_TITLES["choose_topic"]
        )
    if choice.intent == "choose_audience":
        return words.AUDIENCES.get(
            choice.entities["audience"], words.PAYLOAD_TITLES["choose_audience"]
        )
    return words.PAYLOAD_TITLES[choice.intent]

"""Reaching a person: asking for an adviser, leaving a call-back request, saying if it helped."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from web_widget import words
from web_widget.bodies import read_body
from web_widget.chat.access import own_conversation, services
from web_widget.chat.bodies import CallbackBody, FeedbackBody, HandoffBody
from web_widget.chat.handoff import AdvisersAway, advisers_away, known_topic
from web_widget.chat.wire import instant
from web_widget.conversations.errors import (
    ConversationGoneError,
    UnknownMessageError,
    WrongStateError,
)
from web_widget.conversations.handover import ask_for_adviser, leave_queue
from web_widget.conversations.models import (
    CallbackRequest,
    Conversation,
    Feedback,
    Message,
    Sender,
    State,
    new_id,
    now,
)
from web_widget.conversations.queue import QUEUE
from web_widget.conversations.tokens import new_receipt
from web_widget.conversations.topics import topic_at_hand
from web_widget.database import touch
from web_widget.masking import hide_contact_details
from web_widget.problems import Problem


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/conversations/<conversation_id>/handoff")(handoff)
    blueprint.delete("/conversations/<conversation_id>/handoff")(leave)
    blueprint.post("/conversations/<conversation_id>/callback")(callback)
    blueprint.post("/conversations/<conversation_id>/feedback")(feedback)


def handoff(conversation_id: str) -> ResponseReturnValue:
    conversation = own_conversation(conversation_id)
    body = read_body(HandoffBody)
    if conversation.state == State.CLOSED:
        raise WrongStateError("the conversation is over")
    away = advisers_away(services()) if conversation.state == State.BOT else None
    if away:
        raise _closed(away, conversation.id)
    with services().database.writing() as session:
        position = ask_for_adviser(session, conversation.id, known_topic(body.topic))
    return {"state": State.WAITING if position else State.HUMAN, "position": position}, 202


def _closed(away: AdvisersAway, conversation_id: str) -> Problem:
    members = {
        "opens": instant(away.opens) if away.opens else None,
        "contacts": away.contacts,
        "callback": f"/api/v1/conversations/{conversation_id}/callback",
    }
    return Problem(409, away.text, code="closed_hours", members=members)


def leave(conversation_id: str) -> ResponseReturnValue:
    conversation = own_conversation(conversation_id)
    if conversation.state == State.BOT:
        return "", 204
    try:
        with services().database.writing() as session:
            leave_queue(session, conversation.id)
    except WrongStateError:
        raise Problem(409, words.NOT_WAITING) from None
    return "", 204


def callback(conversation_id: str) -> ResponseReturnValue:
    conversation = own_conversation(conversation_id)
    body = read_body(CallbackBody)
    with services().database.writing() as session:
        _lock(session, conversation.id)
        left = CallbackRequest(
            id=new_id(),
            conversation_id=conversation.id,
            phone=body.phone,
            email=body.email,
            when=body.when or None,
            topic=conversation.topic or topic_at_hand(session, conversation),
            receipt=new_receipt(),
            at=now(),
        )
        session.add(left)
        touch(session, QUEUE)
    text = words.CALLBACK_RECEIVED.format(receipt=left.receipt)
    return {"id": left.id, "at": instant(left.at), "receipt": left.receipt, "text": text}, 201


def feedback(conversation_id: str) -> ResponseReturnValue:
    conversation = own_conversation(conversation_id)
    body = read_body(FeedbackBody)
    with services().database.writing() as session:
        _lock(session, conversation.id)
        _raise_if_not_said(session, conversation.id, body.message_id)
        about = body.message_id or ""
        given = session.scalar(
            select(Feedback).where(
                Feedback.conversation_id == conversation.id, Feedback.message_id == about
            )
        )
        given = given or Feedback(conversation_id=conversation.id, message_id=about)
        given.helpful, given.comment, given.at = body.helpful, _comment(body), now()
        session.add(given)
    return "", 204


def _comment(body: FeedbackBody) -> str | None:
    if body.comment and services().mask_contact_details:
        return hide_contact_details(body.comment)
    return body.comment or None


def _lock(session: Session, conversation_id: str) -> None:
    """Hold the conversation, so that it is not deleted, nor written to twice, meanwhile."""
    query = select(Conversation.id).where(Conversation.id == conversation_id).with_for_update()
    if session.scalar(query) is None:
        raise ConversationGoneError(conversation_id)


def _raise_if_not_said(session: Session, conversation_id: str, message_id: str | None) -> None:
    if message_id is None:
        return
    message = session.get(Message, message_id)
    if message is None or message.conversation_id != conversation_id:
        raise UnknownMessageError(message_id)
    if message.sender == Sender.USER:
        raise UnknownMessageError(message_id)

"""One user turn: screen, store, ask the bot, look again at who answers, store the answer."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from web_widget import metrics, words
from web_widget.borders import Hit, JsonObject
from web_widget.chat.answering import ask_bot, ask_while_waiting, safety_reply, screen
from web_widget.chat.capacity import place_for_turn
from web_widget.chat.handoff import known_topic
from web_widget.chat.said import Said
from web_widget.chat.wire import instant
from web_widget.conversations.erasure import forget_tracker, remember_tracker
from web_widget.conversations.errors import (
    ConversationError,
    ConversationGoneError,
    TurnBusyError,
)
from web_widget.conversations.handover import ask_for_adviser
from web_widget.conversations.log import Reply, add_reply, answers_to
from web_widget.conversations.models import (
    Conversation,
    Message,
    State,
    TrackerDeletion,
    Turn,
    new_id,
    now,
)
from web_widget.conversations.queue import hold_queue, make_urgent
from web_widget.conversations.turns import (
    TurnLock,
    Utterance,
    accept,
    claim,
    close_turn,
    still_holds,
)
from web_widget.errors import TooManyError, UnavailableError
from web_widget.markup import markup
from web_widget.problems import Problem, unavailable_problem
from web_widget.services import Services

log = logging.getLogger(__name__)

DATABASE_FAILURES = (DBAPIError, PoolTimeoutError)


@dataclass(frozen=True)
class Answer:
    """Who answers from now on, and all that was said in answer."""

    state: str
    messages: Sequence[Message]
    audience: str | None


def take_turn(services: Services, conversation: Conversation, utterance: Utterance) -> Answer:
    """Answer one message; the same message again gives the same answer.

    Raises a Problem of status 503 when a part is down; the message is kept where it could be.
    """
    hit = None if utterance.payload else screen(services, utterance.text, conversation.audience)
    utterance = replace(utterance, danger=hit.route if hit else None)
    try:
        with (
            metrics.TURN_SECONDS.labels("whole").time(),
            place_for_turn(services, conversation, hit) as has_place,
        ):
            return _take(services, conversation, utterance, hit, has_place=has_place)
    except TooManyError:
        metrics.TURNS.labels("refused").inc()
        raise _turn_failed(words.TOO_MANY_TURNS, "busy") from None


def _take(
    services: Services,
    conversation: Conversation,
    utterance: Utterance,
    hit: Hit | None,
    *,
    has_place: bool,
) -> Answer:
    try:
        with metrics.TURN_SECONDS.labels("stored").time():
            message = accept(services.database, conversation.id, utterance)
    except DATABASE_FAILURES as error:
        raise not_stored(services, hit, error) from error
    try:
        if message.turn == Turn.ANSWERED:
            return _answer_as_before(services, message)
        return _answer_in_turn(services, message, hit, has_place=has_place)
    except ConversationError:
        raise
    except UnavailableError as error:
        extra = {"conversation": conversation.id, "part": error.part, "reason": error.reason}
        log.warning("turn not answered", extra=extra)
        metrics.PART_FAILURES.labels(error.part).inc()
        raise _turn_failed(words.TURN_FAILED) from error
    except Exception as error:
        log.error("turn broke", exc_info=error)  # noqa: TRY400 the formatter drops its words
        raise _turn_failed(words.TURN_FAILED) from error


def _answer_as_before(services: Services, message: Message) -> Answer:
    with services.database.reading() as session:
        conversation = session.get(Conversation, message.conversation_id)
        if conversation is None:
            raise ConversationGoneError(message.conversation_id)
        return Answer(conversation.state, answers_to(session, message), conversation.audience)


def _answer_in_turn(
    services: Services, message: Message, hit: Hit | None, *, has_place: bool
) -> Answer:
    with metrics.TURN_SECONDS.labels("waited").time():
        lock = claim(
            services.database, message, lease=services.turn_lease, patience=services.turn_patience
        )
    try:
        with services.database.reading() as session:
            conversation = session.get_one(Conversation, message.conversation_id)
            message = session.get_one(Message, message.id)
            is_over = session.get(TrackerDeletion, conversation.id) is not None
        if message.turn == Turn.ANSWERED:
            return _finish(services, lock, message, Said([]))
        is_waiting = conversation.state == State.WAITING and not hit
        if conversation.state != State.BOT and not is_waiting:
            return _finish(services, lock, message, Said([]), hit)
        if is_over:  # what led to an adviser must not be what a «ja» answers now
            forget_tracker(services.database, services.dialogue.forget, conversation.id)
        ask = ask_while_waiting if is_waiting else ask_bot
        if hit and not has_place:
            said = Said([safety_reply(services, hit)])
        else:
            with metrics.TURN_SECONDS.labels("bot").time():
                said = ask(services, conversation, message, hit)
        return _finish(services, lock, message, said, hit)
    except ConversationError:
        raise
    except Exception:
        with services.database.writing() as session:
            close_turn(session, lock, message, Turn.FAILED)
        raise


def _finish(
    services: Services, lock: TurnLock, message: Message, said: Said, hit: Hit | None = None
) -> Answer:
    """Store the answer, unless an adviser took over or it was deleted while the bot thought."""
    # What a contact book may have to fetch is fetched before anything is locked.
    danger = safety_reply(services, hit) if hit else None
    try:
        with metrics.TURN_SECONDS.labels("answered").time(), services.database.writing() as session:
            if danger or said.handover:
                hold_queue(session)
            if not still_holds(session, lock):
                _raise_why_lost(session.get(Conversation, lock.conversation_id))
            conversation = session.get_one(Conversation, lock.conversation_id)
            if conversation.state == State.BOT:
                _store(session, conversation, message, said)
            elif danger:
                _store_danger(session, conversation, message, danger)
            elif conversation.state == State.WAITING:
                _store_answers(session, conversation, message, said)
            close_turn(session, lock, message, Turn.ANSWERED)
            session.flush()
            session.refresh(conversation)
            answer = Answer(conversation.state, answers_to(session, message), conversation.audience)
    except ConversationGoneError:
        # The bot was asked while the user deleted everything: what it learnt goes too.
        remember_tracker(services.database, lock.conversation_id)
        raise
    _count(answer)
    return answer


def _count(answer: Answer) -> None:
    metrics.TURNS.labels("answered").inc()
    for message in answer.messages:
        if message.route:
            metrics.ROUTES.labels(message.route).inc()


def _store(session: Session, conversation: Conversation, message: Message, said: Said) -> None:
    for reply in said.replies:
        add_reply(session, conversation.id, reply, answers=message.id)
    conversation.audience = said.audience or conversation.audience
    if said.away:
        add_reply(session, conversation.id, said.away.reply, answers=message.id)
    elif said.handover:
        topic = known_topic(said.handover.topic)
        ask_for_adviser(session, conversation.id, topic, answers=message.id)


def _store_answers(
    session: Session, conversation: Conversation, message: Message, said: Said
) -> None:
    """Who waits for an adviser gets what an article answers; the rest is for the adviser."""
    for reply in said.replies:
        if reply.route == "answer":
            add_reply(session, conversation.id, reply, answers=message.id)


def _store_danger(
    session: Session, conversation: Conversation, message: Message, danger: Reply
) -> None:
    """Put it first in the queue; who waits gets the text, who has an adviser has the adviser."""
    if conversation.state == State.WAITING:
        add_reply(session, conversation.id, danger, answers=message.id)
    make_urgent(session, conversation.id)


def _raise_why_lost(conversation: Conversation | None) -> None:
    if conversation is None:
        raise ConversationGoneError
    raise TurnBusyError(conversation.id)


def not_stored(services: Services, hit: Hit | None, error: Exception) -> Problem:
    """Say that the message was not taken; in danger, what to do comes first all the same."""
    log.error("message not stored", exc_info=error)
    problem = _turn_failed(words.NOT_STORED)
    if hit:
        danger = safety_reply(services, hit)
        first = _unsaved(danger.text) | {
            "sender": "bot",
            "route": danger.route,
            "urgent": True,
            "contacts": danger.contacts,
        }
        problem.members["messages"].insert(0, first)
    return problem


def _turn_failed(text: str, code: str = "unavailable") -> Problem:
    if code == "unavailable":
        metrics.TURNS.labels("failed").inc()
    problem = unavailable_problem(code, text)
    problem.members["messages"] = [_unsaved(text)]
    return problem


def _unsaved(text: str) -> JsonObject:
    return {
        "id": new_id(),
        "sender": "system",
        "at": instant(now()),
        "text": text,
        "markup": markup(text),
        "route": None,
        "articles": [],
        "buttons": [],
        "contacts": words.ALWAYS_THERE,
        "urgent": False,
        "payload": None,
        "client_message_id": None,
        "author_name": None,
        "author_role": None,
    }

"""One user turn: store, screen, ask the bot, look again at who answers, store the answer."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from web_widget import words
from web_widget.borders import BotMessage, Hit, JsonObject
from web_widget.chat.handoff import request_adviser
from web_widget.chat.text import as_typed
from web_widget.chat.wire import instant
from web_widget.conversations.erasure import remember_tracker
from web_widget.conversations.errors import (
    ConversationError,
    ConversationGoneError,
    TurnBusyError,
)
from web_widget.conversations.log import Reply, add_reply, answers_to
from web_widget.conversations.models import Conversation, Message, State, Turn, new_id, now
from web_widget.conversations.turns import (
    TurnLock,
    Utterance,
    accept,
    claim,
    close_turn,
    still_holds,
)
from web_widget.errors import UnavailableError
from web_widget.problems import Problem, unavailable_problem
from web_widget.services import Services

log = logging.getLogger(__name__)

DATABASE_FAILURES = (DBAPIError, PoolTimeoutError)


@dataclass(frozen=True)
class Answer:
    """Who answers from now on, and all that was said in answer."""

    state: str
    messages: Sequence[Message]


@dataclass(frozen=True)
class _Said:
    replies: list[Reply]
    audience: str | None = None


def take_turn(services: Services, conversation_id: str, utterance: Utterance) -> Answer:
    """Answer one message; the same message again gives the same answer.

    Raises a Problem of status 503 when a part is down; the message is kept where it could be.
    """
    try:
        message = accept(services.database, conversation_id, utterance)
    except DATABASE_FAILURES as error:
        log.error("message not stored", exc_info=error)  # noqa: TRY400 the formatter drops its words
        raise _turn_failed(words.NOT_STORED) from error
    try:
        return _answer_in_turn(services, message)
    except ConversationError:
        raise
    except UnavailableError as error:
        extra = {"conversation": conversation_id, "part": error.part, "reason": error.reason}
        log.warning("turn not answered", extra=extra)
        raise _turn_failed(words.TURN_FAILED) from error
    except Exception as error:
        log.error("turn broke", exc_info=error)  # noqa: TRY400 the formatter drops its words
        raise _turn_failed(words.TURN_FAILED) from error


def _answer_in_turn(services: Services, message: Message) -> Answer:
    lock = claim(
        services.database, message, lease=services.turn_lease, patience=services.turn_patience
    )
    try:
        with services.database.reading() as session:
            conversation = session.get_one(Conversation, message.conversation_id)
            message = session.get_one(Message, message.id)
        if message.turn == Turn.ANSWERED or conversation.state != State.BOT:
            return _finish(services, lock, message, _Said([]))
        return _finish(services, lock, message, _ask(services, conversation, message))
    except ConversationError:
        raise
    except Exception:
        with services.database.writing() as session:
            close_turn(session, lock, message, Turn.FAILED)
        raise


def _ask(services: Services, conversation: Conversation, message: Message) -> _Said:
    hit = None if message.payload else _screen(services, conversation, message)
    metadata = {"audience": conversation.audience, "locale": conversation.locale}
    try:
        said = services.dialogue.ask(conversation.id, _for_rasa(message, hit), metadata)
    except UnavailableError as error:
        if hit is None:
            raise
        log.warning("safety text without rasa", extra={"reason": error.reason})
        return _Said([_safety_reply(services, hit)])
    if hit and not any(each.custom.route == hit.route for each in said):
        log.error("rasa did not follow a safety hit", extra={"text_id": hit.text_id})
        return _Said([_safety_reply(services, hit)])
    return _written_out(services, said)


def _screen(services: Services, conversation: Conversation, message: Message) -> Hit | None:
    try:
        return services.safety.screen(message.text, conversation.audience)
    except Exception as error:
        log.error("safety rules failed", exc_info=error)  # noqa: TRY400 the formatter drops its words
        return None


def _for_rasa(message: Message, hit: Hit | None) -> str:
    if hit:
        return f'/{hit.route}{{"text_id": "{hit.text_id}"}}'
    return message.payload or as_typed(message.text)


def _safety_reply(services: Services, hit: Hit) -> Reply:
    contacts = services.contact_book.cards(words.SAFETY_CONTACTS[hit.route])
    return Reply(services.safety.text(hit.text_id), hit.route, urgent=True, contacts=contacts)


def _written_out(services: Services, said: list[BotMessage]) -> _Said:
    replies = [_reply(services, each) for each in said if each.text.strip() or each.buttons]
    if any(each.custom.handover and each.custom.handover.step == "start" for each in said):
        replies.append(request_adviser(services).reply)
    if not replies:
        raise UnavailableError("rasa", "nothing to say")
    audience = next((each.custom.audience for each in said if each.custom.audience), None)
    return _Said(replies, audience)


def _reply(services: Services, said: BotMessage) -> Reply:
    custom = said.custom
    return Reply(
        text=said.text.strip(),
        route=custom.route,
        urgent=custom.urgent or custom.route in {"crisis", "emergency"},
        articles=[card.model_dump() for card in custom.articles],
        buttons=[button.model_dump() for button in said.buttons],
        contacts=services.contact_book.cards(custom.contacts),
    )


def _finish(services: Services, lock: TurnLock, message: Message, said: _Said) -> Answer:
    """Store the answer, unless an adviser took over or it was deleted while the bot thought."""
    try:
        with services.database.writing() as session:
            if not still_holds(session, lock):
                _raise_why_lost(session.get(Conversation, lock.conversation_id))
            conversation = session.get_one(Conversation, lock.conversation_id)
            if conversation.state == State.BOT:
                for reply in said.replies:
                    add_reply(session, conversation.id, reply, answers=message.id)
                conversation.audience = said.audience or conversation.audience
            close_turn(session, lock, message, Turn.ANSWERED)
            return Answer(conversation.state, answers_to(session, message))
    except ConversationGoneError:
        # The bot was asked while the user deleted everything: what it learnt goes too.
        remember_tracker(services.database, lock.conversation_id)
        raise


def _raise_why_lost(conversation: Conversation | None) -> None:
    if conversation is None:
        raise ConversationGoneError
    raise TurnBusyError(conversation.id)


def _turn_failed(text: str) -> Problem:
    problem = unavailable_problem("unavailable", text)
    problem.members["messages"] = [_unsaved(text)]
    return problem


def _unsaved(text: str) -> JsonObject:
    return {
        "id": new_id(),
        "sender": "system",
        "at": instant(now()),
        "text": text,
        "route": None,
        "articles": [],
        "buttons": [],
        "contacts": words.ALWAYS_THERE,
        "urgent": False,
        "payload": None,
        "client_message_id": None,
    }

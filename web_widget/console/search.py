from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from web_widget.access import current_adviser
from web_widget.audit import Action, audit, audit_reading
from web_widget.bodies import clean_text
from web_widget.console.access import known_conversation
from web_widget.console.wire import topic_title
from web_widget.console.words import AUDIENCES, DANGERS, SENDERS
from web_widget.conversations import desk
from web_widget.conversations.log import messages_of
from web_widget.conversations.models import Conversation, Message, ReadMark
from web_widget.services import current_services

MAX_QUERY = 200
MAX_FOUND = 50
AROUND = 70


@dataclass(frozen=True)
class Found:
    """A conversation in which the words were said, and the words around them."""

    conversation: Conversation
    at: datetime
    excerpt: str


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/sok")(search)
    blueprint.get("/samtaler/<conversation_id>/les")(past_conversation)


def search() -> str:
    query = clean_text(request.args.get("q", ""))[:MAX_QUERY]
    found: list[Found] = []
    if query:
        with current_services().database.writing() as session:
            found = list(_find(_own_messages(session), query))
            audit(session, Action.CONVERSATIONS_SEARCHED, found=len(found))
    return render_template("console/search.html", query=query, found=found, **_names())


def past_conversation(conversation_id: str) -> str:
    with current_services().database.writing() as session:
        conversation = known_conversation(session, conversation_id)
        audit_reading(session, conversation_id)
        messages = messages_of(session, conversation_id)
        notes = desk.notes_of(session, conversation_id)
    return render_template(
        "console/past_conversation.html",
        conversation=conversation,
        messages=messages,
        notes=notes,
        **_names(),
    )


def _own_messages(session: Session) -> Iterable[tuple[Conversation, Message]]:
    """Return what was said in every conversation that the adviser has or has read, newest first."""
    adviser = current_adviser()
    read = select(ReadMark.conversation_id).where(ReadMark.adviser_id == adviser.id)
    rows = session.execute(
        select(Conversation, Message)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(or_(Conversation.adviser_id == adviser.id, Conversation.id.in_(read)))
        .order_by(Message.at.desc())
    )
    return ((conversation, message) for conversation, message in rows)


def _find(said: Iterable[tuple[Conversation, Message]], query: str) -> Iterator[Found]:
    # Here and not in the database: SQLite does not know that Å and å are one letter.
    wanted = query.casefold()
    seen: set[str] = set()
    for conversation, message in said:
        place = message.text.casefold().find(wanted)
        if place < 0 or conversation.id in seen or len(seen) >= MAX_FOUND:
            continue
        seen.add(conversation.id)
        yield Found(conversation, message.at, _around(message.text, place, len(wanted)))


def _around(text: str, place: int, length: int) -> str:
    first, last = max(0, place - AROUND), min(len(text), place + length + AROUND)
    return f"{'… ' if first else ''}{text[first:last]}{' …' if last < len(text) else ''}"


def _names() -> dict[str, object]:
    return {
        "topic_title": topic_title,
        "audiences": AUDIENCES,
        "senders": SENDERS,
        "dangers": DANGERS,
    }

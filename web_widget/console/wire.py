"""How the console's calls answer."""

from datetime import UTC, datetime, timedelta

from web_widget.borders import JsonObject
from web_widget.console.words import AUDIENCES, ROLES, TOPICS
from web_widget.conversations.handover import Adviser
from web_widget.conversations.models import Message, Note
from web_widget.conversations.queue import Held, Waiting

# A sign of typing is repeated every few seconds while it goes on.
TYPING = timedelta(seconds=6)


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def topic_title(topic: str | None) -> str | None:
    return TOPICS.get(topic, topic) if topic else None


def adviser_json(adviser: Adviser) -> JsonObject:
    return {
        "id": adviser.id,
        "name": adviser.name,
        "role_title": ROLES.get(adviser.role or ""),
    }


def waiting_json(waiting: Waiting) -> JsonObject:
    return {
        "id": waiting.conversation_id,
        "since": instant(waiting.waiting_since),
        "urgent": waiting.urgent,
        "topic_title": topic_title(waiting.topic),
        "audience_title": AUDIENCES.get(waiting.audience or ""),
        "role_title": ROLES.get(waiting.wanted_role or ""),
    }


def held_json(held: Held) -> JsonObject:
    return {
        "id": held.conversation_id,
        "urgent": held.urgent,
        "unread": held.unread,
        "topic_title": topic_title(held.topic),
        "audience_title": AUDIENCES.get(held.audience or ""),
    }


def message_json(message: Message) -> JsonObject:
    return {
        "id": message.id,
        "seq": message.seq,
        "sender": message.sender,
        "at": instant(message.at),
        "text": message.text,
        "articles": [{"title": each["title"], "url": each["url"]} for each in message.articles],
        "author_name": message.author_name,
        "danger": message.danger,
        "client_message_id": message.client_message_id,
    }


def note_json(note: Note) -> JsonObject:
    return {
        "id": note.id,
        "at": instant(note.at),
        "adviser_name": note.adviser_name,
        "text": note.text,
    }

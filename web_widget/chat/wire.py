"""How conversations and messages look in the API."""

from collections.abc import Iterable
from datetime import UTC, datetime

from web_widget.borders import JsonObject
from web_widget.conversations.models import Message
from web_widget.markup import markup


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def message_json(message: Message) -> JsonObject:
    return {
        "id": message.id,
        "sender": message.sender,
        "at": instant(message.at),
        "text": message.text,
        "markup": None if message.sender == "user" else markup(message.text),
        "route": message.route,
        "articles": message.articles,
        "buttons": message.buttons,
        "contacts": message.contacts,
        "urgent": message.urgent,
        "payload": message.payload,
        "client_message_id": message.client_message_id,
        "author_name": message.author_name,
        "author_role": message.author_role,
    }


def messages_json(messages: Iterable[Message]) -> list[JsonObject]:
    return [message_json(message) for message in messages]

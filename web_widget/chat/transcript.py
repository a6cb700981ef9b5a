from collections.abc import Sequence

from flask import Response, json, render_template

from web_widget import words
from web_widget.chat.wire import instant, messages_json
from web_widget.conversations.models import Conversation, Message
from web_widget.conversations.notices import called
from web_widget.conversations.opening_hours import OSLO
from web_widget.markdown import to_html

# The first is what a client gets that takes anything.
MEDIA_TYPES = ("text/plain", "text/html", "application/json")
ENDINGS = {"text/plain": "txt", "text/html": "html", "application/json": "json"}


def render(media_type: str, conversation: Conversation, messages: Sequence[Message]) -> Response:
    """Write the conversation out as the user's own copy."""
    if media_type == "application/json":
        body = json.dumps(
            {
                "id": conversation.id,
                "state": conversation.state,
                "started": instant(conversation.created_at),
                "messages": messages_json(messages),
            }
        )
    elif media_type == "text/html":
        body = render_template("transcript.html", entries=[_entry(each) for each in messages])
    else:
        body = _as_plain_text(messages)
    response = Response(body, mimetype=media_type)
    name = f"samtale.{ENDINGS[media_type]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _as_plain_text(messages: Sequence[Message]) -> str:
    parts = [words.TRANSCRIPT_TITLE]
    for message in messages:
        parts.append(f"{_time(message)} {_sender(message)}:\n{message.text}")
        parts += [f"- {card['title']}: {card['url']}" for card in message.articles]
        parts += [
            f"- {contact['name']}: {contact['phone'] or contact['url'] or ''}"
            for contact in message.contacts
        ]
    return "\n\n".join(parts) + "\n"


def _entry(message: Message) -> dict[str, object]:
    return {
        "time": _time(message),
        "sender": _sender(message),
        "html": to_html(message.text),
        "articles": message.articles,
        "contacts": message.contacts,
    }


def _sender(message: Message) -> str:
    if message.author_name:
        return called(message.author_name, message.author_role)
    return words.SENDERS[message.sender]


def _time(message: Message) -> str:
    return f"{message.at.astimezone(OSLO):%d.%m.%Y %H.%M}"

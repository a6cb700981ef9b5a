import json

from web_widget import words
from web_widget.borders import JsonObject
from web_widget.conversations.log import Reply


def greeting() -> Reply:
    """Return the first message; it needs no other process."""
    topics = [
        _button(title, f"/choose_topic{json.dumps({'category': category})}")
        for category, title in words.CATEGORIES.items()
    ]
    return Reply(
        text=words.GREETING,
        route="smalltalk",
        buttons=[*topics, _button(words.TALK_TO_HUMAN, "/talk_to_human")],
    )


def _button(title: str, payload: str) -> JsonObject:
    return {"title": title, "payload": payload}

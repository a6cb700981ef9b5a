import json
from collections.abc import Mapping

from web_widget import words
from web_widget.borders import JsonObject
from web_widget.conversations.log import Reply


def greeting(audience: str | None = None) -> Reply:
    """Return the first message; it needs no other process."""
    if audience == "barn":
        return _with_topics(
            words.GREETING_FOR_CHILDREN, words.TOPICS_FOR_CHILDREN, words.TALK_TO_ADULT
        )
    return _with_topics(words.GREETING, words.CATEGORIES, words.TALK_TO_HUMAN)


def _with_topics(text: str, titles: Mapping[str, str], to_a_person: str) -> Reply:
    topics = [
        _button(title, f"/choose_topic{json.dumps({'category': category})}")
        for category, title in titles.items()
    ]
    buttons = [*topics, _button(to_a_person, "/talk_to_human")]
    return Reply(text=text, route="smalltalk", buttons=buttons)


def _button(title: str, payload: str) -> JsonObject:
    return {"title": title, "payload": payload}

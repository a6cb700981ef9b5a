"""Answer from the articles alone while Rasa is down, and only what is plainly safe to answer."""

import re
from functools import cache
from pathlib import Path

import yaml

from web_widget import words
from web_widget.borders import JsonObject
from web_widget.chat.said import Said
from web_widget.conversations.log import Reply
from web_widget.conversations.models import Conversation, Message
from web_widget.errors import UnavailableError
from web_widget.services import Services

# As sure as the actions have to be of a text whose intent is not known.
SURE = 0.45
ALARM_LINE = "alarmtelefonen-116111"
AUDIENCES = {
    "pasient": "pasient",
    "parorende": "parorende",
    "etterlatt": "parorende",
    "barn": "barn",
}
# A text is answered only when it is short, names what the article is about, and holds none of the
# words that `search_only.yml` lists: a longer one tells more than it asks.
LONGEST = 15  # words
SHORTEST_NAME, STEM = 5, 7  # letters
WORDS = Path(__file__).parent / "search_only.yml"


def from_articles(services: Services, conversation: Conversation, message: Message) -> Said | None:
    """Return the passage that surely answers, said to be a search's; None when there is none."""
    if message.payload or not _may_be_searched(message.text):
        return None
    audience = AUDIENCES.get(conversation.audience or "")
    try:
        found = services.knowledge.search(message.text, audience=audience)
    except UnavailableError:
        return None
    if found["decision"] != "answer" or found["confidence"] < SURE:
        return None
    first = found["results"][0]
    if not _names(message.text, f"{first['title']} {first['section'] or ''}"):
        return None
    return Said([_reply(services, conversation, found["results"])])


def _may_be_searched(text: str) -> bool:
    return len(text.split()) <= LONGEST and not_for_a_search().search(text) is None


@cache
def _listed() -> dict[str, list[str]]:
    return dict(yaml.safe_load(WORDS.read_text(encoding="utf8")))


@cache
def not_for_a_search() -> re.Pattern[str]:
    """Return what finds the words that might speak of danger, or ask for a doctor's judgement."""
    listed = [each for name in ("kropp", "medisin", "fortvilelse") for each in _listed()[name]]
    either = "|".join(re.escape(each).replace(r"\*", r"\w*") for each in listed)
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE)


def _names(text: str, subject: str) -> bool:
    """Tell whether the text holds a word that the subject is about."""
    written = re.findall(r"\w+", text.casefold())
    about = {
        word[:STEM]
        for word in re.findall(r"\w+", subject.casefold())
        if len(word) >= SHORTEST_NAME and word not in _listed()["vanlige"]
    }
    return any(word.startswith(stem) for word in written for stem in about)


def _reply(services: Services, conversation: Conversation, results: list[JsonObject]) -> Reply:
    first = results[0]
    said = words.SEARCHED_ONLY_NN if conversation.locale == "nn" else words.SEARCHED_ONLY
    contacts = [ALARM_LINE] if conversation.audience == "barn" else []
    return Reply(
        text=f"{said}\n\n{first['passage']}",
        route="answer",
        articles=list({each["slug"]: _card(each) for each in reversed(results)}.values())[::-1],
        buttons=[{"title": words.TALK_TO_HUMAN, "payload": "/talk_to_human"}],
        contacts=services.contact_book.cards([*contacts, *first["contacts"]]),
    )


def _card(result: JsonObject) -> JsonObject:
    names = ("slug", "title", "category", "url", "section", "reviewed", "score")
    return {name: result[name] for name in names}

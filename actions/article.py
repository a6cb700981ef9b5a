from collections.abc import Mapping, Sequence
from typing import Any, Final

from actions.audience import for_search
from actions.contact_points import ALARM_LINE
from actions.knowledge import Knowledge
from actions.passage import Passage
from actions.replies import TALK, Button, Message, Outcome, article_button, say
from actions.turn import Turn
from knowledge.answers import SearchAnswer, SearchResult

MOST_CHOICES: Final = 4
MOST_RELATED: Final = 2
OFFERS_PERSON_BELOW: Final = 0.7


def search_for(turn: Turn, knowledge: Knowledge) -> SearchAnswer:
    audience = for_search(turn.audience)
    return knowledge.search(turn.text, MOST_CHOICES, audience, turn.article)


def answer(turn: Turn, search: SearchAnswer) -> Outcome:
    """Give the first passage word for word, and name up to two more articles."""
    first, *others = one_per_article(search.results)
    more = others[:MOST_RELATED]
    buttons = [article_button(other.slug, other.title) for other in more]
    if search.confidence < OFFERS_PERSON_BELOW:
        buttons.append(TALK)
    message = passage_message(turn, first, more, buttons)
    return say(message, **_offered(more), **settled(first.slug, first.category))


def passage_message(
    turn: Turn, first: Passage, more: Sequence[Passage], buttons: Sequence[Button]
) -> Message:
    return Message(
        "answer",
        text="" if turn.is_foreign else first.text,
        response=f"utter_answer_{turn.language}" if turn.is_foreign else None,
        values={"passage": first.text},
        buttons=buttons,
        articles=[first, *more],
        contacts=_contacts(turn, first),
    )


def _contacts(turn: Turn, passage: Passage) -> list[str]:
    first = [ALARM_LINE] if turn.audience == "barn" else []
    return [*first, *(contact for contact in passage.contacts if contact not in first)]


def settled(slug: str, category: str) -> Mapping[str, Any]:
    return {"article": slug, "topic": category, "failures": 0, "last_decision": "answer"}


def _offered(more: Sequence[Passage]) -> Mapping[str, Any]:
    return {"last_offer": "articles", "offered": [a.slug for a in more]} if more else {}


def one_per_article(results: Sequence[SearchResult]) -> list[Passage]:
    best: dict[str, Passage] = {}
    for result in results:
        best.setdefault(result.slug, Passage.of_result(result))
    return list(best.values())

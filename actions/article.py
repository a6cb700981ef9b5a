from collections.abc import Mapping, Sequence
from typing import Any, Final

from actions.audience import for_search
from actions.contact_points import ALARM_LINE
from actions.correction import Correction, correction, question_of
from actions.knowledge import Knowledge
from actions.passage import Passage
from actions.replies import TALK, Button, Message, Outcome, article_button, say
from actions.turn import Turn
from knowledge.answers import SearchAnswer, SearchResult

MOST_CHOICES: Final = 4
MOST_RELATED: Final = 2
OFFERS_PERSON_BELOW: Final = 0.7
MEANS_ARTICLE: Final = 0.5  # «jeg mente AAP» names an article; «jeg mente sønnen min» does not


def search_for(turn: Turn, knowledge: Knowledge) -> SearchAnswer:
    """Search for what a turn asks, or for the question before as the turn corrects it."""
    corrected = correction(turn)
    if corrected is not None:
        return _search_anew(corrected, turn, knowledge)
    return knowledge.search(turn.text, MOST_CHOICES, for_search(turn.audience), turn.article)


def _search_anew(corrected: Correction, turn: Turn, knowledge: Knowledge) -> SearchAnswer:
    """Search for what was meant, and in its article for what was asked before."""
    audience = for_search(turn.audience)
    alone = knowledge.search(corrected.meant, MOST_CHOICES, audience)
    if alone.decision != "answer" or alone.confidence < MEANS_ARTICLE:
        return knowledge.search(corrected.question, MOST_CHOICES, audience)
    meant = alone.results[0].slug
    whole = knowledge.search(corrected.question, MOST_CHOICES, audience, meant)
    found = whole.decision == "answer" and whole.results[0].slug == meant
    return whole if found else alone


def answer(turn: Turn, search: SearchAnswer) -> Outcome:
    """Give the first passage word for word, and name up to two more articles."""
    first, *others = one_per_article(search.results)
    more = others[:MOST_RELATED]
    buttons = [article_button(other.slug, other.title) for other in more]
    if search.confidence < OFFERS_PERSON_BELOW:
        buttons.append(TALK)
    message = passage_message(turn, first, more, buttons)
    return say(message, question=question_of(turn), **offered(more), **settled(turn, first))


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


def settled(turn: Turn, passage: Passage) -> Mapping[str, Any]:
    """Return what is known after a passage: the article at hand, and what was seen of it."""
    seen = [] if passage.position is None else [passage.position]
    return {
        "article": passage.slug,
        "shown": [*turn.shown_of(passage.slug), *seen],
        "topic": passage.category,
        "failures": 0,
        "last_decision": "answer",
    }


def offered(more: Sequence[Passage]) -> Mapping[str, Any]:
    return {"last_offer": "articles", "offered": [a.slug for a in more]} if more else {}


def one_per_article(results: Sequence[SearchResult]) -> list[Passage]:
    best: dict[str, Passage] = {}
    for result in results:
        best.setdefault(result.slug, Passage.of_result(result))
    return list(best.values())

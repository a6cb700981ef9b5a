from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from actions.article import answer, search_for
from actions.knowledge import Knowledge
from actions.replies import Outcome
from actions.turn import Turn
from knowledge.answers import SearchAnswer


@dataclass(frozen=True)
class Doubt:
    """An article is shown below this confidence of the classifier, from this one of the search."""

    below: float
    answers_from: float


# Chosen on the development questions: true ones of an intent seldom come with a low confidence and
# an article that answers. What the rules found, and what a button said, is never in doubt.
DOUBTS: Final[Mapping[str, Doubt]] = {
    "crisis": Doubt(0.8, 0.4),
    "emergency": Doubt(0.85, 0.7),
    "medical_advice": Doubt(0.75, 0.4),
    "talk_to_human": Doubt(0.85, 0.4),
    "ask_coordinator": Doubt(0.75, 0.5),
    "out_of_scope": Doubt(0.9, 0.8),
    "greet": Doubt(0.9, 0.75),
    "thank": Doubt(0.9, 0.75),
    "goodbye": Doubt(0.9, 0.75),
    "ask_about_bot": Doubt(0.9, 0.75),
    # «Jeg er 10 år og mamma har kreft» says who is writing and asks for an article, both.
    "inform_audience": Doubt(1.0, 0.8),
}
# «Hvor søker vi?» is out of scope for whoever does not know what was spoken of.
MAY_FOLLOW_UP: Final = ("talk_to_human", "out_of_scope", "ask_about_bot")
FOLLOWS_UP_BELOW: Final = 0.7


def doubted(turn: Turn, knowledge: Knowledge) -> Outcome | None:
    """Return an article's answer where the search is surer than the classifier, else None."""
    doubt = DOUBTS.get(turn.intent)
    if turn.is_button or doubt is None or turn.confidence >= doubt.below:
        return None
    search = search_for(turn, knowledge)
    if search.decision != "answer":
        return None
    if search.confidence >= doubt.answers_from or _follows_up(turn, search):
        return answer(turn, search)
    return None


def _follows_up(turn: Turn, search: SearchAnswer) -> bool:
    is_of_article = turn.article is not None and search.results[0].slug == turn.article
    return is_of_article and turn.intent in MAY_FOLLOW_UP and turn.confidence < FOLLOWS_UP_BELOW

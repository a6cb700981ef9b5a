from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from actions.article import answer, search_for
from actions.errors import ContentError
from actions.knowledge import Knowledge
from actions.replies import Outcome
from actions.turn import Turn
from knowledge.answers import SearchAnswer

DOUBTS_FILE: Final = Path(__file__).parent / "doubts.yml"
FALLBACK: Final = "nlu_fallback"  # the intent when the classifier knows none


@dataclass(frozen=True)
class Doubt:
    """An article is shown below this confidence of the classifier, from this one of the search."""

    below: float
    answers_from: float


def read_doubts(path: Path = DOUBTS_FILE) -> Mapping[str, Doubt]:
    """Read the doubt of each intent; raise ContentError when the file is broken."""
    try:
        doubts = yaml.safe_load(path.read_text(encoding="utf-8"))["doubts"]
        return {
            intent: Doubt(float(doubt["below"]), float(doubt["answers_from"]))
            for intent, doubt in doubts.items()
        }
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ContentError(f"{path.name} can't be read") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContentError(f"{path.name} is not a doubt for each intent") from error


DOUBTS: Final = read_doubts()
# «Hvor søker vi?» is out of scope for whoever does not know what was spoken of, and «takk, og hva
# skjer der?» or «nei, men koster det noe?» asks of it too.
MAY_FOLLOW_UP: Final = (
    "talk_to_human",
    "out_of_scope",
    "ask_about_bot",
    "greet",
    "thank",
    "affirm",
    "deny",
    "inform_audience",
)
FOLLOWS_UP_BELOW: Final = 0.7
LONGEST_YES_OR_NO: Final = 4  # words that need no second look, as in a greeting


def asked_besides(turn: Turn, knowledge: Knowledge) -> Outcome | None:
    """Return an article's answer to what is asked in a long yes or no, else None."""
    return doubted(turn, knowledge) if turn.words > LONGEST_YES_OR_NO else None


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

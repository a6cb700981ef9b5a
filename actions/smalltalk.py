from typing import Final

from actions.base import TopicAction
from actions.doubt import doubted
from actions.knowledge import Knowledge
from actions.replies import Message, Outcome, say
from actions.turn import Turn

LONGEST_GREETING: Final = 4  # words that need no second look however unsure the classifier is


class Smalltalk(TopicAction):
    def name(self) -> str:
        return "action_smalltalk"

    def outcome(self, turn: Turn) -> Outcome:
        return smalltalk(turn, self.knowledge)


def smalltalk(turn: Turn, knowledge: Knowledge) -> Outcome:
    """Meet a greeting, thanks, a goodbye or a question about the bot."""
    found = doubted(turn, knowledge) if turn.words > LONGEST_GREETING else None
    if found is not None:
        return found
    message = Message("smalltalk", response=_response(turn))
    return say(
        message,
        last_offer=turn.last_offer,
        offered=list(turn.offered) or None,
        last_decision=turn.last_decision,
    )


def _response(turn: Turn) -> str:
    if turn.intent == "greet" and not (turn.is_first or turn.is_button):
        return "utter_greet_again"
    return f"utter_{turn.intent}"

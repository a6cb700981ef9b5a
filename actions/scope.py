from actions.base import TopicAction
from actions.contact_points import HELPLINE
from actions.doubt import doubted
from actions.knowledge import Knowledge
from actions.question import FAILURES_BEFORE_OFFER
from actions.replies import Message, Outcome, say
from actions.turn import Turn


class OutOfScope(TopicAction):
    def name(self) -> str:
        return "action_out_of_scope"

    def outcome(self, turn: Turn) -> Outcome:
        return out_of_scope(turn, self.knowledge)


def out_of_scope(turn: Turn, knowledge: Knowledge) -> Outcome:
    """Say what the service is not for, unless an article surely answers what was asked."""
    found = doubted(turn, knowledge)
    if found is not None:
        return found
    if turn.failures + 1 < FAILURES_BEFORE_OFFER:
        message = Message("out_of_scope", response="utter_out_of_scope")
        return say(message, failures=turn.failures + 1)
    message = Message(
        "out_of_scope",
        response="utter_out_of_scope_offer_person",
        contacts=[HELPLINE],
        handover={"step": "offer"},
    )
    return say(message, last_offer="human", failures=0)

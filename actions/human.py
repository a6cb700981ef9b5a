from collections.abc import Mapping

from actions.base import TopicAction
from actions.contact_points import DANGER, HELPLINE
from actions.doubt import doubted
from actions.replies import Message, Outcome, say
from actions.turn import Turn
from knowledge.client import KnowledgeClientError


class OfferHandover(TopicAction):
    def name(self) -> str:
        return "action_offer_handover"

    def outcome(self, turn: Turn) -> Outcome:
        return self._article_instead(turn) or offer_handover(turn)

    def _article_instead(self, turn: Turn) -> Outcome | None:
        # After danger, or when an adviser was offered, a person is meant.
        if turn.danger or turn.last_offer in ("human", "consent"):
            return None
        try:
            return doubted(turn, self.knowledge)
        except KnowledgeClientError:
            return None  # the way to a person needs no article


class StartHandover(TopicAction):
    def name(self) -> str:
        return "action_start_handover"

    def outcome(self, turn: Turn) -> Outcome:
        return start_handover(turn)


def offer_handover(turn: Turn) -> Outcome:
    """Say what an adviser will see, and ask for consent."""
    message = Message(
        "human",
        response="utter_ask_consent_in_danger" if turn.danger else "utter_ask_consent",
        contacts=[*(DANGER if turn.danger else ()), HELPLINE],
        handover=_handover("offer", turn),
        urgent=turn.danger is not None,
    )
    return say(message, last_offer="consent", failures=0)


def start_handover(turn: Turn) -> Outcome:
    """Tell the web application that the user has consented; it finds the words."""
    message = Message("human", handover=_handover("start", turn), urgent=turn.danger is not None)
    return say(message, danger=None)


def _handover(step: str, turn: Turn) -> Mapping[str, str]:
    return {"step": step, "topic": turn.topic} if turn.topic else {"step": step}

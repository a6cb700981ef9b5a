import re
from typing import Final

from actions.audience import FAMILY_OF_MINE
from actions.base import TopicAction
from actions.contact_points import HELPLINE
from actions.doubt import doubted
from actions.knowledge import Knowledge
from actions.replies import TALK, Message, Outcome, article_button, say
from actions.safety_texts import (
    SafetyTexts,
    beside_numbers,
    danger_message,
    stay_with_numbers,
)
from actions.turn import Turn
from knowledge.client import KnowledgeClientError

DANGER_ARTICLES: Final = ("akutt-hjelp", "krisetelefoner")  # whoever gets these may be in danger
DYING_AT_HOME: Final = re.compile(
    r"\b(?:døende|døyande|dø hjemme|døy heime|siste (?:fase|dag|levetid)\w*|livets slutt"
    r"|palliativ\w*)\b",
    re.IGNORECASE,
)
PREPARE = article_button("forberede-legetimen", "Forberede legetimen")


class DangerAction(TopicAction):
    """An action for danger that either the rules or the classifier alone may have seen."""

    def unless_calm(self, turn: Turn) -> Outcome | None:
        if _chosen(turn, self.texts):
            return None
        try:
            found = doubted(turn, self.knowledge)
        except KnowledgeClientError:
            return None  # the numbers must be shown all the same
        if found is None or found.slots["article"] in DANGER_ARTICLES:
            return None
        return beside_numbers(found, "crisis" if turn.intent == "crisis" else "emergency")


class Crisis(DangerAction):
    def name(self) -> str:
        return "action_crisis"

    def outcome(self, turn: Turn) -> Outcome:
        return self.unless_calm(turn) or crisis(turn, self.texts)


class Emergency(DangerAction):
    def name(self) -> str:
        return "action_emergency"

    def outcome(self, turn: Turn) -> Outcome:
        return self.unless_calm(turn) or emergency(turn, self.texts)


class MedicalAdvice(TopicAction):
    def name(self) -> str:
        return "action_medical_advice"

    def outcome(self, turn: Turn) -> Outcome:
        return medical_advice(turn, self.knowledge, self.texts)


class StayWithNumbers(TopicAction):
    def name(self) -> str:
        return "action_stay_with_numbers"

    def outcome(self, turn: Turn) -> Outcome:
        return stay_with_numbers(turn, self.texts)


def crisis(turn: Turn, texts: SafetyTexts) -> Outcome:
    """Show the text that the rules chose, else the one for who seems to be in danger."""
    return danger_message("crisis", texts[_chosen(turn, texts) or _crisis_text(turn)], turn)


def emergency(turn: Turn, texts: SafetyTexts) -> Outcome:
    """Show the text that the rules chose, else the one for who is writing."""
    return danger_message("emergency", texts[_chosen(turn, texts) or _emergency_text(turn)], turn)


def medical_advice(turn: Turn, knowledge: Knowledge, texts: SafetyTexts) -> Outcome:
    """Say who can judge, and offer a person."""
    found = doubted(turn, knowledge)
    if found is not None:
        return found
    message = Message(
        "medical_advice",
        text=texts["medical_advice"],
        buttons=[TALK, PREPARE],
        contacts=[HELPLINE],
        handover={"step": "offer"},
    )
    return say(message, last_offer="human")


def _chosen(turn: Turn, texts: SafetyTexts) -> str | None:
    chosen = turn.entities.get("text_id", "")
    return chosen if chosen in texts else None


def _crisis_text(turn: Turn) -> str:
    if turn.audience == "barn":
        return "crisis_child"
    return "crisis_other" if FAMILY_OF_MINE.search(turn.text) else "crisis_self"


def _emergency_text(turn: Turn) -> str:
    if turn.audience == "barn":
        return "emergency_child"
    return "emergency_end_of_life" if DYING_AT_HOME.search(turn.text) else "emergency"

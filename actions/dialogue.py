from actions.audience import as_audience
from actions.base import TopicAction
from actions.contact_points import ALARM_LINE, HELPLINE
from actions.doubt import asked_besides, doubted
from actions.question import FAILURES_BEFORE_OFFER, meant_instead, no_answer
from actions.replies import Message, Outcome, say
from actions.turn import Turn

LONGEST_WORD_OF_WHO = 4  # «jeg er pårørende til far»: more words than that may ask something


class YesToNothing(TopicAction):
    def name(self) -> str:
        return "action_yes_to_nothing"

    def outcome(self, turn: Turn) -> Outcome:
        asked = asked_besides(turn, self.knowledge)
        return asked or say(Message("smalltalk", response="utter_yes_to_nothing"))


class TakeNo(TopicAction):
    def name(self) -> str:
        return "action_no"

    def outcome(self, turn: Turn) -> Outcome:
        asked = meant_instead(turn, self.knowledge, self.texts) or asked_besides(
            turn, self.knowledge
        )
        return asked or say(Message("smalltalk", response="utter_no"))


class ChooseAudience(TopicAction):
    def name(self) -> str:
        return "action_choose_audience"

    def outcome(self, turn: Turn) -> Outcome:
        instead = meant_instead(turn, self.knowledge, self.texts)
        asks = instead is None and turn.words > LONGEST_WORD_OF_WHO
        return instead or (doubted(turn, self.knowledge) if asks else None) or choose_audience(turn)


class NotHelped(TopicAction):
    def name(self) -> str:
        return "action_not_helped"

    def outcome(self, turn: Turn) -> Outcome:
        return meant_instead(turn, self.knowledge, self.texts) or not_helped(turn)


def choose_audience(turn: Turn) -> Outcome:
    """Keep who is writing, or ask when neither the button nor the words say it."""
    audience = as_audience(turn.entities.get("audience")) or turn.audience
    if audience is None:
        return say(Message("smalltalk", response="utter_ask_audience"))
    message = Message(
        "smalltalk",
        response=f"utter_audience_{audience}",
        contacts=[ALARM_LINE] if audience == "barn" else [],
        audience=audience,
    )
    return say(message, audience=audience)


def not_helped(turn: Turn) -> Outcome:
    """Take it that the answer did not help; the second time in a row, offer a person."""
    if turn.failures + 1 >= FAILURES_BEFORE_OFFER:
        return no_answer(turn)
    message = Message(
        "no_answer",
        response="utter_not_helped",
        contacts=[HELPLINE],
        handover={"step": "offer"},
    )
    return say(message, last_offer="human", failures=turn.failures + 1, last_decision="no_answer")

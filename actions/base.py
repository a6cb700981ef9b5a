import asyncio
import logging
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.knowledge import Knowledge
from actions.metrics import SECONDS
from actions.replies import Message, Outcome
from actions.safety_texts import SafetyTexts
from actions.turn import Turn, read_turn
from knowledge.client import KnowledgeClientError

log = logging.getLogger(__name__)

SERVICE_DOWN = Outcome((Message("no_answer", response="utter_service_down"),))


class TopicAction(Action):  # type: ignore[misc]
    """Read the turn, ask one function what it leads to, and say that."""

    def __init__(self, knowledge: Knowledge, texts: SafetyTexts) -> None:
        self.knowledge = knowledge
        self.texts = texts

    @abstractmethod
    def name(self) -> str: ...

    @abstractmethod
    def outcome(self, turn: Turn) -> Outcome: ...

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: Mapping[str, Any],  # noqa: ARG002 -- rasa_sdk's signature
    ) -> list[EventType]:
        turn = read_turn(tracker.latest_message, tracker.slots, is_first=_is_first(tracker))
        with SECONDS.labels(self.name()).time():
            outcome = await asyncio.to_thread(self._safe_outcome, turn)
        for message in outcome.messages:
            dispatcher.utter_message(**_arguments(message, turn))
        slots = {"audience": turn.audience, "language": turn.language, **outcome.slots}
        return [SlotSet(name, value) for name, value in slots.items()]

    def _safe_outcome(self, turn: Turn) -> Outcome:
        try:
            return self.outcome(turn)
        except KnowledgeClientError:
            log.exception("knowledge service unavailable")
        except Exception:
            # A turn without an answer would leave a frightened person with silence.
            log.exception("action failed")
        return SERVICE_DOWN


def _arguments(message: Message, turn: Turn) -> dict[str, Any]:
    arguments = message.arguments(turn.language)
    if turn.audience_is_new:
        arguments["json_message"]["audience"] = turn.audience
    return arguments


def _is_first(tracker: Tracker) -> bool:
    return [event["event"] for event in tracker.events].count("user") <= 1

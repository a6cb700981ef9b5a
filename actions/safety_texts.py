from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

import yaml

from actions.contact_points import ALARM_LINE, CRISIS, DANGER
from actions.errors import ContentError
from actions.replies import Message, Outcome, say
from actions.turn import Turn

SafetyTexts = Mapping[str, str]
Danger = Literal["crisis", "emergency"]
NEEDED = (
    "crisis_self",
    "crisis_other",
    "crisis_child",
    "crisis_again",
    "emergency",
    "emergency_child",
    "emergency_end_of_life",
    "emergency_again",
    "child_again",
    "medical_advice",
)


def load_safety_texts(path: Path) -> SafetyTexts:
    """Read what is said about danger; raise ContentError when a text is missing."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{path.name} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path.name} is not valid YAML") from error
    return parse_safety_texts(text, path.name)


def parse_safety_texts(text: str, where: str) -> SafetyTexts:
    """Read the texts by id; raise ContentError when one is missing."""
    try:
        entries = yaml.safe_load(text)
        return {text_id: str(entries[text_id]["text"]).strip() for text_id in NEEDED}
    except yaml.YAMLError as error:
        raise ContentError(f"{where} is not valid YAML") from error
    except (KeyError, TypeError) as error:
        raise ContentError(f"{where}: the text {error} is missing") from error


def lasting_danger(turn: Turn) -> Danger | None:
    """Return the danger that the numbers were shown for in the turn before."""
    if turn.last_offer == "crisis":
        return "crisis"
    return "emergency" if turn.last_offer == "emergency" else None


def beside_numbers(found: Outcome, danger: Danger) -> Outcome:
    """Put the numbers first in an answer that is given although there may be danger."""
    numbers = CRISIS if danger == "crisis" else DANGER
    [message] = found.messages
    contacts = [*numbers, *(contact for contact in message.contacts if contact not in numbers)]
    return replace(found, messages=(replace(message, contacts=contacts),))


def stay_with_numbers(turn: Turn, texts: SafetyTexts) -> Outcome:
    """Keep the numbers in view, in other words than before, while the danger may last."""
    danger = lasting_danger(turn) or "crisis"
    text_id = "child_again" if turn.audience == "barn" else f"{danger}_again"
    return danger_message(danger, texts[text_id], turn)


def danger_message(danger: Danger, text: str, turn: Turn) -> Outcome:
    """Return an urgent message that the next short turn does not end."""
    contacts = CRISIS if danger == "crisis" else DANGER
    if turn.audience == "barn" and ALARM_LINE not in contacts:
        contacts = (*contacts, ALARM_LINE)
    message = Message(danger, text=text, contacts=contacts)
    return say(message, last_offer=danger, danger=danger, failures=0)

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from actions.app import ACTIONS
from actions.language import Language
from actions.replies import Route
from bot.settings import ROOT

BOT = ROOT / "bot"
PAYLOAD_ONLY = {"choose_article", "choose_topic", "choose_kommune", "choose_audience"}
FEWEST_EXAMPLES = 40


@cache
def read(folder: Path) -> list[dict[str, Any]]:
    paths = sorted(folder.glob("*.yml"))
    return [yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) for path in paths]


def domain(key: str) -> list[Any]:
    return [item for part in read(BOT / "domain") for item in part.get(key, [])]


def intents() -> set[str]:
    return {name for entry in domain("intents") for name in entry}


def responses() -> dict[str, dict[str, Any]]:
    parts = [part.get("responses", {}) for part in read(BOT / "domain")]
    return {name: variants[0] for part in parts for name, variants in part.items()}


def variants(name: str) -> list[dict[str, Any]]:
    parts = [part.get("responses", {}) for part in read(BOT / "domain")]
    return [variant for part in parts for variant in part.get(name, [])]


def spoken_by_actions() -> set[str]:
    """Return the bokmål responses; the line above an answer has no nynorsk one."""
    foreign = {f"utter_answer_{language}" for language in get_args(Language)}
    nynorsk = {name for name in responses() if name.endswith("_nn")}
    return set(responses()) - foreign - nynorsk - {"utter_restart"}


def shape(response: dict[str, Any]) -> tuple[object, ...]:
    """Return what must be the same in each written form: all but the words."""
    payloads = [button["payload"] for button in response.get("buttons", [])]
    placeholders = sorted(re.findall(r"\{\w+\}", response["text"]))
    numbers = sorted(re.findall(r"\*\*[\d ]+\*\*", response["text"]))
    return payloads, placeholders, numbers, response["custom"]


def examples() -> Counter[str]:
    count: Counter[str] = Counter()
    for part in read(BOT / "data" / "nlu"):
        for entry in part["nlu"]:
            if "intent" in entry:
                count[entry["intent"]] += len(entry["examples"].splitlines())
    return count


def test_the_actions_of_the_domain_are_those_that_are_served() -> None:
    served = {action.name(action.__new__(action)) for action in ACTIONS}
    assert set(domain("actions")) == served


def test_every_response_that_an_action_names_is_there() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "actions").glob("*.py"))
    named = set(re.findall(r'"(utter_[a-z_]+)"', source))
    assert named <= set(responses())


def test_every_intent_but_those_of_buttons_has_examples() -> None:
    learnt = intents() - PAYLOAD_ONLY - {"nlu_fallback"}
    too_few = {intent for intent in learnt if examples()[intent] < FEWEST_EXAMPLES}
    assert too_few == set()


def test_no_example_is_of_an_unknown_intent() -> None:
    assert set(examples()) <= intents()


@pytest.mark.parametrize("name", sorted(spoken_by_actions()))
def test_a_response_says_the_same_in_nynorsk(name: str) -> None:
    bokmal, nynorsk = responses()[name], responses()[f"{name}_nn"]
    assert shape(nynorsk) == shape(bokmal)
    assert nynorsk["text"] != bokmal["text"]


def test_what_rasa_says_by_itself_is_nynorsk_when_the_slot_says_so() -> None:
    bokmal, nynorsk = variants("utter_restart")
    assert shape(nynorsk) == shape(bokmal)
    assert nynorsk["condition"] == [{"type": "slot", "name": "language", "value": "nn"}]


@pytest.mark.parametrize("name", sorted(responses()))
def test_a_response_has_a_route_and_no_false_cheer(name: str) -> None:
    response = responses()[name]
    assert response["custom"]["route"] in get_args(Route)
    assert "!" not in response["text"]


@pytest.mark.parametrize("name", sorted(responses()))
def test_a_button_leads_to_an_intent(name: str) -> None:
    for button in responses()[name].get("buttons", []):
        assert button["payload"].split("{")[0].removeprefix("/") in intents()


def test_the_greeting_has_the_six_topics_and_the_way_to_a_person() -> None:
    payloads = [button["payload"] for button in responses()["utter_greet"]["buttons"]]
    assert len(payloads) == 7
    assert payloads[-1] == "/talk_to_human"


def test_the_text_for_when_parts_are_down_names_the_numbers() -> None:
    assert {"113", "21 49 49 21"} <= set(
        re.findall(r"21 49 49 21|113", responses()["utter_service_down"]["text"])
    )

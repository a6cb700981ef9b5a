"""Choose when an article wins over the intent: `python -m tools.doubts QUESTIONS.jsonl …`.

Asks a running system (KNOWLEDGE_URL, RASA_URL, RASA_TOKEN) for the intents and articles of labelled
questions in the format of the evaluation, tries a grid for each intent apart, and writes
actions/doubts.yml with the date and the data's hash. Reports by cross-validation what the choice is
worth on questions that it was not chosen on.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import requests
import yaml

from actions.doubt import DOUBTS_FILE, FALLBACK, Doubt, read_doubts
from knowledge.safety import SafetyRules

FOLDS = 5
BELOW = (0.0, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.97, 0.99)
ANSWERS_FROM = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
DANGER = ("crisis", "emergency")
# What a route is worth. Missing danger costs most; an article where a person or a doctor was
# meant costs as much as a false alarm.
MISSED_DANGER, FALSE_ALARM, AMONG_THREE, ANSWERED_INSTEAD = -4.0, -1.0, 0.5, -1.0
INTENT_OF = {
    "crisis": "crisis",
    "emergency": "emergency",
    "medical_advice": "medical_advice",
    "human": "talk_to_human",
    "coordinator": "ask_coordinator",
    "out_of_scope": "out_of_scope",
}
SMALLTALK = frozenset({"greet", "thank", "goodbye", "ask_about_bot", "inform_audience"})
Doubts = Mapping[str, Doubt]


@dataclass(frozen=True)
class Asked:
    """A labelled question, the intent found, and what the search made of it."""

    route: str
    slugs: tuple[str, ...]
    intent: str
    sure: float
    found: tuple[str, ...]
    answers: bool
    confidence: float

    def worth(self, doubts: Doubts) -> float:
        """Return how good it is what the user gets under these doubts."""
        doubt = doubts[self.intent]
        wins = self.answers and self.sure < doubt.below and self.confidence >= doubt.answers_from
        if wins:
            return self._worth_of_article()
        if self.route in DANGER:
            return 1.0 if self.intent in DANGER else MISSED_DANGER
        if self.intent in DANGER:
            return FALSE_ALARM
        is_smalltalk = self.route == "smalltalk" and self.intent in SMALLTALK
        return float(is_smalltalk or INTENT_OF.get(self.route) == self.intent)

    def _worth_of_article(self) -> float:
        if self.route in DANGER:
            return MISSED_DANGER
        if self.route != "answer":
            return ANSWERED_INSTEAD
        if self.found[0] in self.slugs:
            return 1.0
        return AMONG_THREE if set(self.found) & set(self.slugs) else 0.0


def ask(paths: Sequence[Path], doubts: Doubts) -> list[Asked]:
    """Ask every question that the rules let pass and whose intent may be in doubt."""
    rules, asked = SafetyRules.load(), []
    for line in (line for path in paths for line in path.read_text("utf-8").splitlines()):
        item = json.loads(line)
        if rules.screen(item["text"]):
            continue
        intent, sure = _intent(item["text"])
        if intent not in doubts:
            continue
        search = _post(f"{os.environ['KNOWLEDGE_URL']}/v1/search", {"text": item["text"]})
        asked.append(
            Asked(
                route=item["route"],
                slugs=tuple(item["slugs"]),
                intent=intent,
                sure=sure,
                found=tuple(result["slug"] for result in search["results"]),
                answers=search["decision"] == "answer",
                confidence=search["confidence"],
            )
        )
    return asked


def _intent(text: str) -> tuple[str, float]:
    url = f"{os.environ['RASA_URL']}/model/parse?token={os.environ['RASA_TOKEN']}"
    found = _post(url, {"text": text})["intent"]
    return (FALLBACK, 0.0) if found is None else (found["name"], found["confidence"])


def _post(url: str, body: Mapping[str, str]) -> Any:  # noqa: ANN401 -- JSON of another process
    response = requests.post(url, json=body, timeout=30)
    response.raise_for_status()
    return response.json()


def choose(asked: Sequence[Asked], now: Doubts) -> Doubts:
    """Return the best doubt for each intent; between equals the one nearest to what is now."""
    chosen = {}
    for intent, doubt in now.items():
        own = [each for each in asked if each.intent == intent]

        def value(
            other: Doubt, own: list[Asked] = own, doubt: Doubt = doubt
        ) -> tuple[float, float]:
            moved = abs(other.below - doubt.below) + abs(other.answers_from - doubt.answers_from)
            return round(sum(each.worth({each.intent: other}) for each in own), 6), -moved

        chosen[intent] = max((Doubt(*pair) for pair in product(BELOW, ANSWERS_FROM)), key=value)
    return chosen


def cross_validated(asked: Sequence[Asked], now: Doubts) -> float:
    """Return what the questions of each fold are worth under doubts chosen on the others."""
    total = 0.0
    for fold in range(FOLDS):
        others = [each for row, each in enumerate(asked) if row % FOLDS != fold]
        chosen = choose(others, now)
        total += sum(each.worth(chosen) for each in asked[fold::FOLDS])
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    paths = parser.parse_args().questions
    try:
        now = read_doubts()
        asked = ask(paths, now)
    except (requests.RequestException, KeyError, OSError) as error:
        sys.stderr.write(f"error: {error.__class__.__name__}: is the system running?\n")
        return 1
    # By digest, so that the folds mix the files and do not depend on their order.
    asked.sort(key=lambda each: hashlib.sha256(repr(each).encode()).hexdigest())
    chosen = choose(asked, now)
    for name, worth in (
        ("as it is", sum(each.worth(now) for each in asked)),
        ("chosen, cross-validated", cross_validated(asked, now)),
        ("chosen, on the same questions", sum(each.worth(chosen) for each in asked)),
    ):
        sys.stdout.write(f"{name}: {worth:.1f} of {len(asked)}\n")
    data = b"".join(path.read_bytes() for path in paths)
    content = {
        "doubts": {
            intent: {"below": doubt.below, "answers_from": doubt.answers_from}
            for intent, doubt in chosen.items()
        },
        "chosen": {
            "date": datetime.now(UTC).date(),
            "data_sha256": hashlib.sha256(data).hexdigest(),
            "questions": len(asked),
        },
    }
    comment = "".join(line for line in DOUBTS_FILE.open(encoding="utf-8") if line.startswith("#"))
    DOUBTS_FILE.write_text(comment + yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

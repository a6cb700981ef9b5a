from dataclasses import replace

import pytest

from actions.doubt import Doubt
from tools.doubts import Asked, choose, cross_validated

NEVER, ALWAYS = Doubt(0.0, 0.9), Doubt(0.99, 0.2)
QUESTION = Asked(
    route="answer",
    slugs=("aap",),
    intent="crisis",
    sure=0.6,
    found=("aap", "frikort"),
    answers=True,
    confidence=0.5,
)


@pytest.mark.parametrize(
    ("changed", "kept", "answered"),
    [
        ({}, -1.0, 1.0),
        ({"found": ("frikort", "aap")}, -1.0, 0.5),
        ({"found": ("frikort",)}, -1.0, 0.0),
        ({"route": "crisis", "slugs": ()}, 1.0, -4.0),
        ({"route": "emergency", "slugs": ()}, 1.0, -4.0),
        ({"route": "smalltalk", "slugs": (), "intent": "thank"}, 1.0, -1.0),
        ({"route": "human", "slugs": (), "intent": "talk_to_human"}, 1.0, -1.0),
        ({"intent": "talk_to_human"}, 0.0, 1.0),
    ],
)
def test_missed_danger_costs_more_than_a_false_alarm(
    changed: dict[str, object], kept: float, answered: float
) -> None:
    asked = replace(QUESTION, **changed)  # type: ignore[arg-type]
    assert asked.worth({asked.intent: NEVER}) == kept
    assert asked.worth({asked.intent: ALWAYS}) == answered


def test_the_choice_parts_danger_from_questions_where_confidence_does() -> None:
    danger = replace(QUESTION, route="crisis", slugs=(), sure=0.95)
    chosen = choose([QUESTION] * 5 + [danger] * 5, {"crisis": NEVER})
    assert QUESTION.sure < chosen["crisis"].below <= danger.sure
    assert chosen["crisis"].answers_from <= QUESTION.confidence


def test_an_intent_that_no_question_has_stays_as_it_is() -> None:
    assert choose([QUESTION], {"thank": Doubt(0.9, 0.7)}) == {"thank": Doubt(0.9, 0.7)}


def test_each_fold_is_judged_by_a_choice_made_on_the_others() -> None:
    assert cross_validated([QUESTION] * 10, {"crisis": NEVER}) == 10
    assert cross_validated([QUESTION], {"crisis": NEVER}) == -1  # nothing left to choose on

import pytest

from actions.dialogue import choose_audience, not_helped
from actions.turn import Turn


@pytest.mark.parametrize("audience", ["pasient", "parorende", "etterlatt", "barn", "fagperson"])
def test_a_chosen_audience_is_kept_and_told_to_the_web_application(audience: str) -> None:
    outcome = choose_audience(Turn(text="/choose_audience", entities={"audience": audience}))
    [message] = outcome.messages
    assert message.response == f"utter_audience_{audience}"
    assert message.custom()["audience"] == audience
    assert outcome.slots["audience"] == audience


def test_an_audience_said_in_words_is_kept() -> None:
    outcome = choose_audience(Turn(text="jeg er pårørende", audience="parorende"))
    assert outcome.slots["audience"] == "parorende"


@pytest.mark.parametrize("entities", [{}, {"audience": "robot"}])
def test_without_a_known_audience_the_bot_asks(entities: dict[str, str]) -> None:
    [message] = choose_audience(Turn(text="/choose_audience", entities=entities)).messages
    assert message.response == "utter_ask_audience"


def test_a_child_is_given_the_alarm_line_at_once() -> None:
    [message] = choose_audience(Turn(entities={"audience": "barn"})).messages
    assert message.contacts == ["alarmtelefonen-116111"]


def test_an_answer_that_did_not_help_is_counted_and_a_person_offered() -> None:
    outcome = not_helped(Turn(text="det hjalp ikke"))
    assert outcome.messages[0].response == "utter_not_helped"
    assert outcome.slots["failures"] == 1
    assert outcome.slots["last_offer"] == "human"


def test_the_second_failure_is_met_with_a_person() -> None:
    outcome = not_helped(Turn(text="det hjalp ikke", failures=1))
    assert outcome.messages[0].response == "utter_no_answer_offer_person"
    assert outcome.slots["failures"] == 0

import pytest

from actions.language import Language
from actions.passage import Passage
from actions.replies import TALK, Button, Message, payload, say
from tests.actions.fakes import article, passage


def test_custom_holds_only_what_is_set() -> None:
    assert Message("smalltalk").custom() == {"route": "smalltalk"}


def test_danger_is_urgent_by_its_route() -> None:
    assert Message("crisis").custom()["urgent"] is True
    assert Message("emergency").custom()["urgent"] is True


def test_an_article_card_holds_what_the_contract_names() -> None:
    card = Passage.of_result(passage("aap", reviewed="2026-11-01")).card()
    assert card == {
        "slug": "aap",
        "title": "Aap",
        "category": "okonomi",
        "url": "/artikler/aap",
        "section": "Hva du kan få",
        "reviewed": "2026-11-01",
        "score": 0.8,
    }


def test_a_chosen_article_has_no_section() -> None:
    assert Passage.of_article(article("aap")).card()["section"] is None


def test_a_payload_carries_its_entities_as_json() -> None:
    assert payload("affirm") == "/affirm"
    assert payload("choose_kommune", kommune="Bodø") == '/choose_kommune{"kommune": "Bodø"}'


def test_a_nynorsk_message_has_nynorsk_words_and_the_same_payloads() -> None:
    message = Message("no_answer", response="utter_no_answer", buttons=[TALK])
    said = message.arguments("nn")
    assert said["response"] == "utter_no_answer_nn"
    assert said["buttons"] == [{"title": "Snakk med ein rådgjevar", "payload": TALK.payload}]


@pytest.mark.parametrize("language", [None, "en", "so"])
def test_a_message_in_any_other_language_is_in_bokmal(language: Language | None) -> None:
    message = Message("no_answer", response="utter_no_answer", buttons=[TALK])
    said = message.arguments(language)
    assert said["response"] == "utter_no_answer"
    assert said["buttons"][0]["title"] == "Snakk med en rådgiver"


def test_the_title_of_an_article_and_a_reviewed_text_have_one_wording() -> None:
    message = Message("crisis", text="Ring 113.", buttons=[Button("Sykepenger", "/x")])
    said = message.arguments("nn")
    assert (said["text"], said["response"]) == ("Ring 113.", None)
    assert said["buttons"][0]["title"] == "Sykepenger"


def test_each_turn_forgets_the_offer_before_it_unless_it_makes_one() -> None:
    assert say(Message("smalltalk")).slots["last_offer"] is None
    assert say(Message("smalltalk"), last_offer="human").slots["last_offer"] == "human"

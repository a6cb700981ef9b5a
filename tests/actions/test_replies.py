from actions.passage import Passage
from actions.replies import Message, payload, say
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


def test_each_turn_forgets_the_offer_before_it_unless_it_makes_one() -> None:
    assert say(Message("smalltalk")).slots["last_offer"] is None
    assert say(Message("smalltalk"), last_offer="human").slots["last_offer"] == "human"

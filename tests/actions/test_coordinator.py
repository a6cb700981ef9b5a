import pytest

from actions.coordinator import find_coordinator
from actions.question import answer_question
from actions.turn import Turn
from tests.actions.fakes import FakeKnowledge, passage, place

VOSS = place(
    "4621",
    "Voss",
    "Vestland",
    website="https://voss.example",
    page="https://voss.example/kreft",
    page_dated="2024-05-01",
)
HEROY = [place("1515", "Herøy", "Møre og Romsdal"), place("1818", "Herøy", "Nordland")]
OSLO = [place("0301", "Oslo", "Oslo", bydel=bydel) for bydel in ("Sagene", "Frogner")]


def test_a_wish_without_a_place_is_asked_which_municipality(knowledge: FakeKnowledge) -> None:
    turn = Turn(text="finn kreftkoordinator", intent="ask_coordinator")
    outcome = find_coordinator(turn, knowledge)
    assert outcome.messages[0].response == "utter_ask_kommune"
    assert outcome.messages[0].route == "coordinator"
    assert outcome.slots["last_offer"] == "kommune"


def test_the_whole_text_is_looked_up(knowledge: FakeKnowledge) -> None:
    knowledge.places = {"kem e koordinator på Voss": [VOSS]}
    turn = Turn(text="kem e koordinator på Voss", intent="ask_coordinator")
    outcome = find_coordinator(turn, knowledge)
    [message] = outcome.messages
    assert message.response == "utter_coordinator_page_dated"
    assert message.values["place"] == "Voss"
    assert message.values["page"] == "https://voss.example/kreft"
    assert message.values["year"] == "2024"
    assert outcome.slots["kommune"] == "Voss"
    assert outcome.slots["article"] == "kreftkoordinator"


def test_a_page_without_a_date_is_given_without_one(knowledge: FakeKnowledge) -> None:
    knowledge.places = {"Voss": [VOSS.model_copy(update={"page_dated": "udatert"})]}
    [message] = find_coordinator(Turn(text="Voss"), knowledge).messages
    assert message.response == "utter_coordinator_page"


def test_a_place_without_a_page_is_sent_to_the_website(knowledge: FakeKnowledge) -> None:
    knowledge.places = {"Voss": [VOSS.model_copy(update={"page": None})]}
    [message] = find_coordinator(Turn(text="Voss"), knowledge).messages
    assert message.response == "utter_coordinator_website"
    assert message.values["website"] == "https://voss.example"


def test_a_place_without_any_page_is_sent_to_the_switchboard(knowledge: FakeKnowledge) -> None:
    knowledge.places = {"Voss": [VOSS.model_copy(update={"page": None, "website": None})]}
    [message] = find_coordinator(Turn(text="Voss"), knowledge).messages
    assert message.response == "utter_coordinator_switchboard"
    assert message.contacts == ["kreftkoordinator"]


def test_a_name_that_two_places_bear_is_asked_about(knowledge: FakeKnowledge) -> None:
    knowledge.places = {"kreftkoordinator i herøy": HEROY}
    outcome = find_coordinator(Turn(text="kreftkoordinator i herøy"), knowledge)
    [message] = outcome.messages
    assert [b.title for b in message.buttons] == ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]
    assert message.buttons[1].payload == '/choose_kommune{"kommune": "1818"}'
    assert outcome.slots["last_offer"] == "kommune"


def test_naming_the_county_settles_which_place_is_meant(knowledge: FakeKnowledge) -> None:
    knowledge.places = {"herøy": HEROY}
    turn = Turn(text="den i Nordland", last_offer="kommune", kommune="herøy")
    outcome = find_coordinator(turn, knowledge)
    assert outcome.messages[0].values["place"] == "Herøy"
    assert outcome.slots["last_offer"] is None


def test_naming_the_district_settles_which_part_of_oslo(knowledge: FakeKnowledge) -> None:
    knowledge.places = {"oslo": OSLO}
    turn = Turn(text="jeg bor på frogner", last_offer="kommune", kommune="oslo")
    [message] = find_coordinator(turn, knowledge).messages
    assert message.values["place"] == "Oslo, Frogner"


def test_oslo_alone_is_asked_which_district(knowledge: FakeKnowledge) -> None:
    knowledge.places = {"oslo": [place("0301", "Oslo", "Oslo")]}
    outcome = find_coordinator(Turn(text="oslo"), knowledge)
    assert outcome.messages[0].response == "utter_which_district"
    assert outcome.slots["last_offer"] == "kommune"


def test_a_district_button_carries_its_name_since_the_number_is_the_city_s(
    knowledge: FakeKnowledge,
) -> None:
    knowledge.places = {"oslo": OSLO}
    [message] = find_coordinator(Turn(text="oslo"), knowledge).messages
    assert message.buttons[0].payload == '/choose_kommune{"kommune": "Oslo Sagene"}'


def test_a_chosen_number_is_looked_up(knowledge: FakeKnowledge) -> None:
    knowledge.places = {"4621": [VOSS]}
    turn = Turn(text='/choose_kommune{"kommune": "4621"}', entities={"kommune": "4621"})
    [message] = find_coordinator(turn, knowledge).messages
    assert message.values["place"] == "Voss"


def test_a_button_without_a_place_asks_for_one(knowledge: FakeKnowledge) -> None:
    [message] = find_coordinator(Turn(text="/ask_coordinator"), knowledge).messages
    assert message.response == "utter_ask_kommune"


def test_an_unknown_name_is_asked_again_in_other_words_and_counted(
    knowledge: FakeKnowledge,
) -> None:
    turn = Turn(text="Langtvekkistan", intent="inform_kommune", last_offer="kommune")
    outcome = find_coordinator(turn, knowledge)
    assert outcome.messages[0].response == "utter_kommune_unknown"
    assert outcome.messages[0].buttons[0].payload == "/talk_to_human"
    assert outcome.slots["failures"] == 1


def test_a_short_text_after_which_municipality_is_read_as_a_name_first(
    knowledge: FakeKnowledge, texts: dict[str, str]
) -> None:
    knowledge.places = {"på Voss": [VOSS]}
    turn = Turn(text="på Voss", intent="ask_question", last_offer="kommune")
    [message] = answer_question(turn, knowledge, texts).messages
    assert message.route == "coordinator"


def test_a_long_text_after_which_municipality_is_a_new_question(
    knowledge: FakeKnowledge, texts: dict[str, str]
) -> None:
    text = "hvor lenge kan jeg få sykepenger på Voss"
    knowledge.places = {text: [VOSS]}
    [message] = answer_question(Turn(text=text, last_offer="kommune"), knowledge, texts).messages
    assert message.route == "answer"


@pytest.mark.parametrize(
    ("at_hand", "before", "route"),
    [
        ("pusterom", "answer", "answer"),
        ("kreftkoordinator", "answer", "coordinator"),
        ("pusterom", "coordinator", "coordinator"),
        (None, None, "coordinator"),
    ],
)
def test_a_place_alone_asks_on_about_the_article_at_hand(
    at_hand: str | None, before: str | None, route: str
) -> None:
    knowledge = FakeKnowledge(
        results=[passage("pusterom")], places={"i Bodø?": [place("1804", "Bodø", "Nordland")]}
    )
    turn = Turn(text="i Bodø?", intent="inform_kommune", article=at_hand, last_decision=before)
    [message] = find_coordinator(turn, knowledge).messages
    assert message.route == route

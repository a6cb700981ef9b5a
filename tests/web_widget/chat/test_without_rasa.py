"""What a visitor gets while Rasa is down and knowledge is not."""

import pytest
from flask.testing import FlaskClient

from tests.web_widget.fakes import FakeDialogue, FakeKnowledge
from tests.web_widget.people import Visitor, content, visit
from web_widget.services import Services


@pytest.fixture(autouse=True)
def _rasa_is_down(dialogue: FakeDialogue) -> None:
    dialogue.is_down = True


def test_a_plain_question_is_answered_by_a_passage_said_to_be_a_searchs(visitor: Visitor) -> None:
    response = visitor.say("Hvor lenge kan jeg få sykepenger?")
    assert response.status_code == 200
    (message,) = content(response)["messages"]
    assert message["route"] == "answer"
    assert message["text"].startswith("Deler av tjenesten er nede")
    assert message["text"].endswith("Du kan få sykepenger i inntil ett år.")
    assert [each["slug"] for each in message["articles"]] == ["sykepenger"]
    assert [each["payload"] for each in message["buttons"]] == ["/talk_to_human"]
    assert visitor.said()[-1][0] == "bot"


def test_who_reads_nynorsk_is_told_so_in_nynorsk(client: FlaskClient) -> None:
    visitor = visit(client, {"locale": "nn"})
    (message,) = content(visitor.say("Kor lenge kan eg få sykepenger?"))["messages"]
    assert message["text"].startswith("Delar av tenesta er nede")


def test_a_child_gets_the_childrens_articles(client: FlaskClient, knowledge: FakeKnowledge) -> None:
    visitor = visit(client, {"audience": "barn"})
    visitor.say("Hva er sykepenger?")
    assert knowledge.searched_for == ["barn"]


@pytest.mark.parametrize(
    "text",
    [
        "Hvor mye morfin kan jeg ta når jeg får sykepenger?",
        "Jeg orker ikke mer, hva med sykepenger?",
        "Får jeg sykepenger når jeg har vondt i ryggen?",
        "Hva betyr det at prøven var dårlig, får jeg sykepenger?",
        # longer than a plain question
        "Jeg har vært borte fra jobben en stund og nå lurer jeg på hva som skjer videre med "
        "sykepengene mine",
        # does not name what the article found is about
        "Hva er det med han der oppe?",
    ],
)
def test_what_might_be_danger_or_a_doctors_question_gets_the_numbers_and_no_passage(
    visitor: Visitor, text: str
) -> None:
    response = visitor.say(text)
    assert response.status_code == 503
    assert "113" in content(response)["detail"]
    assert "21 49 49 21" in content(response)["detail"]


def test_a_hit_of_the_safety_rules_is_never_a_search(
    visitor: Visitor, knowledge: FakeKnowledge
) -> None:
    (message,) = content(visitor.say("Sykepenger, og jeg har brystsmerter"))["messages"]
    assert message["route"] == "emergency"
    assert knowledge.searched_for == []


def test_an_unsure_search_answers_nothing(visitor: Visitor, knowledge: FakeKnowledge) -> None:
    knowledge.confidence = 0.44
    assert visitor.say("Hva er sykepenger?").status_code == 503
    knowledge.confidence, knowledge.decision = 0.8, "clarify"
    assert visitor.say("Hva er sykepenger da?").status_code == 503


def test_when_knowledge_is_down_too_the_question_is_kept(
    visitor: Visitor, knowledge: FakeKnowledge
) -> None:
    knowledge.is_down = True
    response = visitor.say("Hva er sykepenger?")
    assert response.status_code == 503
    assert "tatt vare på" in content(response)["detail"]
    assert visitor.said() == [("user", "Hva er sykepenger?")]


def test_the_way_to_a_person_comes_before_a_search(
    visitor: Visitor, knowledge: FakeKnowledge, services: Services
) -> None:
    (message,) = content(visitor.say("Kan jeg snakke med en rådgiver om sykepenger?"))["messages"]
    assert message["route"] == "human"
    assert knowledge.searched_for == []

import pytest

from actions.question import (
    answer_question,
    show_article,
    show_offered_articles,
    show_topic,
)
from actions.turn import Turn
from knowledge.answers import ExpiredArticle, SourceLink
from tests.actions.fakes import FakeKnowledge, article, passage

Texts = dict[str, str]


def test_an_answer_is_the_first_passage_word_for_word(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    [message] = answer_question(Turn(text="hvor lenge"), knowledge, texts).messages
    assert message.text.startswith("Om sykepenger.")
    assert message.route == "answer"


def test_an_answer_names_at_most_two_more_articles_as_buttons(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    [message] = answer_question(Turn(text="hvor lenge"), knowledge, texts).messages
    assert [a.slug for a in message.articles] == ["sykepenger", "aap", "uforetrygd"]
    assert [b.payload for b in message.buttons] == [
        '/choose_article{"slug": "aap"}',
        '/choose_article{"slug": "uforetrygd"}',
    ]
    assert message.text == knowledge.results[0].passage


def test_two_passages_of_one_article_are_named_once(knowledge: FakeKnowledge, texts: Texts) -> None:
    knowledge.results = [passage("aap", "Først."), passage("aap", "Så.")]
    [message] = answer_question(Turn(text="aap"), knowledge, texts).messages
    assert message.text == "Først."
    assert message.buttons == []


def test_an_answer_is_remembered_for_what_follows(knowledge: FakeKnowledge, texts: Texts) -> None:
    slots = answer_question(Turn(text="hvor lenge", failures=1), knowledge, texts).slots
    assert slots["article"] == "sykepenger"
    assert slots["topic"] == "okonomi"
    assert slots["failures"] == 0
    assert slots["last_offer"] == "articles"
    assert slots["offered"] == ["aap", "uforetrygd"]


def test_the_article_at_hand_and_the_audience_go_with_the_search(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    turn = Turn(text="hvor mange dager?", article="pleiepenger-livets-slutt", audience="etterlatt")
    answer_question(turn, knowledge, texts)
    assert knowledge.searches == [
        {
            "text": "hvor mange dager?",
            "audience": "parorende",
            "context_slug": "pleiepenger-livets-slutt",
        }
    ]


def test_an_unsure_answer_comes_with_the_way_to_a_person(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.confidence = 0.5
    [message] = answer_question(Turn(text="hvor lenge"), knowledge, texts).messages
    assert message.buttons[-1].payload == "/talk_to_human"


def test_a_child_gets_the_alarm_line_beside_every_answer(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    [message] = answer_question(Turn(text="mamma", audience="barn"), knowledge, texts).messages
    assert message.contacts[0] == "alarmtelefonen-116111"


def test_a_foreign_question_is_answered_under_a_line_in_its_language(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    [message] = answer_question(
        Turn(text="how long do I get sick pay", language="en"), knowledge, texts
    ).messages
    assert message.response == "utter_answer_en"
    assert message.text == ""
    assert message.values["passage"].startswith("Om sykepenger.")


def test_near_readings_are_asked_about_with_at_most_four_buttons(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.decision = "clarify"
    knowledge.results = [passage(slug) for slug in ("a", "b", "c", "d", "e")]
    outcome = answer_question(Turn(text="penger"), knowledge, texts)
    [message] = outcome.messages
    assert message.route == "clarify"
    assert len(message.buttons) == 4
    assert outcome.slots["last_decision"] == "clarify"


def test_a_single_reading_is_not_asked_about(knowledge: FakeKnowledge, texts: Texts) -> None:
    knowledge.decision = "clarify"
    knowledge.results = [passage("aap")]
    [message] = answer_question(Turn(text="penger"), knowledge, texts).messages
    assert message.route == "answer"


def test_the_bot_never_asks_which_reading_twice_in_a_row(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.decision = "clarify"
    turn = Turn(text="penger", last_decision="clarify")
    [message] = answer_question(turn, knowledge, texts).messages
    assert message.route == "answer"


def test_no_article_is_said_in_one_sentence_and_counted(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.decision = "no_answer"
    outcome = answer_question(Turn(text="xyz"), knowledge, texts)
    assert [m.response for m in outcome.messages] == ["utter_no_answer"]
    assert outcome.slots["failures"] == 1
    assert outcome.slots["last_offer"] is None


def test_the_second_failure_in_a_row_offers_a_person(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.decision = "no_answer"
    outcome = answer_question(Turn(text="xyz", failures=1), knowledge, texts)
    [message] = outcome.messages
    assert message.response == "utter_no_answer_offer_person"
    assert message.handover == {"step": "offer"}
    assert outcome.slots["last_offer"] == "human"
    assert outcome.slots["failures"] == 0


@pytest.mark.parametrize("danger", ["crisis", "emergency"])
def test_what_no_article_answers_after_danger_keeps_the_numbers(
    knowledge: FakeKnowledge, texts: Texts, danger: str
) -> None:
    knowledge.decision = "no_answer"
    [message] = answer_question(Turn(text="ok", last_offer=danger), knowledge, texts).messages
    assert message.route == danger
    assert message.text == f"Tekst {danger}_again"


@pytest.mark.parametrize(
    ("intent", "sure", "search", "route"),
    [
        ("ask_question", 0.9, 0.5, "answer"),
        ("ask_question", 0.5, 0.5, "crisis"),
        ("ask_question", 0.9, 0.2, "crisis"),
        ("nlu_fallback", 0.3, 0.5, "crisis"),
        ("nlu_fallback", 0.3, 0.9, "crisis"),
    ],
)
def test_only_a_question_of_its_own_leads_away_from_the_numbers(
    knowledge: FakeKnowledge, texts: Texts, intent: str, sure: float, search: float, route: str
) -> None:
    knowledge.confidence = search
    turn = Turn(text="får jeg sykepenger", intent=intent, confidence=sure, last_offer="crisis")
    [message] = answer_question(turn, knowledge, texts).messages
    assert message.route == route
    assert "mental-helse" in " ".join(message.contacts)


def test_a_chosen_article_is_shown_by_its_summary(knowledge: FakeKnowledge) -> None:
    outcome = show_article(Turn(text="/choose_article", entities={"slug": "aap"}), knowledge)
    [message] = outcome.messages
    assert message.text == "Kort om aap."
    assert [a.slug for a in message.articles] == ["aap"]
    assert outcome.slots["article"] == "aap"


@pytest.mark.parametrize("entities", [{}, {"slug": "../../etc"}, {"slug": "gone"}])
def test_a_chosen_article_that_is_not_there_is_said_to_be_so(
    knowledge: FakeKnowledge, entities: dict[str, str]
) -> None:
    [message] = show_article(Turn(text="/choose_article", entities=entities), knowledge).messages
    assert message.route == "no_answer"


def test_a_topic_lists_its_articles_with_those_for_the_writer_first(
    knowledge: FakeKnowledge,
) -> None:
    knowledge.known_articles = [
        article("sykepenger", audience="pasient"),
        article("omsorgspenger", audience="parorende"),
        article("treffpunkt", category="barn-og-parorende"),
    ]
    turn = Turn(entities={"category": "okonomi"}, audience="parorende")
    [message] = show_topic(turn, knowledge).messages
    assert [b.title for b in message.buttons] == ["Omsorgspenger", "Sykepenger"]


def test_a_long_topic_is_listed_in_parts(knowledge: FakeKnowledge) -> None:
    knowledge.known_articles = [article(f"a{n:02}") for n in range(10)]
    first = show_topic(Turn(entities={"category": "okonomi"}), knowledge).messages[0]
    assert len(first.buttons) == 9
    assert first.buttons[-1].payload == '/choose_topic{"category": "okonomi", "from": "8"}'
    rest = Turn(entities={"category": "okonomi", "from": "8"})
    assert [b.title for b in show_topic(rest, knowledge).messages[0].buttons] == ["A08", "A09"]


@pytest.mark.parametrize(
    "entities", [{}, {"category": "hagearbeid"}, {"category": "okonomi", "from": "99"}]
)
def test_a_topic_without_articles_is_no_answer(
    knowledge: FakeKnowledge, entities: dict[str, str]
) -> None:
    [message] = show_topic(Turn(entities=entities), knowledge).messages
    assert message.route == "no_answer"


@pytest.mark.parametrize("start", ["-1", "x", "²", ""])
def test_a_topic_with_a_bad_starting_point_is_listed_from_the_start(
    knowledge: FakeKnowledge, start: str
) -> None:
    turn = Turn(entities={"category": "okonomi", "from": start})
    assert show_topic(turn, knowledge).messages[0].buttons[0].title == "Sykepenger"


def test_yes_to_one_offered_article_opens_it(knowledge: FakeKnowledge) -> None:
    [message] = show_offered_articles(Turn(offered=("aap",)), knowledge).messages
    assert message.text == "Kort om aap."


def test_yes_to_two_offered_articles_asks_which(knowledge: FakeKnowledge) -> None:
    [message] = show_offered_articles(Turn(offered=("aap", "frikort")), knowledge).messages
    assert message.route == "clarify"
    assert [b.title for b in message.buttons] == ["Aap", "Frikort"]


def test_yes_to_articles_that_are_gone_is_no_answer(knowledge: FakeKnowledge) -> None:
    [message] = show_offered_articles(Turn(offered=("gone",)), knowledge).messages
    assert message.route == "no_answer"


EXPIRED = ExpiredArticle(
    slug="frikort",
    title="Frikort",
    valid_until="2026-01-01",
    sources=[SourceLink(title=f"Kilde {n}", url=f"https://nav.no/{n}") for n in range(5)],
)


def test_an_expired_article_is_no_answer_but_its_sources_are_named(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.decision, knowledge.expired = "no_answer", EXPIRED
    outcome = answer_question(Turn(text="hva er taket på frikort"), knowledge, texts)
    [message] = outcome.messages
    assert (message.route, message.response) == ("no_answer", "utter_expired_article")
    assert message.values["title"] == "Frikort"
    assert message.values["sources"].splitlines() == [
        "- [Kilde 0](https://nav.no/0)",
        "- [Kilde 1](https://nav.no/1)",
        "- [Kilde 2](https://nav.no/2)",
    ]
    assert not message.articles
    assert "/talk_to_human" in [button.payload for button in message.buttons]
    assert outcome.slots["failures"] == 1


def test_a_chosen_article_that_is_expired_is_not_shown(knowledge: FakeKnowledge) -> None:
    late = article("frikort").model_copy(update={"valid_until": "2026-01-01"})
    knowledge.known_articles = [late]
    turn = Turn(text="", entities={"slug": "frikort"})
    [message] = show_article(turn, knowledge).messages
    assert message.response == "utter_expired_article"

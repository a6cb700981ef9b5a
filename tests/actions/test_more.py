from actions.article import answer, search_for
from actions.more import ShowMore, show_more
from actions.turn import Turn
from tests.actions.fakes import FakeKnowledge, article, passage

Texts = dict[str, str]


def after(*shown: int) -> Turn:
    return Turn(text="fortell mer", intent="ask_more", article="aap", shown=shown)


def test_more_is_the_passage_after_the_one_shown(knowledge: FakeKnowledge) -> None:
    outcome = show_more(after(0), knowledge)
    [message] = outcome.messages
    assert (message.route, message.text) == ("answer", "Tekst 1.")
    assert [(a.slug, a.section) for a in message.articles] == [("aap", "Del 1")]
    assert outcome.slots["shown"] == [0, 1]
    assert outcome.slots["article"] == "aap"


def test_after_the_last_passage_comes_what_was_skipped(knowledge: FakeKnowledge) -> None:
    assert show_more(after(2), knowledge).messages[0].text == "Tekst 0."
    assert show_more(after(2, 0), knowledge).messages[0].text == "Tekst 1."


def test_after_a_summary_comes_the_first_passage(knowledge: FakeKnowledge) -> None:
    assert show_more(after(), knowledge).messages[0].text == "Tekst 0."


def test_when_all_was_shown_that_is_said_and_related_articles_are_offered(
    knowledge: FakeKnowledge,
) -> None:
    aap = article("aap").model_copy(update={"related": ["frikort", "gone"]})
    knowledge.known_articles = [aap, article("frikort"), article("sykepenger")]
    outcome = show_more(after(1, 2, 0), knowledge)
    [message] = outcome.messages
    assert (message.route, message.response) == ("answer", "utter_no_more")
    assert [a.slug for a in message.articles] == ["aap", "frikort"]
    assert outcome.slots["offered"] == ["frikort"]


def test_more_of_nothing_asks_of_what(knowledge: FakeKnowledge) -> None:
    [message] = show_more(Turn(text="mer"), knowledge).messages
    assert (message.route, message.response) == ("clarify", "utter_more_of_what")


def test_more_of_an_article_that_is_gone_is_no_answer(knowledge: FakeKnowledge) -> None:
    gone = Turn(text="mer", article="gone")
    assert show_more(gone, knowledge).messages[0].route == "no_answer"


def test_more_of_an_article_that_is_expired_is_not_shown(knowledge: FakeKnowledge) -> None:
    late = article("aap").model_copy(update={"valid_until": "2026-01-01"})
    knowledge.known_articles = [late]
    assert show_more(after(0), knowledge).messages[0].response == "utter_expired_article"


def test_what_was_seen_counts_for_its_article_only(knowledge: FakeKnowledge) -> None:
    knowledge.results = [passage("aap", position=2)]
    turn = Turn(text="hva er aap", article="sykepenger", shown=(0, 1))
    assert answer(turn, search_for(turn, knowledge)).slots["shown"] == [2]
    turn = Turn(text="hvor lenge", article="aap", shown=(0, 1))
    assert answer(turn, search_for(turn, knowledge)).slots["shown"] == [0, 1, 2]


def test_a_wish_for_more_that_names_another_subject_is_looked_up(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.results = [passage("frikort")]
    asked = "fortell mer om hvordan frikort virker"
    turn = Turn(text=asked, intent="ask_more", confidence=0.9, article="aap")
    [message] = ShowMore(knowledge, texts).outcome(turn).messages
    assert message.articles[0].slug == "frikort"

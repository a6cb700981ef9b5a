import pytest

from actions.article import search_for
from actions.correction import correction, what_is_meant
from actions.dialogue import ChooseAudience, NotHelped, TakeNo
from actions.question import answer_question
from actions.turn import Turn
from tests.actions.fakes import FakeKnowledge, article, passage, place

Texts = dict[str, str]
BEFORE = "Hvor mye får jeg i uføretrygd?"


def after_question(text: str, **more: object) -> Turn:
    return Turn(**{"text": text, "question": BEFORE, "last_decision": "answer", **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("nei, jeg mente AAP", "AAP"),
        ("Beklager, jeg skrev feil, AAP", "AAP"),
        ("skreiv feil: AAP", "AAP"),
        ("det skulle stå AAP", "AAP"),
        ("AAP skulle det stå.", "AAP"),
        ("nei vent, AAP va det æ meinte", "AAP"),
        ("Orsak, eg meinte AAP", "AAP"),
        ("nei, AAP mente jeg", "AAP"),
        ("sorry, I meant AAP", "AAP"),
        ("jeg mener vedtaket fra NAV", "vedtaket fra NAV"),
    ],
)
def test_a_correction_joins_what_was_meant_to_the_question_before(said: str, meant: str) -> None:
    corrected = correction(after_question(said))
    assert corrected is not None
    assert corrected.meant == meant
    assert corrected.question == f"Hvor mye får jeg i uføretrygd {meant}"


@pytest.mark.parametrize(
    "said",
    [
        "det er ikke uføretrygd, det er AAP",
        "ikke uføretrygd, men AAP",
        "nei, ikkje uføretrygd. AAP",
    ],
)
def test_what_is_denied_gives_its_place_to_what_is_meant(said: str) -> None:
    corrected = correction(after_question(said))
    assert corrected is not None
    assert corrected.question == "Hvor mye får jeg i AAP?"


@pytest.mark.parametrize(
    "said",
    [
        "nei, jeg mente noe annet",
        "jeg mente ikke det",
        "jeg skrev feil",
        "ikke nå, kanskje",
        "det var ikke det jeg spurte om",
        "hva mener du",
        "ikke så lett, dette",
        "nei, ikke noe annet, takk",
        "hva gjør jeg hvis det blir feil",
        "hvor lenge da",
        "/choose_article",
    ],
)
def test_what_does_not_say_what_is_meant_corrects_nothing(said: str) -> None:
    assert correction(after_question(said)) is None


@pytest.mark.parametrize("more", [{"question": None}, {"last_decision": None}])
def test_only_the_question_right_before_is_corrected(more: dict[str, object]) -> None:
    assert correction(after_question("jeg mente AAP", **more)) is None


@pytest.mark.parametrize("said", ["nei, Voss mente jeg", "Voss", "nei, Voss", "jeg mente Voss."])
def test_a_name_is_found_in_its_correction(said: str) -> None:
    assert what_is_meant(said) == "Voss"


def test_a_correction_that_names_an_article_is_asked_of_that_article(
    knowledge: FakeKnowledge,
) -> None:
    knowledge.results = [passage("aap")]
    search_for(after_question("nei, jeg mente AAP", article="uforetrygd"), knowledge)
    assert [(s["text"], s["context_slug"]) for s in knowledge.searches] == [
        ("AAP", None),
        ("Hvor mye får jeg i uføretrygd AAP", "aap"),
    ]


def test_a_correction_that_names_none_is_asked_with_the_question_before(
    knowledge: FakeKnowledge,
) -> None:
    knowledge.confidence = 0.2
    search_for(after_question("jeg mente sønnen min", article="uforetrygd"), knowledge)
    assert [(s["text"], s["context_slug"]) for s in knowledge.searches] == [
        ("sønnen min", None),
        ("Hvor mye får jeg i uføretrygd sønnen min", None),
    ]


@pytest.mark.parametrize("action", [NotHelped, TakeNo, ChooseAudience])
def test_a_correction_is_answered_whatever_else_it_sounds_like(
    knowledge: FakeKnowledge, texts: Texts, action: type[NotHelped]
) -> None:
    outcome = action(knowledge, texts).outcome(after_question("nei, jeg mente frikort"))
    assert outcome.messages[0].route == "answer"
    assert outcome.slots["question"] == "Hvor mye får jeg i uføretrygd frikort"


@pytest.mark.parametrize("said", ["nei, Voss mente jeg", "og Voss?"])
def test_another_place_after_a_contact_was_given_gives_its_contact(
    knowledge: FakeKnowledge, texts: Texts, said: str
) -> None:
    knowledge.places = {what_is_meant(said): [place("4621", "Voss", "Vestland")]}
    turn = Turn(text=said, last_decision="coordinator", article="kreftkoordinator")
    assert answer_question(turn, knowledge, texts).messages[0].route == "coordinator"


def test_a_place_named_after_an_article_is_no_wish_for_a_contact(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.places = {"i Voss": [place("4621", "Voss", "Vestland")]}
    knowledge.known_articles = [article("pusterom")]
    [message] = answer_question(after_question("i Voss"), knowledge, texts).messages
    assert message.route == "answer"

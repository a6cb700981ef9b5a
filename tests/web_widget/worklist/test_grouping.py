from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.web_widget.fakes import FakeKnowledge
from tests.web_widget.keys import opened
from web_widget.conversations.erasure import erase
from web_widget.conversations.handover import Adviser, ask_for_adviser, say, take
from web_widget.conversations.log import Reply, add_reply, add_user_message
from web_widget.conversations.models import Conversation, Message, new_id, now
from web_widget.database import Database
from web_widget.errors import UnavailableError
from web_widget.settings import Settings
from web_widget.worklist import grouping
from web_widget.worklist.grouping import begin_run, end_run, group_questions, run_grouping
from web_widget.worklist.groups import Group, finish_group, groups_of
from web_widget.worklist.models import GroupedQuestion, GroupingRun, Source

PARKING = (
    "Hvor kan jeg parkere ved sykehuset?",
    "hvor kan jeg parkere ved sykehuset",
    "Hvor kan jeg parkere ved sykehuset, Gunvor?",
)
Ask = Callable[..., str]


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = opened(settings.database_url)
    yield database
    database.close()


@pytest.fixture
def ask(database: Database) -> Ask:
    """Let somebody ask the bot, who has no answer; gives the conversation's id."""

    def begin(*texts: str, route: str = "no_answer", danger: str | None = None) -> str:
        conversation_id = new_id()
        with database.writing() as session:
            session.add(Conversation(id=conversation_id, token_hash="x"))  # noqa: S106 no real token
            session.flush()
            for text in texts:
                asked = add_user_message(session, conversation_id, text)
                asked.danger = danger
                add_reply(session, conversation_id, Reply("…", route), answers=asked.id)
        return conversation_id

    return begin


def shown(database: Database, source: Source = Source.UNANSWERED) -> list[Group]:
    group_questions(database, FakeKnowledge())
    with database.reading() as session:
        return groups_of(session, source)


def test_three_who_ask_alike_are_a_group_with_their_words_masked(
    database: Database, ask: Ask
) -> None:
    for text in PARKING:
        ask(text)
    [group] = shown(database)
    assert group.conversations == 3
    assert group.nearest == ["sykepenger"]
    assert any("parkere ved sykehuset" in question for question in group.questions)
    assert "Gunvor" not in repr(group)


def test_two_are_too_few_and_so_is_one_who_asks_three_times(database: Database, ask: Ask) -> None:
    ask(PARKING[0])
    ask(PARKING[1])
    assert shown(database) == []
    ask(*["Kan katten være med på rommet?"] * 3)
    assert shown(database) == []


def test_what_was_answered_and_what_spoke_of_danger_is_in_no_group(
    database: Database, ask: Ask
) -> None:
    for text in PARKING:
        ask(text, route="answer")
        ask(text, danger="crisis")
    assert shown(database) == []
    with database.reading() as session:
        assert session.scalars(select(GroupedQuestion)).all() == []


def test_who_deletes_their_conversation_is_gone_from_the_list_at_once(
    database: Database, ask: Ask
) -> None:
    conversations = [ask(text) for text in PARKING]
    assert len(shown(database)) == 1
    erase(database, conversations[0])
    with database.reading() as session:
        assert groups_of(session, Source.UNANSWERED) == []
        assert len(session.scalars(select(GroupedQuestion)).all()) == 2


def test_a_group_that_is_done_never_comes_back(database: Database, ask: Ask) -> None:
    for text in PARKING:
        ask(text)
    [group] = shown(database)
    with database.writing() as session:
        assert finish_group(session, group.id)
        assert not finish_group(session, group.id)
    assert shown(database) == []
    for text in PARKING:
        ask(text)
    assert [each.conversations for each in shown(database)] == [3]


def test_what_advisers_write_again_and_again_is_a_group_with_their_answer(
    database: Database, ask: Ask
) -> None:
    answer = "Du kan parkere gratis i kjelleren når du er til behandling. Ta med innkallingen."
    adviser = Adviser(new_id(), "Kari", "nurse")
    for text in PARKING:
        name = ask(text, route="smalltalk")
        with database.writing() as session:
            ask_for_adviser(session, name, None)
            take(session, name, adviser)
            say(session, name, adviser, "Hei, jeg heter Kari.", new_id())
            say(session, name, adviser, answer, new_id())
    [group] = shown(database, Source.BY_HAND)
    assert any("parkere gratis i kjelleren" in each for each in group.answers)
    assert any("parkere ved sykehuset" in each for each in group.questions)


def test_only_what_is_new_is_embedded_again(database: Database, ask: Ask) -> None:
    for text in PARKING:
        ask(text)
    knowledge = CountingKnowledge()
    group_questions(database, knowledge)
    first = len(knowledge.embedded)
    ask("Får jeg ha med hunden?")
    group_questions(database, knowledge)
    # One more question, and the word that asks which model it is.
    assert len(knowledge.embedded) - first == 2


class CountingKnowledge(FakeKnowledge):
    def __init__(self) -> None:
        super().__init__()
        self.embedded: list[str] = []

    def embed(self, texts):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        self.embedded += texts
        return super().embed(texts)


def test_old_groups_stay_when_the_knowledge_service_is_down(database: Database, ask: Ask) -> None:
    for text in PARKING:
        ask(text)
    shown(database)
    with pytest.raises(UnavailableError):
        group_questions(database, FakeKnowledge(is_down=True))
    with database.reading() as session:
        assert len(groups_of(session, Source.UNANSWERED)) == 1


def test_one_grouping_runs_at_a_time_and_a_dead_one_is_taken_over(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert begin_run(database)
    assert not begin_run(database)
    end_run(database, None)
    assert begin_run(database)
    monkeypatch.setattr(grouping, "LONGEST_RUN", timedelta(0))
    assert begin_run(database)
    run_grouping(database, FakeKnowledge(is_down=True))
    with database.reading() as session:
        assert session.get_one(GroupingRun, 1).failed == "unavailable"


def test_what_is_older_than_the_period_is_left_alone(database: Database, ask: Ask) -> None:
    for text in PARKING:
        ask(text)
    with database.writing() as session:
        for message in session.scalars(select(Message)):
            message.at = now() - grouping.PERIOD - timedelta(days=1)
    assert shown(database) == []

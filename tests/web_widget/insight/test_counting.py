from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.web_widget.keys import opened
from web_widget.conversations.handover import Adviser, ask_for_adviser, take
from web_widget.conversations.log import Reply, add_reply, add_user_message
from web_widget.conversations.models import Conversation, Event, Feedback, new_id
from web_widget.database import Database
from web_widget.insight.counting import Choice, Counts, Figure, told
from web_widget.settings import Settings

DAY = date(2026, 11, 16)
NOON = datetime(2026, 11, 16, 11, 30, tzinfo=UTC)
Happen = Callable[..., None]


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = opened(settings.database_url)
    yield database
    database.close()


@pytest.fixture
def happen(database: Database) -> Happen:
    """Let so many conversations happen, each with one question and its answer."""

    def make(count: int, route: str = "answer", **more: object) -> None:
        with database.writing() as session:
            for _ in range(count):
                _converse(session, route, **more)  # type: ignore[arg-type]

    return make


def _converse(
    session: Session,
    route: str,
    at: datetime = NOON,
    slug: str = "sykepenger",
    audience: str | None = None,
    helpful: bool | None = None,
) -> None:
    conversation = Conversation(id=new_id(), token_hash="x", created_at=at, audience=audience)  # noqa: S106 no real token
    session.add(conversation)
    session.flush()
    asked = add_user_message(session, conversation.id, "Kari Nordmann spør")
    articles = [{"slug": slug}] if route == "answer" else []
    said = add_reply(session, conversation.id, Reply("…", route, articles=articles), asked.id)
    asked.at = said.at = at
    if helpful is not None:
        session.add(
            Feedback(conversation_id=conversation.id, message_id=said.id, helpful=helpful, at=at)
        )


def count(database: Database, name: str, choice: Choice | None = None) -> Figure:
    with database.reading() as session:
        figure: Figure = getattr(Counts(session, choice or Choice(DAY, DAY)), name)()
        return figure


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, 0), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1002, 1000)],
)
def test_small_counts_are_hidden_and_the_others_rounded(number: int, shown: int | None) -> None:
    assert told(number) == shown


def test_what_is_hidden_is_not_given_away_by_a_total_or_by_another_period(
    database: Database, happen: Happen
) -> None:
    happen(11)
    happen(2, at=NOON + timedelta(days=1))
    with database.reading() as session:
        one_day = Counts(session, Choice(DAY, DAY)).conversations
        both = Counts(session, Choice(DAY, DAY + timedelta(days=1)))
        # 11 is told as 10 and 13 as 15: the difference says nothing of the 2.
        assert (one_day, both.conversations) == (10, 15)
        assert list(both.days().counts.values()) == [10, None]


def test_conversations_are_counted_by_the_day_and_hour_of_oslo(
    database: Database, happen: Happen
) -> None:
    happen(5, at=datetime(2026, 11, 15, 23, 30, tzinfo=UTC))
    assert count(database, "days").counts == {"16.11.": 5}
    assert {k: v for k, v in count(database, "hours").counts.items() if v} == {"00": 5}


def test_a_longer_period_is_shown_by_weeks(database: Database, happen: Happen) -> None:
    happen(5)
    choice = Choice(DAY - timedelta(days=59), DAY)
    with database.reading() as session:
        figures = {each.name: each for each in Counts(session, choice).figures()}
    assert "days" not in figures
    assert list(figures["weeks"].counts.values())[-1] == 5


def test_a_conversation_in_which_nothing_was_written_is_not_counted(database: Database) -> None:
    with database.writing() as session:
        session.add_all(
            Conversation(id=new_id(), token_hash="x", created_at=NOON)  # noqa: S106 no real token
            for _ in range(6)
        )
    assert sum(each or 0 for each in count(database, "days").counts.values()) == 0


def test_turns_are_counted_by_what_became_of_them(database: Database, happen: Happen) -> None:
    for route, number in (("answer", 20), ("clarify", 10), ("no_answer", 5), ("smalltalk", 3)):
        happen(number, route)
    assert count(database, "outcomes").counts == {
        "Besvart": 20,
        "Spurt tilbake": 10,
        "Satt over eller tilbudt rådgiver": 0,
        "Uten svar": 5,
        "Annet": None,
    }
    assert count(database, "routes").counts["Spørsmål tilbake"] == 10


def test_a_topic_leaves_only_the_conversations_in_which_it_was_answered(
    database: Database, happen: Happen
) -> None:
    happen(10, slug="sykepenger", audience="pasient")
    happen(5, "no_answer", audience="barn")
    unknown = Choice(DAY, DAY, "annet")
    assert count(database, "audiences", unknown).counts["Pasient"] == 10
    assert count(database, "audiences", unknown).counts["Barn eller ungdom"] == 0
    assert count(database, "outcomes", Choice(DAY, DAY, "okonomi")).counts["Besvart"] == 0


def test_thumbs_are_counted(database: Database, happen: Happen) -> None:
    happen(10, helpful=True)
    happen(4, helpful=False)
    assert count(database, "thumbs").counts == {"Til hjelp": 10, "Ikke til hjelp": None}


def test_waiting_is_counted_from_the_queue_to_the_adviser(
    database: Database, happen: Happen
) -> None:
    adviser = Adviser(new_id(), "Kari", "nurse")
    with database.writing() as session:
        for _ in range(6):
            conversation = Conversation(id=new_id(), token_hash="x")  # noqa: S106 no real token
            session.add(conversation)
            session.flush()
            ask_for_adviser(session, conversation.id, "okonomi")
            take(session, conversation.id, adviser)
        session.flush()
        for event in session.query(Event).filter(Event.kind == "state"):
            waits = event.data["state"] == "waiting"
            event.at = NOON if waits else NOON + timedelta(minutes=8)
    figure = count(database, "waits")
    assert figure.counts["5–15 min"] == 5
    assert figure.note == "Halvparten ventet kortere enn 8 minutter."


def test_nothing_that_anybody_wrote_is_in_a_figure(database: Database, happen: Happen) -> None:
    happen(10, helpful=True)
    with database.reading() as session:
        figures = Counts(session, Choice(DAY, DAY)).figures()
    assert "Kari" not in repr(figures)


def test_what_became_of_questions_is_told_as_shares_too(database: Database, happen: Happen) -> None:
    happen(30)
    happen(10, "no_answer")
    figure = count(database, "outcomes")
    assert figure.label("Besvart") == "30 (75 %)"
    assert figure.label("Spurt tilbake") == "0"
    assert count(database, "routes").label("Uten svar") == "10"

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.web_widget.keys import opened
from web_widget.conversations.log import Reply, add_reply
from web_widget.conversations.models import Conversation, new_id, now
from web_widget.database import Database
from web_widget.settings import Settings
from web_widget.worklist import starting
from web_widget.worklist.grouping import RUN, begin_run
from web_widget.worklist.models import GroupingRun


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = opened(settings.database_url)
    yield database
    database.close()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """How often a grouping was started."""
    times: list[bool] = []
    monkeypatch.setattr(starting, "start_grouping", lambda _: times.append(True))
    return times


def leave_unanswered(database: Database) -> None:
    with database.writing() as session:
        conversation = Conversation(id=new_id(), token_hash="x")  # noqa: S106 no real token
        session.add(conversation)
        session.flush()
        add_reply(session, conversation.id, Reply("…", "no_answer"))


def test_questions_are_grouped_once_a_day_and_only_when_there_are_new_ones(
    database: Database, started: list[bool]
) -> None:
    starting.group_when_due(database, now())
    assert started == []
    leave_unanswered(database)
    starting.group_when_due(database, now())
    assert started == [True]
    begin_run(database)
    leave_unanswered(database)
    starting.group_when_due(database, now())
    assert started == [True]
    starting.group_when_due(database, now() + timedelta(days=1, minutes=1))
    assert started == [True, True]


def test_a_program_that_can_not_start_is_not_started_again_and_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    class Broken:
        def __init__(self, command: list[str], **_: object) -> None:
            commands.append(command)

        def wait(self) -> int:
            return 1

    monkeypatch.setattr(subprocess, "Popen", Broken)
    leave_unanswered(database)
    for _ in range(3):
        starting.group_when_due(database, now())
    assert len(commands) == 1


def test_the_program_notes_that_the_knowledge_service_was_down(
    database: Database, settings: Settings
) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "VAR_DIR": str(settings.var_dir),
        "RASA_TOKEN": "x",
        "KNOWLEDGE_URL": "http://127.0.0.1:9",
    }
    subprocess.run([sys.executable, "-m", "web_widget.worklist"], env=environment, check=True)
    with database.reading() as session:
        run = session.get_one(GroupingRun, RUN)
    assert run.failed == "unavailable"
    assert run.finished_at is not None

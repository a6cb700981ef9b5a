from collections.abc import Callable, Iterator

import pytest

from tests.web_widget.keys import opened
from web_widget.conversations.handover import Adviser
from web_widget.conversations.log import add_user_message
from web_widget.conversations.models import Conversation, new_id
from web_widget.database import Database
from web_widget.settings import Settings


@pytest.fixture
def kari() -> Adviser:
    return Adviser(new_id(), "Kari", "nurse")


@pytest.fixture
def ola() -> Adviser:
    return Adviser(new_id(), "Ola", "lawyer")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = opened(settings.database_url)
    yield database
    database.close()


@pytest.fixture
def arrive(database: Database) -> Callable[..., str]:
    """Let a person begin a conversation and say something; gives its id."""

    def begin(*said: str, danger: str | None = None) -> str:
        conversation_id = new_id()
        with database.writing() as session:
            session.add(Conversation(id=conversation_id, token_hash="x"))  # noqa: S106 no real token
            session.flush()
            for text in said:
                message = add_user_message(session, conversation_id, text)
                message.danger = danger
        return conversation_id

    return begin

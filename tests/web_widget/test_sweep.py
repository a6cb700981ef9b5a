import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.web_widget.people import Visitor
from web_widget import __main__ as web
from web_widget.conversations.handover import Adviser, ask_for_adviser, take
from web_widget.conversations.models import Conversation, now
from web_widget.services import Services


@pytest.fixture
def held(visitor: Visitor, services: Services) -> Visitor:
    """Somebody whose adviser has given no sign for a minute."""
    with services.database.writing() as session:
        ask_for_adviser(session, visitor.id, None)
        take(session, visitor.id, Adviser("kari", "Kari", "nurse"))
        session.execute(update(Conversation).values(taken_at=now() - timedelta(seconds=61)))
    return visitor


def is_told(visitor: Visitor) -> bool:
    return any("mistet forbindelsen" in text for _, text in visitor.said())


def test_the_process_gives_lost_conversations_back_by_itself(
    held: Visitor, services: Services
) -> None:
    with services.database.signals.following(held.id) as changed:
        thread = threading.Thread(target=web.sweep, args=[services, 0.05, timedelta()])
        thread.start()
        assert changed.wait(timeout=5)
        services.stop()
        thread.join(timeout=5)
    assert is_told(held)


def test_no_adviser_loses_a_conversation_for_the_time_that_the_process_was_away(
    held: Visitor, services: Services
) -> None:
    thread = threading.Thread(target=web.sweep, args=[services, 0.01])
    thread.start()
    time.sleep(0.3)
    services.stop()
    thread.join(timeout=5)
    assert not is_told(held)

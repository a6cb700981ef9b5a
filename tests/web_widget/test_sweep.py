import threading
from datetime import timedelta

from sqlalchemy import update

from tests.web_widget.people import Visitor
from web_widget import __main__ as web
from web_widget.conversations.handover import Adviser, ask_for_adviser, take
from web_widget.conversations.models import Conversation, now
from web_widget.services import Services


def test_the_process_gives_lost_conversations_back_by_itself(
    visitor: Visitor, services: Services
) -> None:
    with services.database.writing() as session:
        ask_for_adviser(session, visitor.id, None)
        take(session, visitor.id, Adviser("kari", "Kari", "nurse"))
        session.execute(update(Conversation).values(taken_at=now() - timedelta(seconds=61)))
    with services.database.signals.following(visitor.id) as changed:
        thread = threading.Thread(target=web.sweep, args=[services, 0.05])
        thread.start()
        assert changed.wait(timeout=5)
        services.stop()
        thread.join(timeout=5)

    assert [text for _, text in visitor.said() if "mistet forbindelsen" in text]

from dataclasses import dataclass, field
from threading import Event

from web_widget.borders import Dialogue, Knowledge, Safety
from web_widget.contact_book import ContactBook
from web_widget.conversations.opening_hours import OpeningHours
from web_widget.database import Database
from web_widget.rasa_client import RasaClient
from web_widget.settings import Settings


@dataclass(frozen=True)
class Services:
    """What the views work with: the database and the neighbours."""

    database: Database
    dialogue: Dialogue
    knowledge: Knowledge
    safety: Safety
    adviser_hours: OpeningHours
    contact_book: ContactBook
    # Seconds after which a turn whose process died is given to another, and that one waits for.
    turn_lease: float
    turn_patience: float
    # Set when this process is about to stop, so that event streams end by themselves.
    stopping: Event = field(default_factory=Event)


def real_services(settings: Settings) -> Services:
    """Connect with the real neighbours; none of them needs to be up yet."""
    from knowledge.client import KnowledgeClient
    from web_widget.knowledge_service import KnowledgeService, load_safety

    return services_with(
        settings,
        dialogue=RasaClient(settings.rasa_url, settings.rasa_token, settings.rasa_timeout),
        knowledge=KnowledgeService(KnowledgeClient(settings.knowledge_url)),
        safety=load_safety(),
    )


def services_with(
    settings: Settings, dialogue: Dialogue, knowledge: Knowledge, safety: Safety
) -> Services:
    return Services(
        database=Database(settings.database_url, settings.database_timeout),
        dialogue=dialogue,
        knowledge=knowledge,
        safety=safety,
        adviser_hours=OpeningHours.parse(settings.adviser_hours),
        contact_book=ContactBook(knowledge),
        turn_lease=settings.rasa_timeout + 2,
        turn_patience=settings.rasa_timeout + 4,
    )

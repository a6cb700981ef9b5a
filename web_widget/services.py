from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Event
from typing import Any

from flask import current_app

from knowledge.editions.following import Following
from web_widget.adviser_hours import AdviserHours
from web_widget.borders import Dialogue, Knowledge, Safety
from web_widget.contact_book import ContactBook
from web_widget.conversations.opening_hours import Hours
from web_widget.database import Database
from web_widget.periods import Periods, periods_of
from web_widget.rasa_client import RasaClient
from web_widget.redis_wire import RedisWire
from web_widget.secret_key import load_secret_key
from web_widget.settings import Settings

# How late another process's event may be where no Redis carries it.
LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Services:
    """What the views work with: the database and the neighbours."""

    database: Database
    dialogue: Dialogue
    knowledge: Knowledge
    safety: Safety
    adviser_hours: Hours
    contact_book: ContactBook
    # Seconds after which a turn whose process died is given to another, and that one waits for.
    turn_lease: float
    turn_patience: float
    # How often a stream looks unasked: never, when all that changes is signalled to it.
    look_seconds: float
    secret_key: str
    # Where the bot says how far its training has come.
    training_progress: Path
    # Where backups are put, to tell how old the newest is.
    backups: Path
    # As many turns as may be answered at once.
    turn_places: BoundedSemaphore
    one_person_team: bool = False
    mask_contact_details: bool = False
    privacy_contact: str = ""
    # How long each kind of row is kept.
    periods: Periods = field(default_factory=dict)
    wire: RedisWire | None = None
    # What keeps itself at what editors have published.
    following: Sequence[Following[Any]] = ()
    # Set when this process is about to stop, so that event streams end by themselves.
    stopping: Event = field(default_factory=Event)

    def stop(self) -> None:
        """Let the event streams of this process end now."""
        self.stopping.set()
        self.database.signals.wake_all()


def current_services() -> Services:
    found: Services = current_app.extensions["web_widget"]
    return found


def real_services(settings: Settings) -> Services:
    """Connect with the real neighbours; none of them needs to be up yet."""
    from knowledge.client import KnowledgeClient
    from web_widget.knowledge_service import KnowledgeService, load_safety

    safety = load_safety(settings.database_url)
    return services_with(
        settings,
        dialogue=RasaClient(settings.rasa_url, settings.rasa_token, settings.rasa_timeout),
        knowledge=KnowledgeService(KnowledgeClient(settings.knowledge_url)),
        safety=safety,
        following=[safety.following],
    )


def services_with(
    settings: Settings,
    dialogue: Dialogue,
    knowledge: Knowledge,
    safety: Safety,
    following: Sequence[Following[Any]] = (),
) -> Services:
    database = Database.of(settings)
    wire = RedisWire(settings.redis_url, database.signals) if settings.redis_url else None
    database.signals.wire = wire
    is_told_all = wire is not None or settings.web_processes == 1
    hours = AdviserHours(database.engine, settings.adviser_hours)
    return Services(
        database=database,
        dialogue=dialogue,
        knowledge=knowledge,
        safety=safety,
        adviser_hours=hours,
        contact_book=ContactBook(knowledge),
        turn_lease=settings.rasa_timeout + 2,
        turn_patience=settings.rasa_timeout + 4,
        look_seconds=float("inf") if is_told_all else LOOK_SECONDS,
        secret_key=load_secret_key(settings),
        training_progress=settings.var_dir / "training.json",
        backups=settings.backup_dir,
        turn_places=BoundedSemaphore(settings.turns_at_once),
        one_person_team=settings.one_person_team,
        mask_contact_details=settings.mask_contact_details,
        privacy_contact=settings.privacy_contact,
        periods=periods_of(settings),
        wire=wire,
        following=(hours.following, *following),
    )

"""Look at what no request passes by, for the metrics."""

import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from web_widget import metrics
from web_widget.conversations.models import Conversation, State, TrackerDeletion
from web_widget.database import Database
from web_widget.errors import UnavailableError
from web_widget.services import Services


def look(services: Services, moment: datetime) -> None:
    """Write down how long the queue is, what is being answered from, and who is not asked."""
    _queue(services.database, moment)
    _release(services)
    metrics.BACKUP_SECONDS.set(newest_backup(services.backups))
    for part, neighbour in (("rasa", services.dialogue), ("knowledge", services.knowledge)):
        breaker = getattr(neighbour, "breaker", None)
        metrics.BREAKER.labels(part).set(breaker is not None and breaker.state != "closed")
    metrics.LOOKED.set(time.time())


def _queue(database: Database, moment: datetime) -> None:
    waiting = select(func.count(), func.min(Conversation.waiting_since)).where(
        Conversation.state == State.WAITING
    )
    with database.reading() as session:
        count, since = session.execute(waiting).one()
        left = session.scalar(select(func.count()).select_from(TrackerDeletion))
    metrics.TRACKERS_LEFT.set(left or 0)
    metrics.QUEUE.set(count)
    metrics.QUEUE_SECONDS.set((moment - since).total_seconds() if since else 0)


def _release(services: Services) -> None:
    try:
        release = services.knowledge.release()
    except UnavailableError:
        return  # that it does not answer shows elsewhere; what it answered from last stands
    metrics.RELEASE.labels("answering").set(release["release"])
    metrics.RELEASE.labels("published").set(release["wanted"])


def newest_backup(folder: Path) -> float:
    """Return when the newest whole backup was made, in seconds since 1970; 0 without any."""
    manifests = folder.glob("*/manifest.json") if folder.is_dir() else ()
    return max((each.stat().st_mtime for each in manifests), default=0.0)

import subprocess
import sys
import threading
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from web_widget.conversations.models import Message
from web_widget.database import Database
from web_widget.worklist.grouping import RUN
from web_widget.worklist.models import GroupingRun

EVERY = timedelta(days=1)


def start_grouping() -> None:
    """Group the questions in a process of its own, which gives its memory back when it is done."""
    process = subprocess.Popen(
        [sys.executable, "-m", "web_widget.worklist"], stdin=subprocess.DEVNULL
    )
    threading.Thread(target=process.wait, daemon=True).start()


def group_when_due(database: Database, moment: datetime) -> None:
    """Group the questions once a day, when there are new ones."""
    with database.reading() as session:
        is_due = _is_due(session, moment)
    if is_due:
        start_grouping()


def _is_due(session: Session, moment: datetime) -> bool:
    run = session.get(GroupingRun, RUN)
    if run is not None and run.started_at > moment - EVERY:
        return False
    new = select(Message.id).where(Message.route == "no_answer")
    if run is not None:
        new = new.where(Message.at > run.started_at)
    return session.scalar(new.limit(1)) is not None

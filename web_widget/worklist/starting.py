import subprocess
import sys
import threading
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from web_widget.conversations.models import Message
from web_widget.database import Database
from web_widget.worklist.grouping import BEGUN, RUN, begin_run
from web_widget.worklist.models import GroupingRun

EVERY = timedelta(days=1)


def start_grouping(database: Database) -> bool:
    """Group the questions in a process of its own, which gives its memory back when it is done.

    False when another is at it.
    """
    # Noted before the process is there: one that can't even start is not started again and again.
    if not begin_run(database):
        return False
    process = subprocess.Popen(  # noqa: S603 our own program, with nothing of a user's
        [sys.executable, "-m", "web_widget.worklist", BEGUN], stdin=subprocess.DEVNULL
    )
    threading.Thread(target=process.wait, daemon=True).start()
    return True


def group_when_due(database: Database, moment: datetime) -> None:
    """Group the questions once a day, when there are new ones."""
    with database.reading() as session:
        is_due = _is_due(session, moment)
    if is_due:
        start_grouping(database)


def _is_due(session: Session, moment: datetime) -> bool:
    run = session.get(GroupingRun, RUN)
    if run is not None and run.started_at > moment - EVERY:
        return False
    new = select(Message.id).where(Message.route == "no_answer")
    if run is not None:
        new = new.where(Message.at > run.started_at)
    return session.scalar(new.limit(1)) is not None

"""Which conversations users have deleted, beside the backups that still hold them.

A restored backup would bring them back; by this they are deleted from it at once. Ids only.
"""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)

NAME = "erased.txt"


def note(backups: Path, conversation_id: str, moment: datetime) -> None:
    """Write down that a conversation is deleted; what can't be written is told to the log."""
    line = f"{moment.astimezone(UTC).isoformat(timespec='seconds')} {conversation_id}\n"
    try:
        backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        # One short write to the end: processes that note at once don't mix their lines.
        file = os.open(backups / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)
    except OSError as error:
        log.error("deletion not noted", extra={"reason": error.strerror})  # noqa: TRY400 the reason says it all


def erased_since(backups: Path, moment: datetime) -> list[str]:
    """Return the ids of the conversations that were deleted at or after a moment."""
    return [conversation_id for at, conversation_id in _read(backups) if at >= moment]


def forget_older(backups: Path, before: datetime) -> None:
    """Drop what no backup holds any longer."""
    path = backups / NAME
    if not path.exists():
        return
    kept = [(at, name) for at, name in _read(backups) if at >= before]
    if len(kept) == len(_read(backups)):
        return
    new = path.with_suffix(".new")
    new.write_text("".join(f"{at.isoformat()} {name}\n" for at, name in kept), encoding="utf8")
    new.chmod(0o600)
    new.replace(path)


def _read(backups: Path) -> list[tuple[datetime, str]]:
    try:
        lines = (backups / NAME).read_text(encoding="utf8").splitlines()
    except FileNotFoundError:
        return []
    pairs = (line.split() for line in lines if line.count(" ") == 1)
    return [(datetime.fromisoformat(at), name) for at, name in pairs]

"""Files that hold a secret: only their owner reads them, and they are whole or not there."""

import os
import secrets
from pathlib import Path


def make_once(path: Path, text: str) -> None:
    """Make the file unless it is there: another process may be starting at the same time."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def write_whole(path: Path, text: str) -> None:
    """Put other text in the file; who reads meanwhile sees the old or the new."""
    _draft(path, text).replace(path)


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(draft, flags, 0o600), "w") as file:
        file.write(text)
        file.flush()
        # A key that is in use and not on the disk would be lost with the machine's power.
        os.fsync(file.fileno())
    return draft

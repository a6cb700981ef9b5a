import os
from pathlib import Path


def secrets_folder() -> Path | None:
    """Return the folder with a file for each secret, named as its setting: ours, or systemd's.

    Raises ValueError when it is not there, so that no key is made anew by mistake.
    """
    name = os.environ.get("SECRETS_DIR") or os.environ.get("CREDENTIALS_DIRECTORY")
    if name and not Path(name).is_dir():
        raise ValueError(f"SECRETS_DIR: {name} is not a folder")
    return Path(name) if name else None

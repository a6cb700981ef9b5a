import os
import secrets
from pathlib import Path

from web_widget.errors import SettingsError
from web_widget.settings import Settings

BYTES = 32


def load_secret_key(settings: Settings) -> str:
    """Return the key that signs cookies: SECRET_KEY, or one made once and kept in VAR_DIR."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.var_dir / "secret_key"
    try:
        _make_once(path)
        key = path.read_text().strip()
    except OSError as error:
        raise SettingsError(f"SECRET_KEY: {path} can't be used: {error.strerror}") from error
    if len(key) < BYTES:
        raise SettingsError(f"SECRET_KEY: {path} holds no key; delete it to have one made")
    return key


def _make_once(path: Path) -> None:
    """Make the file whole or not at all: another process may be starting at the same time."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

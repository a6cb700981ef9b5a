import secrets

from web_widget.errors import SettingsError
from web_widget.secret_file import make_once
from web_widget.settings import Settings

BYTES = 32


def load_secret_key(settings: Settings) -> str:
    """Return the key that signs cookies: SECRET_KEY, or one made once and kept in VAR_DIR."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.var_dir / "secret_key"
    try:
        make_once(path, secrets.token_urlsafe(BYTES))
        key = path.read_text().strip()
    except OSError as error:
        raise SettingsError(f"SECRET_KEY: {path} can't be used: {error.strerror}") from error
    if len(key) < BYTES:
        raise SettingsError(f"SECRET_KEY: {path} holds no key; delete it to have one made")
    return key

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import SettingsError

ROOT = Path(__file__).parent.parent
LONGEST_WAIT = 3600


@dataclass(frozen=True)
class Settings:
    """What the environment says to the dialogue server."""

    rasa_url: str
    rasa_token: str
    knowledge_url: str
    actions_url: str
    var_dir: Path
    knowledge_wait_seconds: float

    @property
    def folder(self) -> Path:
        return self.var_dir / "rasa"

    @property
    def host(self) -> str:
        return urlsplit(self.rasa_url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.rasa_url).port or 0


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the environment; raise SettingsError with one line when a value is bad."""
    token = environment.get("RASA_TOKEN") or _from_file(environment, "rasa_token")
    if not token:
        raise SettingsError("RASA_TOKEN must be set: the channel answers nobody without it")
    return Settings(
        rasa_url=_address(environment, "RASA_URL", "http://127.0.0.1:5005"),
        rasa_token=token,
        knowledge_url=_address(environment, "KNOWLEDGE_URL", "http://127.0.0.1:5060"),
        actions_url=_address(environment, "ACTIONS_URL", "http://127.0.0.1:5055"),
        var_dir=Path(environment.get("VAR_DIR") or "var").resolve(),
        knowledge_wait_seconds=_seconds(environment, "KNOWLEDGE_WAIT_SECONDS", "1200"),
    )


def _from_file(environment: Mapping[str, str], name: str) -> str:
    """Read a secret from the folder that holds a file for each: ours, or systemd's."""
    folder = environment.get("SECRETS_DIR") or environment.get("CREDENTIALS_DIRECTORY")
    path = Path(folder) / name if folder else None
    return path.read_text(encoding="utf8").strip() if path and path.is_file() else ""


def _address(environment: Mapping[str, str], name: str, default: str) -> str:
    value = (environment.get(name) or default).rstrip("/")
    try:
        parts = urlsplit(value)
        complete = parts.scheme == "http" and parts.hostname and parts.port
    except ValueError:
        complete = False
    if not complete:
        raise SettingsError(f"{name} must look like {default}")
    return value


def _seconds(environment: Mapping[str, str], name: str, default: str) -> float:
    try:
        value = float(environment.get(name) or default)
    except ValueError:
        value = -1.0
    if not 0 < value <= LONGEST_WAIT:
        raise SettingsError(f"{name} must be a number of seconds, at most {LONGEST_WAIT}")
    return value

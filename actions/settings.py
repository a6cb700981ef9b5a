from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings

from actions.errors import SettingsError
from knowledge.secrets_folder import secrets_folder

SAFETY_TEXTS = Path(__file__).parent.parent / "knowledge" / "content" / "safety" / "texts.yml"


class Settings(BaseSettings):
    """What the environment says to the action server; every field is a variable of its name."""

    var_dir: Path = Path("var")
    database_url: str = ""
    actions_url: str = "http://127.0.0.1:5055"
    knowledge_url: str = "http://127.0.0.1:5060"
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    @model_validator(mode="after")
    def addresses_name_a_host_and_port(self) -> Self:
        for name in ("actions_url", "knowledge_url"):
            if not _is_address(getattr(self, name)):
                raise ValueError(f"{name.upper()} must look like http://127.0.0.1:5055")
        return self

    @field_validator("var_dir", mode="before")
    @classmethod
    def an_empty_folder_is_the_usual_one(cls, value: object) -> object:
        return value or "var"

    @model_validator(mode="after")
    def fill_what_follows_from_var_dir(self) -> Self:
        self.database_url = self.database_url or f"sqlite:///{self.var_dir / 'kreftveiviser.db'}"
        return self

    @property
    def host(self) -> str:
        return urlsplit(self.actions_url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.actions_url).port or 0


def load_settings() -> Settings:
    """Read the environment; raise SettingsError with one line when a value is bad."""
    try:
        return Settings(_secrets_dir=secrets_folder())  # type: ignore[call-arg]  # pydantic knows it
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name + ': ' if name else ''}{first['msg']}") from error
    except ValueError as error:
        raise SettingsError(str(error)) from None


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return bool(parts.scheme == "http" and parts.hostname and parts.port)
    except ValueError:
        return False

import os
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.errors import SettingsError
from knowledge.secrets_folder import secrets_folder

PACKAGED_CONTENT = Path(__file__).parent / "content"
PACKAGED_MODEL = "multilingual-e5-small"


def _cores() -> int:
    """Return how many processor cores this process may use."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, 64)


class Settings(BaseSettings):
    """What the environment says to the knowledge service; every field is a variable of its name."""

    model_config = SettingsConfigDict(env_ignore_empty=True)

    var_dir: Path = Path("var")
    database_url: str = ""
    embedding_model: str = ""
    embedding_threads: int = Field(default_factory=_cores, ge=1, le=64)
    knowledge_url: str = "http://127.0.0.1:5060"
    knowledge_content: Path = PACKAGED_CONTENT
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    @model_validator(mode="after")
    def fill_what_follows_from_var_dir(self) -> Self:
        self.database_url = self.database_url or f"sqlite:///{self.var_dir / 'kreftveiviser.db'}"
        self.embedding_model = self.embedding_model or str(self.default_model)
        return self

    @model_validator(mode="after")
    def knowledge_url_names_a_host_and_port(self) -> Self:
        try:
            address = urlsplit(self.knowledge_url)
            complete = address.scheme == "http" and address.hostname and address.port
        except ValueError:
            complete = False
        if not complete:
            raise ValueError("KNOWLEDGE_URL must look like http://127.0.0.1:5060")
        return self

    @property
    def default_model(self) -> Path:
        return self.var_dir / "models" / PACKAGED_MODEL

    @property
    def uses_default_model(self) -> bool:
        return Path(self.embedding_model) == self.default_model

    @property
    def bind(self) -> str:
        """Return the host and port to listen on, as gunicorn wants them."""
        return urlsplit(self.knowledge_url).netloc


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

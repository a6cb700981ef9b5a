import re
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from knowledge.secrets_folder import secrets_folder
from web_widget.conversations.opening_hours import OpeningHours
from web_widget.errors import SettingsError
from web_widget.outside_roles import OutsideRole, read_outside_roles

TIMEOUT = Field(gt=0, le=60)
DAYS = Field(ge=1, le=3650)
MIN_SECRET = 32
LOOPBACK = {"localhost", "::1"}
Loaded = TypeVar("Loaded", bound="StoreSettings")
RATE = r"^\d+/(second|minute|hour)$"


class StoreSettings(BaseSettings):
    """Where the data lies and how it is read: all that a backup or a migration has to know."""

    model_config = SettingsConfigDict(env_ignore_empty=True)

    var_dir: Path = Path("var")
    database_url: str = ""
    database_timeout: Annotated[float, TIMEOUT] = 5.0
    # Lines, or parts between commas, of an id and a key; the last is in use.
    encryption_keys: str = ""
    backup_dir: Path = Path()
    # Days that a backup is kept: as long does what a user has deleted live on in it.
    backup_days: int = Field(default=14, ge=1, le=365)

    @model_validator(mode="after")
    def fill_what_follows_from_var_dir(self) -> Self:
        if "backup_dir" not in self.model_fields_set:
            self.backup_dir = self.var_dir / "backups"
        self.database_url = self.database_url or f"sqlite:///{self.var_dir / 'kreftveiviser.db'}"
        try:
            dialect = make_url(self.database_url).get_backend_name()
        except ArgumentError:
            dialect = ""
        if dialect not in {"sqlite", "postgresql"}:
            raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")
        return self


class Settings(StoreSettings):
    """What the environment says to the web application; every field is a variable of its name."""

    public_host: str = "127.0.0.1"
    public_port: int = Field(default=8080, ge=1, le=65535)
    knowledge_url: str = "http://127.0.0.1:5060"
    actions_url: str = "http://127.0.0.1:5055"
    rasa_url: str = "http://127.0.0.1:5005"
    rasa_token: str = Field(min_length=1)
    rasa_timeout: Annotated[float, TIMEOUT] = 8.0
    allowed_origins: Annotated[frozenset[str], NoDecode] = frozenset()
    adviser_hours: str = "mon-fri 09:00-15:30"
    web_processes: int = Field(default=1, ge=1, le=64)
    web_threads: int = Field(default=1400, ge=4, le=4096)
    # Turns answered at once in one process; more are turned away, so that these stay fast.
    turns_at_once: int = Field(default=24, ge=1, le=1000)
    # On loopback, 0 for none: the metrics are nobody's business but the operators'.
    metrics_port: int = Field(default=0, ge=0, le=65535)
    redis_url: str = ""
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    event_comment_seconds: float = Field(default=10.0, gt=0, le=15)
    rate_limit_start: str = Field(default="3000/minute", pattern=RATE)
    rate_limit_return: str = Field(default="10/hour", pattern=RATE)
    rate_limit_write: str = Field(default="300/minute", pattern=RATE)
    rate_limit_read: str = Field(default="12000/minute", pattern=RATE)
    rate_limit_sign_in: str = Field(default="30/hour", pattern=RATE)
    # Whether phone numbers, e-mail addresses and names are hidden too, before anything is stored.
    mask_contact_details: bool = False
    # Who answers questions on privacy, as /personvern names them: «personvernombudet, …».
    privacy_contact: str = Field(default="", max_length=200)
    # Days that each kind is kept; all but the audit log go with their conversation at the latest.
    retention_conversations_days: Annotated[int, DAYS] = 30
    retention_callbacks_days: Annotated[int, DAYS] = 30
    retention_notes_days: Annotated[int, DAYS] = 30
    retention_questions_days: Annotated[int, DAYS] = 30
    retention_audit_days: Annotated[int, DAYS] = 365
    secret_key: str = ""
    secure_cookies: bool | None = None
    # Whether who wrote a text may approve it, because nobody else is there.
    one_person_team: bool = False
    staff_second_factor: Literal["required", "optional"] = "required"
    # The organisation's own sign-in (OpenID Connect); none when the issuer is empty.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = Field(default="organisasjonens konto", max_length=60)
    oidc_scopes: str = ""
    oidc_roles_claim: str = "groups"
    oidc_roles: Annotated[tuple[OutsideRole, ...], NoDecode] = ()
    oidc_create_accounts: bool = False
    oidc_mfa_amr: Annotated[frozenset[str], NoDecode] = frozenset({"mfa"})
    oidc_mfa_acr: Annotated[frozenset[str], NoDecode] = frozenset()
    trusted_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    @field_validator(
        "allowed_origins", "trusted_hosts", "oidc_mfa_amr", "oidc_mfa_acr", mode="before"
    )
    @classmethod
    def split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("allowed_origins")
    @classmethod
    def origins_are_origins(cls, value: frozenset[str]) -> frozenset[str]:
        for origin in value:
            parts = urlsplit(origin)
            if (
                parts.scheme not in {"http", "https"}
                or origin != f"{parts.scheme}://{parts.netloc}"
            ):
                raise ValueError(f"{origin!r} must look like https://example.org")
        return value

    @field_validator("knowledge_url", "actions_url", "rasa_url")
    @classmethod
    def addresses_name_a_host_and_port(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            complete = parts.scheme in {"http", "https"} and parts.hostname and parts.port
        except ValueError:
            complete = False
        if not complete:
            raise ValueError("must look like http://127.0.0.1:5060")
        return value.rstrip("/")

    @field_validator("oidc_roles", mode="before")
    @classmethod
    def outside_roles_can_be_read(cls, value: object) -> object:
        return read_outside_roles(value) if isinstance(value, str) else value

    @field_validator("oidc_issuer")
    @classmethod
    def issuer_is_secure(cls, value: str) -> str:
        parts = urlsplit(value)
        is_near = parts.scheme == "http" and (parts.hostname or "") in {"127.0.0.1", *LOOPBACK}
        if value and not (parts.hostname and (parts.scheme == "https" or is_near)):
            raise ValueError("must look like https://login.example.org")
        return value.rstrip("/")

    @field_validator("redis_url")
    @classmethod
    def redis_is_redis(cls, value: str) -> str:
        if value and not re.match(r"^(rediss?|unix)://.", value):
            raise ValueError("must look like redis://127.0.0.1:6379/0")
        return value

    @field_validator("adviser_hours")
    @classmethod
    def hours_can_be_read(cls, value: str) -> str:
        OpeningHours.parse(value)
        return value

    @field_validator("secret_key")
    @classmethod
    def secret_is_long(cls, value: str) -> str:
        if value and len(value) < MIN_SECRET:
            raise ValueError(f"must have at least {MIN_SECRET} characters")
        return value

    @model_validator(mode="after")
    def a_provider_knows_us(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            raise ValueError("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET")
        if self.oidc_create_accounts and not self.oidc_roles:
            raise ValueError("OIDC_CREATE_ACCOUNTS needs OIDC_ROLES, else anybody would get in")
        return self

    @property
    def public_url(self) -> str:
        return f"http://{self.public_host}:{self.public_port}"

    @property
    def cookies_are_secure(self) -> bool:
        """Browsers keep a secure cookie from loopback over plain HTTP only in part."""
        if self.secure_cookies is not None:
            return self.secure_cookies
        if self.trusted_proxies:  # which speaks HTTPS with the browsers
            return True
        return self.public_host not in LOOPBACK and not self.public_host.startswith("127.")

    @property
    def max_event_streams(self) -> int:
        """Streams hold a thread each; a quarter of the threads is always left for turns."""
        return self.web_threads * 3 // 4


def load_settings() -> Settings:
    """Read the environment; raise SettingsError with one line when a value is bad."""
    return _load(Settings)


def load_store_settings() -> StoreSettings:
    """Read what the environment says of the data; raise SettingsError with one line."""
    return _load(StoreSettings)


def _load(kind: type[Loaded]) -> Loaded:
    try:
        return kind(_secrets_dir=secrets_folder())  # type: ignore[call-arg]  # pydantic knows it
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name + ': ' if name else ''}{reason}") from None
    except ValueError as error:
        raise SettingsError(str(error)) from None

import json
import re
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from flask import request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from web_widget import words
from web_widget.chat.text import clean_text, parse_payload
from web_widget.problems import Problem

MAX_TEXT = 2000
MAX_BODY = 64 * 1024
PHONE_SEPARATORS = re.compile(r"[\s().-]+")
PHONE = re.compile(r"^(?:\+|00)?\d{8,15}$")
EMAIL = re.compile(r"^[^\s@<>,;\"]{1,64}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,63}$")
Audience = Literal["pasient", "parorende", "etterlatt", "barn", "fagperson"]


def _fault(kind: str) -> PydanticCustomError:
    return PydanticCustomError(kind, "{kind}", {"kind": kind})


def visible(text: str) -> str:
    """Clean a text; raise a fault pydantic reports when there is nothing left to see."""
    cleaned = clean_text(text)
    if not cleaned:
        raise _fault("text_empty")
    return cleaned


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise _fault("uuid") from None


def _payload(text: str) -> str:
    payload = parse_payload(text)
    if payload is None:
        raise _fault("payload")
    return str(payload)


def _page(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise _fault("page_url") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _fault("page_url")
    # What follows ? or # on somebody's page may say who they are.
    return f"{parts.scheme}://{parts.hostname}{parts.path}"


def _phone(text: str) -> str:
    digits = PHONE_SEPARATORS.sub("", text)
    if not PHONE.match(digits):
        raise _fault("phone")
    return digits


def _email(text: str) -> str:
    if not EMAIL.match(text.strip()):
        raise _fault("email")
    return text.strip()


def _consent(given: bool) -> bool:
    if not given:
        raise _fault("consent")
    return given


Clean = AfterValidator(clean_text)
Consent = Annotated[bool, AfterValidator(_consent)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class StartBody(_Body):
    locale: Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = (
        "nb"
    )
    page_url: Annotated[str, Field(max_length=2000), AfterValidator(_page)] | None = None
    audience: Audience | None = None


class TurnBody(_Body):
    client_message_id: Annotated[str, Field(max_length=64), AfterValidator(_uuid)]
    text: Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(visible)] | None = None
    payload: Annotated[str, Field(max_length=500), AfterValidator(_payload)] | None = None

    @model_validator(mode="after")
    def one_of_text_and_payload(self) -> Self:
        if (self.text is None) == (self.payload is None):
            raise _fault("text_or_payload")
        return self


class HandoffBody(_Body):
    consent: Consent
    topic: Annotated[str, Field(max_length=80), Clean] | None = None


class CallbackBody(_Body):
    consent: Consent
    phone: Annotated[str, Field(max_length=40), AfterValidator(_phone)] | None = None
    email: Annotated[str, Field(max_length=254), AfterValidator(_email)] | None = None
    when: Annotated[str, Field(max_length=200), Clean] | None = None

    @model_validator(mode="after")
    def can_be_reached(self) -> Self:
        if self.phone is None and self.email is None:
            raise _fault("reach")
        return self


class FeedbackBody(_Body):
    helpful: bool
    message_id: Annotated[str, Field(max_length=26)] | None = None
    comment: Annotated[str, Field(max_length=MAX_TEXT), Clean] | None = None


class EmptyBody(_Body):
    pass


Body = TypeVar("Body", bound=_Body)


def read_body(model: type[Body], may_be_empty: bool = False) -> Body:
    """Read and check the JSON of this request."""
    raw = request.get_data()
    if len(raw) >= MAX_BODY:
        # A body sent in chunks names no length, and is only cut off.
        raise Problem(413, words.BY_STATUS[413])
    if not raw and may_be_empty:
        return model.model_validate({})
    if raw and request.mimetype != "application/json":
        raise Problem(415, words.BY_STATUS[415])
    try:
        data = json.loads(raw.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Problem(400, words.BAD_JSON) from None
    if not isinstance(data, dict):
        raise Problem(422, words.NOT_AN_OBJECT)
    return model.model_validate({_storable(key): _storable(value) for key, value in data.items()})


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _storable(value: object) -> object:
    # JSON can spell half a character ("\ud800"), which nothing behind this can store.
    return value.encode(errors="ignore").decode() if isinstance(value, str) else value

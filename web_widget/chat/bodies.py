import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from web_widget.bodies import (
    MAX_TEXT,
    Clean,
    ClientId,
    JsonBody,
    PersonalText,
    VisibleText,
    WithoutIdentityNumbers,
    fault,
)
from web_widget.chat.text import parse_payload
from web_widget.masking import hide_identity_numbers

PHONE_SEPARATORS = re.compile(r"[\s().-]+")
PHONE = re.compile(r"^(?:\+|00)?\d{8,15}$")
EMAIL = re.compile(r"^[^\s@<>,;\"]{1,64}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,63}$")
Audience = Literal["pasient", "parorende", "etterlatt", "barn", "fagperson"]


def _payload(text: str) -> str:
    payload = parse_payload(text)
    if payload is None:
        raise fault("payload")
    return str(payload)


def _page(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise fault("page_url") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise fault("page_url")
    # What follows ? or # on somebody's page may say who they are.
    return f"{parts.scheme}://{parts.hostname}{hide_identity_numbers(parts.path)}"


def _phone(text: str) -> str:
    digits = PHONE_SEPARATORS.sub("", text)
    if not PHONE.match(digits):
        raise fault("phone")
    return digits


def _email(text: str) -> str:
    if not EMAIL.match(text.strip()):
        raise fault("email")
    return text.strip()


def _consent(given: bool) -> bool:
    if not given:
        raise fault("consent")
    return given


Consent = Annotated[bool, AfterValidator(_consent)]


Locale = Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class StartBody(JsonBody):
    locale: Locale = "nb"
    page_url: Annotated[str, Field(max_length=2000), AfterValidator(_page)] | None = None
    audience: Audience | None = None


class TurnBody(JsonBody):
    client_message_id: ClientId
    text: PersonalText | None = None
    payload: Annotated[str, Field(max_length=500), AfterValidator(_payload)] | None = None
    locale: Locale | None = None

    @model_validator(mode="after")
    def one_of_text_and_payload(self) -> Self:
        if (self.text is None) == (self.payload is None):
            raise fault("text_or_payload")
        return self


class HandoffBody(JsonBody):
    consent: Consent
    topic: Annotated[str, Field(max_length=80), Clean] | None = None


class CallbackBody(JsonBody):
    consent: Consent
    phone: Annotated[str, Field(max_length=40), AfterValidator(_phone)] | None = None
    email: Annotated[str, Field(max_length=254), AfterValidator(_email)] | None = None
    when: Annotated[str, Field(max_length=200), Clean, WithoutIdentityNumbers] | None = None

    @model_validator(mode="after")
    def can_be_reached(self) -> Self:
        if self.phone is None and self.email is None:
            raise fault("reach")
        return self


class FeedbackBody(JsonBody):
    helpful: bool
    message_id: Annotated[str, Field(max_length=26)] | None = None
    comment: Annotated[str, Field(max_length=MAX_TEXT), Clean, WithoutIdentityNumbers] | None = None


class ReturnBody(JsonBody):
    code: VisibleText


class EmptyBody(JsonBody):
    pass

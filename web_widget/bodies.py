"""How the JSON of a call is read and its texts are checked, whoever calls."""

import json
import unicodedata
from typing import Annotated, TypeVar
from uuid import UUID

from flask import request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from web_widget import words
from web_widget.masking import hide_identity_numbers
from web_widget.problems import Problem

MAX_TEXT = 2000
MAX_BODY = 64 * 1024
INVISIBLE = ("Z", "C")
KEPT_CONTROLS = "\n\t"


def fault(kind: str) -> PydanticCustomError:
    """Make a fault that pydantic reports; `kind` finds its words."""
    return PydanticCustomError(kind, "{kind}", {"kind": kind})


def clean_text(text: str) -> str:
    """Strip control characters and lone surrogates; "" when nothing visible is left."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    kept = "".join(
        letter
        for letter in text
        if letter in KEPT_CONTROLS or unicodedata.category(letter) not in {"Cc", "Cs"}
    )
    if all(unicodedata.category(letter).startswith(INVISIBLE) for letter in kept):
        return ""
    return kept.strip()


def visible(text: str) -> str:
    """Clean a text; raise a fault pydantic reports when there is nothing left to see."""
    cleaned = clean_text(text)
    if not cleaned:
        raise fault("text_empty")
    return cleaned


def uuid_text(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise fault("uuid") from None


Clean = AfterValidator(clean_text)
VisibleText = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(visible)]
# What people write about themselves or each other: nobody behind this sees an identity number.
WithoutIdentityNumbers = AfterValidator(hide_identity_numbers)
PersonalText = Annotated[VisibleText, WithoutIdentityNumbers]
ClientId = Annotated[str, Field(max_length=64), AfterValidator(uuid_text)]


class JsonBody(BaseModel):
    """What a call may send: the fields named, and nothing else."""

    model_config = ConfigDict(extra="forbid", strict=True)


Body = TypeVar("Body", bound=JsonBody)


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

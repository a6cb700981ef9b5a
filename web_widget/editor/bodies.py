import json
from typing import Annotated, Any, TypeVar

from flask import request
from pydantic import Field

from knowledge.editions.documents import LONGEST_STORED
from web_widget import words as site_words
from web_widget.bodies import MAX_TEXT, JsonBody
from web_widget.editor import words
from web_widget.problems import Problem

# Of a text as UTF-8 in JSON, with its fields beside it.
MAX_LARGE_BODY = 5 * LONGEST_STORED
MAX_TEXTS = 20

Large = TypeVar("Large", bound=JsonBody)
Text = Annotated[str, Field(max_length=LONGEST_STORED)]
Name = Annotated[str, Field(max_length=100)]


class TextBody(JsonBody):
    """A document's text as it stands in the editor, and the form's fields beside it."""

    text: Text
    fields: dict[str, Any] | None = None


class DraftBody(TextBody):
    revision: Annotated[int, Field(ge=1)] | None


class MergeBody(TextBody):
    base: Text


class MessageBody(TextBody):
    message: Annotated[str, Field(max_length=MAX_TEXT)]


class Named(JsonBody):
    kind: Name
    key: Name


class QuestionsBody(JsonBody):
    texts: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]],
        Field(min_length=1, max_length=MAX_TEXTS),
    ]
    documents: Annotated[list[Named], Field(max_length=MAX_TEXTS)]


def let_texts_be_large() -> None:
    """Let the editors' calls carry whole texts; before anything looks into the body."""
    if request.blueprint == "editor":
        request.max_content_length = MAX_LARGE_BODY


def read_large_body(model: type[Large]) -> Large:
    """Read the JSON of a call that carries a whole text."""
    try:
        data = json.loads(request.get_data().decode())
    except (ValueError, RecursionError):
        raise Problem(400, site_words.BAD_JSON) from None
    if not isinstance(data, dict):
        raise Problem(422, site_words.NOT_AN_OBJECT)
    for name in ("text", "base"):
        value = data.get(name)
        if isinstance(value, str) and len(value) > LONGEST_STORED:
            raise Problem(413, words.TOO_LONG.format(most=f"{LONGEST_STORED:,}".replace(",", " ")))
        if isinstance(value, str):
            # JSON can spell half a character, which nothing behind this can store.
            data[name] = value.encode(errors="ignore").decode().replace("\x00", "")
    return model.model_validate(data)

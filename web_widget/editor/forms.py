"""The texts of those documents that are edited in a form, as the form's fields and back."""

from collections.abc import Callable
from typing import Any

import yaml

from knowledge.editions.models import Kind
from web_widget.borders import JsonObject
from web_widget.editor import front_matter
from web_widget.editor.yaml_source import (
    NoSuchValueError,
    as_plain,
    find,
    items_replaced,
    replaced,
)

Read = Callable[[str], JsonObject]
Write = Callable[[str, JsonObject], str]


def fields_of(kind: Kind, key: str, text: str) -> JsonObject | None:
    """Return what the form shows; None for a text without a form, or one that can't be read."""
    form = _form(kind, key)
    if form is None:
        return None
    try:
        return form[0](text)
    except (yaml.YAMLError, NoSuchValueError, AttributeError, TypeError, ValueError):
        # Whatever is wrong with it: the source is shown, with the finding that says where.
        return None


def with_fields(kind: Kind, key: str, text: str, fields: JsonObject | None) -> str:
    """Return the text with what the form says; as it is where it can't be read."""
    form = _form(kind, key)
    if form is None or fields is None or fields_of(kind, key, text) is None:
        return text
    return form[1](text, fields)


def _form(kind: Kind, key: str) -> tuple[Read, Write] | None:
    if kind == Kind.SAFETY and key == "texts":
        return _texts, _with_texts
    return FORMS.get(kind)


def _languages(text: str) -> JsonObject:
    found = as_plain(find(text, []))
    return {"languages": {name: [str(q) for q in questions] for name, questions in found.items()}}


def _with_languages(text: str, fields: JsonObject) -> str:
    now = _languages(text)["languages"]
    for language, questions in fields["languages"].items():
        wanted = [question for each in questions if (question := " ".join(each.split()))]
        if language in now:
            if wanted != now[language]:
                text = items_replaced(text, [language], wanted)
        elif wanted:
            text = text.rstrip("\n") + "\n" + _new_list(language, wanted)
    return text


def _pairs(text: str) -> JsonObject:
    found = as_plain(find(text, [])) if text.strip() else []
    return {
        "pairs": [{"question": str(each["question"]), "slug": each["slug"]} for each in found or []]
    }


def _with_pairs(text: str, fields: JsonObject) -> str:
    wanted = [pair for pair in fields["pairs"] if pair["question"].strip()]
    return text if wanted == _pairs(text)["pairs"] else items_replaced(text, [], wanted)


def _hours(text: str) -> JsonObject:
    found = as_plain(find(text, []))
    closed = [{"day": each["day"], "why": each.get("why", "")} for each in found.get("closed", [])]
    return {"weekly": found["weekly"], "closed": closed}


def _with_hours(text: str, fields: JsonObject) -> str:
    now = _hours(text)
    if fields["weekly"] != now["weekly"]:
        text = replaced(text, ["weekly"], fields["weekly"])
    closed = [each for each in fields["closed"] if each["day"]]
    if closed != now["closed"]:
        text = replaced(text, ["closed"], closed)
    return text


def _responses(text: str) -> JsonObject:
    found = as_plain(find(text, ["responses"]))
    return {"texts": {name: said[0]["text"] for name, said in found.items() if said[0].get("text")}}


def _with_responses(text: str, fields: JsonObject) -> str:
    now = _responses(text)["texts"]
    for name, said in fields["texts"].items():
        if name in now and said != now[name]:
            text = replaced(text, ["responses", name, 0, "text"], said)
    return text


def _texts(text: str) -> JsonObject:
    found: dict[str, Any] = as_plain(find(text, []))
    return {"texts": {name: each["text"] for name, each in found.items()}}


def _with_texts(text: str, fields: JsonObject) -> str:
    now = _texts(text)["texts"]
    for name, said in fields["texts"].items():
        if name in now and said != now[name]:
            text = replaced(text, [name, "text"], said)
    return text


def _new_list(key: str, values: list[str]) -> str:
    written = yaml.safe_dump({key: values}, allow_unicode=True, sort_keys=False, width=10**9)
    return str(written)


FORMS: dict[Kind, tuple[Read, Write]] = {
    Kind.ARTICLE: (front_matter.fields_of, front_matter.with_fields),
    Kind.QUESTIONS: (_languages, _with_languages),
    Kind.MUST_HOLD: (_pairs, _with_pairs),
    Kind.OPENING_HOURS: (_hours, _with_hours),
    Kind.RESPONSES: (_responses, _with_responses),
}

"""An article's front matter as the fields of a form; what is not changed keeps its bytes."""

import re
from datetime import date
from typing import Any

import yaml

from web_widget.borders import JsonObject
from web_widget.editor.yaml_source import as_plain, find, items_replaced, replaced

HEAD = re.compile(r"\A---[ \t]*\r?\n(.*?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
PLAIN = ("title", "audience", "summary")
LISTS = ("contacts", "related")
SHOWN = ("slug", "category", "updated", "reviewed", "reviewed_by")


def split(text: str) -> tuple[int, int]:
    """Return where the front matter's YAML begins and ends; raise yaml.YAMLError without one."""
    found = HEAD.match(text)
    if not found:
        raise yaml.YAMLError("front matter")
    return found.span(1)


def fields_of(text: str) -> JsonObject:
    """Read the fields; raise yaml.YAMLError when the front matter can't be read."""
    start, end = split(text)
    meta = as_plain(find(text[start:end], []))
    if not isinstance(meta, dict):
        raise yaml.YAMLError("front matter")
    fields: JsonObject = {name: meta.get(name) for name in (*PLAIN, *SHOWN, "valid_until")}
    fields |= {name: _texts(meta.get(name)) for name in LISTS}
    fields["sources"] = [
        {name: str(source.get(name, "")) for name in ("title", "url", "dated")}
        for source in meta.get("sources") or []
        if isinstance(source, dict)
    ]
    return fields


def with_fields(text: str, fields: JsonObject) -> str:
    """Return the text with the fields that differ written into its front matter."""
    start, end = split(text)
    head, now = text[start:end], fields_of(text)
    for name in (*PLAIN, *LISTS):
        if name in fields and fields[name] != now[name]:
            head = replaced(head, [name], fields[name])
    if fields.get("valid_until") not in {None, now["valid_until"]}:
        head = replaced(head, ["valid_until"], _day(fields["valid_until"]))
    if "sources" in fields and fields["sources"] != now["sources"]:
        head = items_replaced(head, ["sources"], _sources(head, fields["sources"]))
    return text[:start] + head + text[end:]


def _sources(head: str, wanted: list[JsonObject]) -> list[Any]:
    """Keep a year that was a number, and a key nobody shows, where a source is as it was."""
    before = as_plain(find(head, ["sources"])) or []
    known = {
        tuple(str(each.get(n, "")) for n in ("title", "url", "dated")): each for each in before
    }
    return [known.get(tuple(each.values()), each) for each in wanted]


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _day(value: str) -> date | str:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value

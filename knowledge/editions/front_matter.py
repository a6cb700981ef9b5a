"""An article's front matter as it stands in its text: read leniently, changed line by line."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

FENCE = "---"


@lru_cache(maxsize=2_000)
def read(text: str) -> Mapping[str, Any]:
    """Return the fields, or none where they can't be read; for lists and forms, not for checks."""
    try:
        fields = yaml.load(source(text), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return {}
    return fields if isinstance(fields, dict) else {}


def source(text: str) -> str:
    """Return the YAML between the fences; empty when there are none."""
    lines = text.removeprefix("\ufeff").splitlines()
    end = _end(lines)
    return "\n".join(lines[1:end]) if end else ""


def body(text: str) -> str:
    """Return what stands after the front matter."""
    lines = text.removeprefix("\ufeff").splitlines()
    end = _end(lines)
    return "\n".join(lines[end + 1 :]) if end else text


def body_line(text: str) -> int:
    """Return how many lines stand before the body."""
    end = _end(text.removeprefix("\ufeff").splitlines())
    return end + 1 if end else 0


def line_of(text: str, field: str) -> int | None:
    """Return the line in which a field of the first level stands, from 1."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"{re.escape(field)}\s*:", line):
            return number
        if number > 1 and line.strip() == FENCE:
            return None
    return None


def with_fields(text: str, fields: Mapping[str, str | date | None]) -> str:
    """Return the text with some fields of the first level changed; all other bytes stay.

    A field that is not there is not put in.
    """
    return "".join(_changed(text.splitlines(keepends=True), dict(fields)))


def _changed(lines: list[str], fields: dict[str, str | date | None]) -> Iterator[str]:
    end = _end([line.rstrip("\r\n") for line in lines])
    dropping = False
    for number, line in enumerate(lines):
        if end is None or not 0 < number < end:
            yield line
            continue
        name = line.split(":", 1)[0].strip()
        if not line[:1].isspace() and name in fields:
            dropping = True
            ending = line[len(line.rstrip("\r\n")) :]
            yield f"{name}: {_written(fields[name])}{ending}"
        elif not (dropping and line[:1].isspace() and line.strip()):
            dropping = False
            yield line


def _written(value: str | date | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, date):
        return value.isoformat()
    # PyYAML knows when a text needs quotes.
    return yaml.safe_dump(value, allow_unicode=True, width=10_000).removesuffix("...\n").strip()


def day(fields: Mapping[str, Any], name: str) -> date | None:
    """Return a date of the front matter, also where it stands as text; None where there is none."""
    value = fields.get(name)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _end(lines: list[str]) -> int | None:
    """Return the index of the closing fence."""
    if not lines or lines[0].rstrip() != FENCE:
        return None
    return next((n for n, line in enumerate(lines) if n and line.rstrip() == FENCE), None)

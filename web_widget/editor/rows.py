"""Contact points and coordinators, one at a time: a row's fields, and the text with another row."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import yaml

from knowledge.contacts import DAYS
from knowledge.coordinators import COLUMNS
from knowledge.editions.models import Kind
from web_widget.editor.yaml_source import as_plain, find, replaced

DAY_TITLES = dict(
    zip(
        DAYS,
        ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
        strict=True,
    )
)
CONTACT_FIELDS = {
    "id": "Id",
    "name": "Navn",
    "also_known_as": "Andre navn, med komma mellom",
    "phone": "Telefon",
    "email": "E-postadresse",
    "url": "Nettadresse",
    "for_whom": "Hvem det er for",
    "hours.text": "Åpningstid med ord",
    "source.title": "Kilde",
    "source.url": "Kildens adresse",
    "source.dated": "Kildens dato",
    "checked": "Sist sjekket (åååå-mm-dd)",
}
HOUR_FIELDS = {f"hours.weekly.{day}": f"Åpent {title}" for day, title in DAY_TITLES.items()}
COORDINATOR_FIELDS = {
    "kommunenummer": "Kommunenummer",
    "name": "Kommune",
    "fylke": "Fylke",
    "bydel": "Bydel",
    "other_names": "Andre navn",
    "former_names": "Tidligere navn",
    "website": "Kommunens nettsted",
    "page": "Siden om koordinatoren",
    "page_dated": "Sidens dato",
}
NULLABLE = {"phone", "email", "url", "source.url"}
NEW = -1


@dataclass(frozen=True)
class Row:
    index: int
    name: str
    cells: Sequence[str]
    values: Mapping[str, str]


def titles(kind: Kind) -> dict[str, str]:
    """Return the fields of a row with their labels."""
    return {**CONTACT_FIELDS, **HOUR_FIELDS} if kind == Kind.CONTACTS else COORDINATOR_FIELDS


def rows(kind: Kind, text: str) -> list[Row]:
    """Read the rows; raise ValueError or yaml.YAMLError for a text that can't be read."""
    if kind == Kind.CONTACTS:
        found = as_plain(find(text, [])) or []
        return [_contact(index, each) for index, each in enumerate(found)]
    lines = _lines(text)
    return [_coordinator(index, line) for index, line in enumerate(lines[1:])]


def with_row(kind: Kind, text: str, index: int, values: Mapping[str, str]) -> str:
    """Return the text with the row's new values, or a new row at the end; the rest as it was."""
    if kind == Kind.COORDINATORS:
        return _with_line(text, index, values)
    if index == NEW:
        return text.rstrip("\n") + "\n\n" + _new_contact(values)
    before = rows(kind, text)[index].values
    for name, value in values.items():
        if value != before[name] and not name.startswith("hours."):
            text = replaced(text, [index, *name.split(".")], _meant(name, value))
    if any(values[name] != before[name] for name in values if name.startswith("hours.")):
        hours = as_plain(find(text, [index, "hours"]))
        text = replaced(text, [index, "hours"], {**hours, **_hours(values)})
    return text


def without_row(kind: Kind, text: str, index: int) -> str:
    """Return the text without the row."""
    lines = text.splitlines(keepends=True)
    if kind == Kind.COORDINATORS:
        first = last = index + 1
    else:
        nodes = find(text, []).value
        first = nodes[index].start_mark.line
        following = [node.start_mark.line for node in nodes[index + 1 :]]
        last = (following or [len(lines)])[0] - 1
        # A comment or an empty line before the next row belongs to that one.
        while last > first and (not lines[last].strip() or lines[last].startswith("#")):
            last -= 1
        if last + 1 < len(lines) and not lines[last + 1].strip():
            last += 1
    return "".join(lines[:first] + lines[last + 1 :])


def _contact(index: int, contact: dict[str, Any]) -> Row:
    values = {}
    for name in titles(Kind.CONTACTS):
        value: Any = contact
        for step in name.split("."):
            value = (value or {}).get(step)
        values[name] = ", ".join(map(str, value)) if isinstance(value, list) else _said(value)
    shown = (values["phone"], values["url"], values["checked"])
    return Row(index, values["name"], shown, values)


def _coordinator(index: int, line: Sequence[str]) -> Row:
    values = dict(zip(COLUMNS, line, strict=True))
    name = f"{values['name']}, {values['bydel']}" if values["bydel"] else values["name"]
    return Row(index, name, (values["fylke"], values["page"], values["page_dated"]), values)


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _meant(name: str, value: str) -> object:
    if name == "also_known_as":
        return _parts(value)
    if name in NULLABLE and not value:
        return None
    return yaml.safe_load(value) if name == "checked" and value else value


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _hours(values: Mapping[str, str]) -> dict[str, Any]:
    weekly = {
        day: spans for day in DAYS if (spans := _parts(values.get(f"hours.weekly.{day}", "")))
    }
    return {"text": values.get("hours.text", ""), "weekly": weekly or None}


def _new_contact(values: Mapping[str, str]) -> str:
    contact: dict[str, Any] = {
        name: _meant(name, values.get(name, "")) for name in CONTACT_FIELDS if "." not in name
    }
    source = {name: _meant(f"source.{name}", values[f"source.{name}"]) for name in ("title", "url")}
    contact["hours"] = {"always_open": False, **_hours(values)}
    contact["source"] = {**source, "dated": values["source.dated"]}
    contact["checked"] = contact.pop("checked")
    written = yaml.safe_dump([contact], allow_unicode=True, sort_keys=False, width=10**9)
    return str(written)


def _lines(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


def _with_line(text: str, index: int, values: Mapping[str, str]) -> str:
    ending = "\r\n" if "\r\n" in text else "\n"
    written = StringIO()
    csv.writer(written, lineterminator=ending).writerow([values[name] for name in COLUMNS])
    lines = text.splitlines(keepends=True)
    if index == NEW:
        return text.rstrip("\r\n") + ending + written.getvalue()
    lines[index + 1] = written.getvalue()
    return "".join(lines)

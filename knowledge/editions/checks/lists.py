"""Checks of the lists: contact points, municipalities, must-hold questions, opening hours."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

import yaml
from pydantic import TypeAdapter, ValidationError

from knowledge.contacts import Contact
from knowledge.coordinators import COLUMNS, parse_coordinators
from knowledge.editions import front_matter
from knowledge.editions.findings import (
    Finding,
    Texts,
    content_finding,
    error,
    line_of,
    of_kind,
    schema_findings,
    warning,
    yaml_finding,
)
from knowledge.editions.models import Kind
from knowledge.editions.must_hold import LIST
from knowledge.editions.opening_hours import parse_opening_hours
from knowledge.errors import ContentError

CONTACTS = TypeAdapter(list[Contact])
# The bot names these by itself; tests hold the list to actions/contact_points.py.
OF_THE_BOT = frozenset(
    (
        "radgivningstjenesten",
        "alarmtelefonen-116111",
        "kreftkoordinator",
        "nodnummer-113",
        "legevakt-116117",
        "mental-helse",
        "kirkens-sos",
    )
)
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
YEAR_FIRST = re.compile(r"(\d{4}|udatert)\b.*")


def check_contacts(text: str, others: Texts) -> Iterator[Finding]:
    """Yield what is wrong with the contact points."""
    try:
        contacts = CONTACTS.validate_python(yaml.load(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as fault:
        yield yaml_finding(fault)
        return
    except ValidationError as fault:
        yield from schema_findings(fault)
        return
    ids = [contact.id for contact in contacts]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield error(f"Navnet «{name}» er brukt to ganger.", line_of(text, f"id: {name}"), name)
    before = others.get((Kind.CONTACTS, Kind.CONTACTS.value), "")
    for name in sorted(OF_THE_BOT - set(ids)):
        if f"id: {name}" in before:
            yield error(f"Boten viser selv til «{name}». Det kan ikke tas bort.", None, name)
    for slug, article in of_kind(others, Kind.ARTICLE).items():
        for name in front_matter.read(article).get("contacts") or []:
            if name not in ids:
                yield error(
                    f"Artikkelen «{slug}» viser til «{name}», som ikke er her.", None, str(name)
                )


def check_coordinators(text: str, others: Texts) -> Iterator[Finding]:
    """Yield what is wrong with the table of municipalities."""
    try:
        parse_coordinators(text, "coordinators.csv")
    except ContentError as fault:
        finding = content_finding(fault)
        number = re.search(r"kommunenummer (\S+):", str(fault))
        yield error(finding.message, line_of(text, f"{number[1]},") if number else 1)
        return
    reader = csv.DictReader(StringIO(text, newline=""))
    seen: Counter[tuple[str, str]] = Counter()
    for row in reader:
        yield from _row(row, reader.line_num)
        seen[row["kommunenummer"], row["bydel"]] += 1
        if seen[row["kommunenummer"], row["bydel"]] == 2:  # noqa: PLR2004 -- told once
            yield error(f"{row['name']} står der to ganger.", reader.line_num, row["kommunenummer"])
    before = csv.DictReader(StringIO(others.get((Kind.COORDINATORS, Kind.COORDINATORS.value), "")))
    numbers = {number for number, _ in seen}
    for row in before:
        if row.get("kommunenummer") not in numbers:
            yield warning(f"{row.get('name')} ({row.get('kommunenummer')}) er tatt bort.")


def _row(row: dict[str, str], line: int) -> Iterator[Finding]:
    number = row["kommunenummer"]
    if None in row or None in row.values():
        yield error(f"Raden må ha {len(COLUMNS)} kolonner.", line, number)
        return
    for column in ("website", "page"):
        if row[column].strip() and not WEB_ADDRESS.fullmatch(row[column].strip()):
            yield error(f"{row['name']}: adressen må begynne med https://.", line, number)
    dated = row["page_dated"].strip()
    if dated and not YEAR_FIRST.fullmatch(dated):
        yield error(
            f"{row['name']}: datoen må begynne med årstallet, eller være «udatert».", line, number
        )
    if row["page"].strip() and not dated:
        yield warning(f"{row['name']}: siden har ingen dato.", line, number)


def check_must_hold(text: str, others: Texts) -> Iterator[Finding]:
    """Yield what is wrong with the questions that must be answered by a certain article."""
    try:
        questions = LIST.validate_python(yaml.load(text, Loader=yaml.CSafeLoader) or [])
    except yaml.YAMLError as fault:
        yield yaml_finding(fault)
        return
    except ValidationError as fault:
        yield from schema_findings(fault)
        return
    published = of_kind(others, Kind.ARTICLE)
    seen: set[str] = set()
    for each in questions:
        line = line_of(text, each.question)
        if each.slug not in published:
            yield error(
                f"Det er ingen publisert artikkel som heter «{each.slug}».", line, each.slug
            )
        if each.question.casefold() in seen:
            yield error(f"Spørsmålet står der to ganger: {each.question}", line, each.slug)
        seen.add(each.question.casefold())


def check_opening_hours(text: str) -> Iterator[Finding]:
    """Yield what is wrong with the advisers' hours."""
    try:
        parse_opening_hours(text, "opening_hours.yml")
    except ContentError as fault:
        cause = fault.__cause__
        if isinstance(cause, yaml.YAMLError):
            yield yaml_finding(cause)
        elif isinstance(cause, ValidationError):
            yield from schema_findings(cause)
        else:
            yield content_finding(fault)

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import ValidationError

from knowledge.article_checks import (
    Outdated,
    Remark,
    Shelf,
    digits,
    read_outdated,
    remarks,
    sentence_splitter,
)
from knowledge.articles import Article, FrontMatter, expand_texts, split_sections
from knowledge.editions import front_matter
from knowledge.editions.findings import (
    Finding,
    Texts,
    content_finding,
    error,
    line_of,
    of_kind,
    parsed,
    schema_findings,
    yaml_finding,
)
from knowledge.editions.models import Kind
from knowledge.errors import ContentError
from knowledge.library import parse_texts
from knowledge.settings import PACKAGED_CONTENT

LONGEST = 60_000  # characters: ten times a long article; nothing more is looked at then
WHERE = "artikkel"
SCRIPT_LINK = re.compile(r"\]\(\s*(?!https?:|mailto:|tel:|/|#)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_markdown = MarkdownIt().enable("table")


def check(key: str, text: str, others: Texts, today: date) -> Iterator[Finding]:
    """Yield what is wrong with an article, as it would be published on the day."""
    if len(text) > LONGEST:
        yield error(f"Teksten har {len(text)} tegn. En artikkel kan ha høyst {LONGEST}.")
        return
    findings = list(_front_matter(key, text, others, today))
    yield from findings
    yield from _markup(text)
    article, faults = _read(text, others, today)
    yield from faults
    if article is not None:
        found = remarks(article, shelf(key, others, today))
        yield from (_finding(text, remark) for remark in found)


def _front_matter(key: str, text: str, others: Texts, today: date) -> Iterator[Finding]:
    if not front_matter.source(text):
        yield error("Øverst må feltene stå mellom to linjer med bare «---».", 1)
        return
    try:
        fields = yaml.load(front_matter.source(text), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as fault:
        yield yaml_finding(fault, first_line=1, field="front_matter")
        return
    except ValueError:  # a date that no calendar has
        yield error("En dato øverst i artikkelen finnes ikke.", 1)
        return
    try:
        meta = FrontMatter.model_validate(_as_of(fields, today))
    except ValidationError as fault:
        for finding in schema_findings(fault):
            line = front_matter.line_of(text, finding.field)
            yield Finding(finding.level, finding.field, line, finding.message)
        return
    yield from _names(key, text, meta, others)


def _names(key: str, text: str, meta: FrontMatter, others: Texts) -> Iterator[Finding]:
    if meta.slug != key:
        line = front_matter.line_of(text, "slug")
        yield error(f"Navnet i adressen er «{key}», og kan ikke endres.", line, "slug")
    known = contact_ids(others)
    for name in meta.contacts:
        if name not in known:
            line = front_matter.line_of(text, "contacts")
            yield error(f"Det er ikke noe kontaktpunkt som heter «{name}».", line, "contacts")


def _markup(text: str) -> Iterator[Finding]:
    before = front_matter.body_line(text)
    lines = text.splitlines()
    for token in _tokens(_markdown.parse(front_matter.body(text))):
        line = before + token.map[0] + 1 if token.map else None
        if token.type in {"html_block", "html_inline"}:
            shown = " ".join(token.content.split())[:60]
            at = line_of(text, token.content.splitlines()[0] if token.content else "", before)
            yield error(
                f"HTML kan ikke brukes, og blir vist som tekst: {shown}", at or line, "body"
            )
        elif token.type == "image":
            yield error("Bilder kan ikke brukes i artiklene.", line, "body")
    for number, line_ in enumerate(lines[before:], start=before + 1):
        if SCRIPT_LINK.search(line_):
            yield error("Lenker må begynne med https:// eller /artikler/.", number, "body")


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        for child in token.children or []:
            child.map = token.map
            yield child


def _read(text: str, others: Texts, today: date) -> tuple[Article | None, list[Finding]]:
    """Return the article, where it can be read, and what is wrong with its body."""
    try:
        meta = FrontMatter.model_validate(_as_of(front_matter.read(text), today))
    except ValidationError:
        meta = None  # told already
    body, faults = front_matter.body(text).strip(), []
    try:
        expanded = expand_texts(body, fixed_texts(others), WHERE)
        sections = split_sections(expanded, WHERE)
    except ContentError as fault:
        finding = content_finding(fault)
        quoted = re.search(r"«(.+)»", finding.message)
        line = line_of(text, quoted[1], front_matter.body_line(text)) if quoted else None
        faults.append(Finding("error", "body", line, finding.message))
        return None, faults
    return (Article(meta, expanded, sections) if meta else None), faults


def _as_of(fields: Any, today: date) -> Any:  # noqa: ANN401 -- whatever YAML holds
    """Set what publication sets, which no editor has to mind."""
    if not isinstance(fields, dict):
        return fields
    review = {"reviewed_by": None, "reviewed": None}
    changed = {
        name: value for name, value in {"updated": today, **review}.items() if name in fields
    }
    return {**fields, **changed}


def _finding(text: str, remark: Remark) -> Finding:
    before = front_matter.body_line(text)
    if remark.field == "body":
        line = line_of(text, remark.quote, before)
    else:
        line = front_matter.line_of(text, remark.field)
    return Finding("error" if remark.blocks else "warning", remark.field, line, remark.message)


def shelf(key: str, others: Texts, today: date) -> Shelf:
    """Return what an article is checked against, among the published texts."""
    return Shelf(
        slugs=frozenset(of_kind(others, Kind.ARTICLE)) | {key},
        sentences=sentence_splitter(),
        outdated=_outdated(),
        phones=phones(others),
        today=today,
    )


@lru_cache(maxsize=1)
def _outdated() -> tuple[Outdated, ...]:
    return read_outdated(PACKAGED_CONTENT / "outdated.yml")


def fixed_texts(others: Texts) -> dict[str, str]:
    """Return the reviewed texts that articles may include."""
    try:
        return parse_texts(others.get((Kind.SAFETY, "texts"), "{}"), "texts.yml")
    except ContentError:
        return {}


def contact_ids(others: Texts) -> frozenset[str]:
    """Return the names of the published contact points."""
    return frozenset(str(entry["id"]) for entry in _contacts(others))


def phones(others: Texts) -> frozenset[str]:
    """Return the digits of every published contact point's number."""
    numbers = (entry.get("phone") for entry in _contacts(others))
    return frozenset(digits(str(number)) for number in numbers if number)


def _contacts(others: Texts) -> list[dict[str, Any]]:
    entries = parsed(others.get((Kind.CONTACTS, Kind.CONTACTS.value), ""))
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, dict) and "id" in entry]

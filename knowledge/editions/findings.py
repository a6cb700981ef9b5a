"""What is wrong with an editor's text, in words for who is no programmer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import yaml
from pydantic import ValidationError

from knowledge.editions.models import Kind
from knowledge.errors import KnowledgeError

Level = Literal["error", "warning"]
Texts = Mapping[tuple[Kind, str], str]

LABELS = {
    "slug": "Navn i adressen",
    "title": "Tittel",
    "category": "Kategori",
    "audience": "Målgruppe",
    "summary": "Sammendrag",
    "contacts": "Kontaktpunkter",
    "related": "Beslektede artikler",
    "sources": "Kilder",
    "updated": "Oppdatert",
    "valid_until": "Gyldig til",
    "reviewed_by": "Godkjent av",
    "reviewed": "Godkjent dato",
    "url": "Adresse",
    "dated": "Datert",
    "name": "Navn",
    "also_known_as": "Andre navn",
    "phone": "Telefon",
    "email": "E-post",
    "for_whom": "For hvem",
    "hours": "Åpningstid",
    "weekly": "Ukentlig åpningstid",
    "always_open": "Alltid åpent",
    "text": "Tekst",
    "source": "Kilde",
    "checked": "Sjekket",
    "question": "Spørsmål",
    "patterns": "Mønstre",
    "positive": "Eksempler som skal slå til",
    "negative": "Eksempler som ikke skal slå til",
    "route": "Type fare",
    "text_id": "Tekst som vises",
    "why": "Begrunnelse",
    "closed": "Stengte dager",
    "day": "Dag",
}
# By pydantic's names for what can be wrong.
WORDS = {
    "missing": "mangler.",
    "extra_forbidden": "er ikke et felt som brukes her.",
    "string_type": "må være tekst. Sett anførselstegn rundt tall.",
    "string_too_short": "er tomt.",
    "string_too_long": "er for langt: høyst {max_length} tegn.",
    "list_type": "må være en liste.",
    "dict_type": "må ha felter under seg.",
    "too_short": "må ha minst {min_length}.",
    "bool_parsing": "må være «true» eller «false».",
    "bool_type": "må være «true» eller «false».",
    "literal_error": "må være en av disse: {expected}.",
    "enum": "må være en av disse: {expected}.",
    "model_type": "må ha felter under seg.",
}
DATE = "må være en dato, skrevet som 2026-11-30."
PATTERN = "er ikke skrevet slik det må."
PATTERNS = {
    "slug": "kan bare ha små bokstaver fra a til z, tall og bindestrek.",
    "id": "kan bare ha små bokstaver fra a til z, tall og bindestrek.",
    "url": "må være en hel adresse som begynner med https://.",
    "weekly": "må skrives som 09:00-15:30.",
}
OUR_WORDS = {
    "valid_until must be within 12 months after updated": (
        "valid_until",
        "Artikkelen må være gyldig til en dag som kommer, høyst 12 måneder fram.",
    ),
    "reviewed and reviewed_by belong together": (
        "reviewed",
        "Hvem som har godkjent, og når, må stå der begge to eller være tomme begge to.",
    ),
}
# By the words of our own errors, which name the file first.
CONTENT_ERRORS: Sequence[tuple[str, str]] = (
    (r"slug: (\S+) is not the file's name", "Navnet i adressen («{0}») kan ikke endres."),
    (
        r"category: (\S+) is not the folder's name",
        "Kategorien «{0}» er ikke den samme som mappen.",
    ),
    (r"body: there is no text (\S+)", "Det finnes ingen fast tekst som heter «{0}»."),
    (
        r"body: a text reference must stand alone",
        "{{{{tekst: …}}}} må stå alene på sin egen linje.",
    ),
    (
        r"body: must begin with a heading",
        "Teksten må begynne med en overskrift: en linje som starter med «## ».",
    ),
    (r"body: the section «(.*)» is empty", "Avsnittet «{0}» er tomt."),
    (r"(\S+): a question is empty or too long", "Et spørsmål ({0}) er tomt eller for langt."),
    (r"id: (\S+) stands there twice", "Navnet «{0}» er brukt to ganger."),
    (r"the columns must be (.*)", "Kolonnene må være: {0}."),
    (
        r"kommunenummer (\S*): a number of four digits",
        "Rad med kommunenummer «{0}»: nummeret må ha fire sifre, og navnet må stå der.",
    ),
    (
        r"safety rule (\S+): no text is called (\S+)",
        "Regelen «{0}» viser til teksten «{1}», som ikke finnes.",
    ),
    (
        r"patterns use word classes that nobody wrote: (.*)",
        "Mønstrene bruker ordlister som ikke finnes: {0}.",
    ),
    (
        r"pattern (.*): nothing stands on one side",
        "I mønsteret {0} mangler det noe på én side av et tegn.",
    ),
    (r"is not a mapping", "Filen må være en liste med navn og innhold."),
)


@dataclass(frozen=True)
class Finding:
    """Something to mend; an error stands in the way of publishing, a warning does not."""

    level: Level
    field: str  # of the front matter, "body", a rule's id, a row; "" for the whole text
    line: int | None  # in the text, from 1
    message: str


def error(message: str, line: int | None = None, field: str = "") -> Finding:
    return Finding("error", field, line, message)


def warning(message: str, line: int | None = None, field: str = "") -> Finding:
    return Finding("warning", field, line, message)


def yaml_finding(fault: Exception, first_line: int = 0, field: str = "") -> Finding:
    """Say where YAML can't be read; `first_line` is how many lines stand before it."""
    mark = getattr(fault, "problem_mark", None)
    if "quoted scalar" in str(getattr(fault, "context", "")):
        mark = fault.context_mark  # type: ignore[attr-defined]  # where the quotes begin
    line = mark.line + 1 + first_line if mark else None
    message = "Her kan teksten ikke leses. "
    if "mapping values are not allowed" in str(fault):
        message += "En tekst med kolon må ha anførselstegn rundt seg."
    elif "found character '\\t'" in str(fault):
        message += "Bruk mellomrom, ikke tabulator."
    elif "alias" in str(fault):
        message += "En tekst som begynner med * må ha anførselstegn rundt seg."
    else:
        message += "Se etter et anførselstegn, en parentes eller et innrykk som mangler."
    return error(message, line, field)


def schema_findings(fault: ValidationError, prefix: str = "") -> Iterator[Finding]:
    """Say what each field that does not fit should be."""
    for each in fault.errors(include_url=False):
        if each["type"] == "value_error":
            own = str(each["msg"]).removeprefix("Value error, ")
            field, message = OUR_WORDS.get(own, ("", own))
            yield error(message, None, field)
            continue
        place = [str(part) for part in each["loc"]]
        yield error(
            f"{prefix}{_label(place)} {_words(each, place)}", None, place[0] if place else ""
        )


def _label(place: list[str]) -> str:
    names = [part for part in place if not part.isdigit()]
    numbers = [int(part) + 1 for part in place if part.isdigit()]
    label = LABELS.get(names[-1], names[-1]) if names else "Innholdet"
    inside = f" (nummer {numbers[0]})" if numbers else ""
    return f"«{label}»{inside}"


def _words(fault: Any, place: list[str]) -> str:  # noqa: ANN401 -- pydantic's dictionary
    kind, limits = fault["type"], fault.get("ctx", {})
    if kind.startswith("date"):
        return DATE
    if kind == "string_pattern_mismatch":
        return next((PATTERNS[name] for name in reversed(place) if name in PATTERNS), PATTERN)
    return WORDS.get(kind, PATTERN).format(**limits)


def content_finding(fault: KnowledgeError) -> Finding:
    """Put one of our own content errors into an editor's words."""
    for pattern, words in CONTENT_ERRORS:
        found = re.search(pattern, str(fault))
        if found:
            return error(words.format(*found.groups()))
    return error(f"Teksten kan ikke brukes: {fault}")


@lru_cache(maxsize=500)
def parsed(text: str) -> Any:  # noqa: ANN401 -- whatever stands in a YAML file
    """Return what a YAML text holds, None where it can't be read; not to be changed."""
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return None


def line_of(text: str, words: str, start: int = 0) -> int | None:
    """Return the first line after `start` that has the words, from 1."""
    lines = text.splitlines()
    return next((n + 1 for n in range(start, len(lines)) if words and words in lines[n]), None)


def of_kind(texts: Texts, kind: Kind) -> dict[str, str]:
    """Return the texts of one kind by key."""
    return {key: text for (each, key), text in texts.items() if each == kind}

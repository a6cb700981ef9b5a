"""What can be wrong with an editor's text, in words for who is no programmer."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from knowledge import readability
from knowledge.article_checks import LINK, sentence_splitter
from knowledge.articles import SLUG
from knowledge.contacts import OSLO
from knowledge.editions import front_matter
from knowledge.editions.checks import article, bot, lists, questions, safety
from knowledge.editions.findings import Finding, Level, Texts, error, of_kind, parsed
from knowledge.editions.models import Kind

__all__ = ["Finding", "Level", "Texts"]

LONGEST_STORED = 1_000_000
LONGEST_KEY = 80
CONFLICT_MARK = re.compile(r"^(<{7}|>{7})(\s|$)")
TITLES = {
    Kind.CONTACTS: "Kontaktpunkter",
    Kind.COORDINATORS: "Kommuner og kreftkoordinatorer",
    Kind.MUST_HOLD: "Spørsmål som må holde",
    Kind.OPENING_HOURS: "Åpningstider for rådgivere",
}
NAMES = {
    Kind.QUESTIONS: "Spørsmål til",
    Kind.SAFETY: "Sikkerhetsregler:",
    Kind.RESPONSES: "Botens svar:",
    Kind.EXAMPLES: "Eksempler til boten:",
}


def check(
    kind: Kind, key: str, text: str, others: Texts, today: date | None = None
) -> list[Finding]:
    """Return all that is wrong with a text beside the other published documents, errors first.

    `others` are the published texts (`desk.published_texts`); the document's own is what it is
    compared with. `today` is the day on which the text is to be published.
    """
    message = unstorable(text)
    if message is not None:
        return [error(message)]
    found = [*_left_by_a_merge(text), *_checks(kind, key, text, others, today or _today())]
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda each: (each.level != "error", each.line or 0))


def errors(
    kind: Kind, key: str, text: str, others: Texts, today: date | None = None
) -> list[Finding]:
    """Return what stands in the way of publishing a text."""
    return [each for each in check(kind, key, text, others, today) if each.level == "error"]


def has_errors(findings: list[Finding]) -> bool:
    """Tell whether any finding stands in the way of publishing."""
    return any(finding.level == "error" for finding in findings)


def _checks(kind: Kind, key: str, text: str, others: Texts, today: date) -> Iterator[Finding]:
    match kind:
        case Kind.ARTICLE:
            yield from article.check(key, text, others, today)
        case Kind.QUESTIONS:
            yield from questions.check(key, text, others)
        case Kind.CONTACTS:
            yield from lists.check_contacts(text, others)
        case Kind.COORDINATORS:
            yield from lists.check_coordinators(text, others)
        case Kind.SAFETY:
            yield from safety.check(key, text, others)
        case Kind.RESPONSES:
            yield from bot.check_responses(key, text, others)
        case Kind.EXAMPLES:
            yield from bot.check_examples(key, text, others)
        case Kind.MUST_HOLD:
            yield from lists.check_must_hold(text, others)
        case Kind.OPENING_HOURS:
            yield from lists.check_opening_hours(text)


def _left_by_a_merge(text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), start=1):
        if CONFLICT_MARK.match(line):
            yield error("Her må du velge mellom to tekster, og ta bort merket.", number)


def unstorable(text: str) -> str | None:
    """Say why a text can't be kept at all; None when it can."""
    if len(text) > LONGEST_STORED:
        return f"Teksten har {len(text)} tegn. Den kan ha høyst {LONGEST_STORED}."
    if "\0" in text or not _is_unicode(text):
        return "Teksten har tegn som ikke kan lagres. Lim den inn på nytt som ren tekst."
    return None


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_slug(key: str) -> bool:
    """Tell whether a new document may be called so."""
    return len(key) <= LONGEST_KEY and re.fullmatch(SLUG, key) is not None


def title(kind: Kind, key: str, text: str) -> str:
    """Return what a document is called in lists: an article's title, else a name of its kind."""
    if kind is Kind.ARTICLE:
        return str(front_matter.read(text).get("title") or key)
    return TITLES.get(kind) or f"{NAMES[kind]} {key}"


def lix(text: str) -> float:
    """Return the readability index of an article's body."""
    if len(text) > article.LONGEST:
        return 0.0
    return readability.lix(front_matter.body(text), sentence_splitter())


def leads_to(slug: str, texts: Texts) -> list[Finding]:
    """Return what stands in the way of taking an article off the site."""
    found = []
    articles = {key: text for key, text in of_kind(texts, Kind.ARTICLE).items() if key != slug}
    if not articles:
        found.append(error("Den siste artikkelen kan ikke arkiveres."))
    for key, text in articles.items():
        links = {link.split("#")[0] for link in LINK.findall(text)}
        if f"/artikler/{slug}" in links:
            found.append(error(f"Artikkelen «{key}» har en lenke hit.", None, key))
    must_hold = parsed(texts.get((Kind.MUST_HOLD, Kind.MUST_HOLD.value), "")) or []
    if any(entry.get("slug") == slug for entry in must_hold):
        found.append(
            error("Artikkelen står i listen over spørsmål som må holde.", None, "must_hold")
        )
    return found


def _today() -> date:
    return datetime.now(OSLO).date()

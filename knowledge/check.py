"""Check all content as a strict editor would: `python -m knowledge.check`."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.articles import Article
from knowledge.contacts import OSLO
from knowledge.errors import KnowledgeError
from knowledge.language import Language, read_variants
from knowledge.library import Library, load_library
from knowledge.passages import plain_text
from knowledge.readability import article_lix, words
from knowledge.settings import load_settings

ARTICLE_WORDS = range(350, 901)
SECTION_WORDS = range(40, 121)
SUMMARY_SENTENCES = range(1, 4)
FEWEST_QUESTIONS = 25
LIX_LIMIT = 45
LIX_LIMIT_FOR_CHILDREN = 35
# Seven digits or more, or a short number as emergency and help lines have.
PHONE = re.compile(
    r"(?<![\d.,/§-])(?:\+47\s*)?"
    r"(?:\d{2}(?: ?\d{2}){3}|\d{3} ?\d{2} ?\d{3}|11[0-9](?: ?\d{3})?)"
    r"(?![\d.,/-]*\d)"
)
AMOUNT = re.compile(r"\b\d[\d  .]*(?:kr\b|kroner\b)")
YEAR = re.compile(r"\b20\d\d\b")
LINK = re.compile(r"\]\((https?://[^)\s]+|/artikler/[^)\s]+)\)")


class Outdated(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str
    why: str
    unless: str | None = None
    case: bool = False

    def stands_in(self, sentence: str) -> bool:
        flags = re.NOFLAG if self.case else re.IGNORECASE
        if self.unless and re.search(self.unless, sentence, re.IGNORECASE):
            return False
        return bool(re.search(self.pattern, sentence, flags))


OUTDATED = TypeAdapter(list[Outdated])


@dataclass(frozen=True)
class Finding:
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Shelf:
    """What the checks look things up in."""

    library: Library
    language: Language
    outdated: list[Outdated]
    phones: frozenset[str]
    today: date


def check(content: Path, language: Language, today: date) -> list[Finding]:
    """Return every fault of the content; one alone when it can't even be read."""
    try:
        library = load_library(content)
    except KnowledgeError as error:
        return [Finding(content.name, str(error))]
    outdated = OUTDATED.validate_python(
        yaml.safe_load((content / "outdated.yml").read_text("utf8"))
    )
    phones = frozenset(digits(contact.phone) for contact in library.contacts if contact.phone)
    shelf = Shelf(library, language, outdated, phones, today)
    found = [
        Finding(article.slug, what)
        for article in library.articles
        for look in ARTICLE_CHECKS
        for what in look(article, shelf)
    ]
    return [*found, *duplicate_questions(library)]


def lengths(article: Article, _: Shelf) -> Iterator[str]:
    total = len(words(plain_text(article.body)))
    if total not in ARTICLE_WORDS:
        yield f"{total} words, not {ARTICLE_WORDS.start} to {ARTICLE_WORDS.stop - 1}"
    for section in article.sections:
        count = len(words(plain_text(section.body)))
        if count not in SECTION_WORDS:
            limits = f"{SECTION_WORDS.start} to {SECTION_WORDS.stop - 1}"
            yield f"«{section.heading}» has {count} words, not {limits}"


def headings(article: Article, _: Shelf) -> Iterator[str]:
    names = [section.heading for section in article.sections]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"the heading «{name}» stands there twice"


def summary(article: Article, shelf: Shelf) -> Iterator[str]:
    count = len(shelf.language.sentences(article.meta.summary))
    if count not in SUMMARY_SENTENCES:
        yield f"the summary has {count} sentences, not at most {SUMMARY_SENTENCES.stop - 1}"


def readability(article: Article, shelf: Shelf) -> Iterator[str]:
    limit = LIX_LIMIT_FOR_CHILDREN if article.meta.audience == "barn" else LIX_LIMIT
    found = article_lix(article, shelf.language)
    if found >= limit:
        yield f"LIX {found:.1f}, not under {limit}"


def relations(article: Article, shelf: Shelf) -> Iterator[str]:
    linked = [
        link.removeprefix("/artikler/")
        for link in LINK.findall(article.body)
        if link.startswith("/")
    ]
    for slug in [*article.meta.related, *linked]:
        if slug.split("#")[0] not in shelf.library.by_slug:
            yield f"leads to {slug}, which is no article"
    if article.slug in article.meta.related:
        yield "is related to itself"


def dates(article: Article, shelf: Shelf) -> Iterator[str]:
    if article.meta.updated > shelf.today:
        yield f"updated {article.meta.updated} is in the future"
    if article.expired(shelf.today):
        yield f"valid_until {article.meta.valid_until} is past"


def outdated_facts(article: Article, shelf: Shelf) -> Iterator[str]:
    text = f"{article.meta.title}. {article.meta.summary}\n\n{article.body}"
    sentences = shelf.language.sentences(" ".join(text.split()))
    for entry in shelf.outdated:
        if any(entry.stands_in(sentence) for sentence in sentences):
            yield f"outdated: {entry.why}"


def phone_numbers(article: Article, shelf: Shelf) -> Iterator[str]:
    for number in PHONE.findall(plain_text(f"{article.meta.summary}\n\n{article.body}")):
        if digits(number) not in shelf.phones:
            yield f"the number {number.strip()} is not in contacts.yml"


def amounts(article: Article, _: Shelf) -> Iterator[str]:
    for section in article.sections:
        if not AMOUNT.search(section.body):
            continue
        if not YEAR.search(section.body):
            yield f"«{section.heading}» gives an amount without its year"
        if not LINK.search(section.body):
            yield f"«{section.heading}» gives an amount without a link to the current one"
    if AMOUNT.search(article.meta.summary) and not YEAR.search(article.meta.summary):
        yield "the summary gives an amount without its year"


def tone(article: Article, _: Shelf) -> Iterator[str]:
    if "!" in plain_text(article.body) or "!" in article.meta.summary:
        yield "has an exclamation mark"


def enough_questions(article: Article, shelf: Shelf) -> Iterator[str]:
    count = sum(question.slug == article.slug for question in shelf.library.questions)
    if count < FEWEST_QUESTIONS:
        yield f"{count} questions, not {FEWEST_QUESTIONS} or more"


def duplicate_questions(library: Library) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for question in library.questions:
        key = " ".join(words(question.text.lower()))
        if key in seen:
            yield Finding(question.slug, f"question also in {seen[key]}: {question.text}")
        seen[key] = question.slug


def digits(phone: str) -> str:
    """Return a phone number's digits without the country code."""
    return re.sub(r"\D", "", phone.removeprefix("+47"))


ARTICLE_CHECKS: tuple[Callable[[Article, Shelf], Iterator[str]], ...] = (
    lengths,
    headings,
    summary,
    readability,
    relations,
    dates,
    outdated_facts,
    phone_numbers,
    amounts,
    tone,
    enough_questions,
)


def main() -> int:
    """Print each fault on a line of its own; fail when there is one."""
    try:
        content = load_settings().knowledge_content
        language = Language(read_variants(content / "language.yml"))
    except KnowledgeError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    found = check(content, language, datetime.now(OSLO).date())
    for finding in found:
        sys.stderr.write(f"{finding}\n")
    articles = len(list((content / "articles").glob("*/*.md")))
    sys.stdout.write(f"{articles} articles, {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""What a strict editor sees in an article; shared by `knowledge.check` and the editors' desk."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.articles import Article
from knowledge.language import Sentences
from knowledge.passages import plain_text
from knowledge.questions import Question
from knowledge.readability import article_lix, words

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


@dataclass(frozen=True)
class Remark:
    """A fault of an article, in words for its editor."""

    message: str
    field: str = "body"
    quote: str = ""  # words near which it is, to find the line by
    blocks: bool = False  # whether it must not be published so


@dataclass(frozen=True)
class Shelf:
    """What the checks look things up in."""

    slugs: frozenset[str]
    sentences: Sentences
    outdated: tuple[Outdated, ...]
    phones: frozenset[str]
    today: date


def read_outdated(path: Path) -> tuple[Outdated, ...]:
    """Read what must not stand in an article any longer."""
    raw = yaml.safe_load(path.read_text("utf-8"))
    return tuple(TypeAdapter(list[Outdated]).validate_python(raw))


@cache
def sentence_splitter() -> Sentences:
    """Return one splitter for the whole process."""
    return Sentences()


def remarks(article: Article, shelf: Shelf) -> Iterator[Remark]:
    """Yield every fault of an article that can be read."""
    for look in ARTICLE_CHECKS:
        yield from look(article, shelf)


def lengths(article: Article, _: Shelf) -> Iterator[Remark]:
    total = len(words(plain_text(article.body)))
    if total not in ARTICLE_WORDS:
        yield Remark(f"Artikkelen har {total} ord. Den bør ha {_span(ARTICLE_WORDS)}.")
    for section in article.sections:
        count = len(words(plain_text(section.body)))
        if count not in SECTION_WORDS:
            name = f"Avsnittet «{section.heading}»"
            yield Remark(
                f"{name} har {count} ord. Det bør ha {_span(SECTION_WORDS)}.", quote=section.heading
            )


def headings(article: Article, _: Shelf) -> Iterator[Remark]:
    names = [section.heading for section in article.sections]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Remark(f"Overskriften «{name}» står der to ganger.", quote=name)


def summary(article: Article, shelf: Shelf) -> Iterator[Remark]:
    count = len(shelf.sentences.sentences(article.meta.summary))
    if count not in SUMMARY_SENTENCES:
        most = SUMMARY_SENTENCES.stop - 1
        yield Remark(f"Sammendraget har {count} setninger. Det bør ha høyst {most}.", "summary")


def readability(article: Article, shelf: Shelf) -> Iterator[Remark]:
    limit = LIX_LIMIT_FOR_CHILDREN if article.meta.audience == "barn" else LIX_LIMIT
    found = article_lix(article, shelf.sentences)
    if found >= limit:
        yield Remark(
            f"Teksten er tung å lese: LIX {found:.0f}, og den bør være under {limit}. "
            "Kortere setninger og kortere ord hjelper."
        )


def relations(article: Article, shelf: Shelf) -> Iterator[Remark]:
    for link in LINK.findall(article.body):
        slug = link.removeprefix("/artikler/").split("#")[0]
        if link.startswith("/") and slug not in shelf.slugs:
            yield Remark(
                f"Lenken til «{slug}» fører ingen steder. Det er ingen publisert artikkel.",
                quote=link,
                blocks=True,
            )
    for slug in article.meta.related:
        if slug == article.slug:
            yield Remark("Artikkelen er satt opp som beslektet med seg selv.", "related")
        elif slug not in shelf.slugs:
            yield Remark(
                f"Den beslektede artikkelen «{slug}» er ikke publisert, og vises ikke.", "related"
            )


def dates(article: Article, shelf: Shelf) -> Iterator[Remark]:
    if article.meta.updated > shelf.today:
        yield Remark(f"Datoen {article.meta.updated} ligger fram i tid.", "updated")
    if article.expired(shelf.today):
        yield Remark(
            f"Artikkelen gikk ut på dato {article.meta.valid_until}, og gir ikke lenger svar.",
            "valid_until",
        )


def outdated_facts(article: Article, shelf: Shelf) -> Iterator[Remark]:
    text = f"{article.meta.title}. {article.meta.summary}\n\n{article.body}"
    sentences = shelf.sentences.sentences(" ".join(text.split()))
    for entry in shelf.outdated:
        sentence = next((each for each in sentences if entry.stands_in(each)), None)
        if sentence is not None:
            found = re.search(entry.pattern, sentence, re.NOFLAG if entry.case else re.IGNORECASE)
            yield Remark(f"Utdatert: {entry.why}.", quote=found[0] if found else "")


def phone_numbers(article: Article, shelf: Shelf) -> Iterator[Remark]:
    for field, text in (("summary", article.meta.summary), ("body", article.body)):
        for number in PHONE.findall(plain_text(text)):
            if digits(number) not in shelf.phones:
                words_ = f"Nummeret {number.strip()} finnes ikke blant kontaktpunktene."
                yield Remark(words_, field, quote=number.strip())


def amounts(article: Article, _: Shelf) -> Iterator[Remark]:
    for section in article.sections:
        if not AMOUNT.search(section.body):
            continue
        name = f"Avsnittet «{section.heading}» oppgir et beløp"
        if not YEAR.search(section.body):
            yield Remark(f"{name} uten årstall.", quote=section.heading)
        if not LINK.search(section.body):
            yield Remark(f"{name} uten lenke til gjeldende satser.", quote=section.heading)
    if AMOUNT.search(article.meta.summary) and not YEAR.search(article.meta.summary):
        yield Remark("Sammendraget oppgir et beløp uten årstall.", "summary")


def tone(article: Article, _: Shelf) -> Iterator[Remark]:
    for field, text in (("summary", article.meta.summary), ("body", plain_text(article.body))):
        if "!" in text:
            before = text.split("!")[0].split()
            yield (
                Remark("Det står et utropstegn. Tjenesten roper ikke.", field, f"{before[-1]}!")
                if before
                else Remark("Det står et utropstegn. Tjenesten roper ikke.", field)
            )


def too_few_questions(questions: list[Question]) -> str | None:
    """Say that an article has too few questions; None when there are enough."""
    if len(questions) >= FEWEST_QUESTIONS:
        return None
    return f"Artikkelen har {len(questions)} spørsmål. Den bør ha {FEWEST_QUESTIONS} eller flere."


def question_key(text: str) -> str:
    """Return what two questions have in common that are the same to a reader."""
    return " ".join(words(text.lower()))


def question_elsewhere(question: Question, asked_of: Mapping[str, str]) -> str | None:
    """Say that a question is another article's too, by the slugs of all questions' keys."""
    slug = asked_of.get(question_key(question.text))
    return None if slug is None else f"Spørsmålet står også i «{slug}»: {question.text}"


def digits(phone: str) -> str:
    """Return a phone number's digits without the country code."""
    return re.sub(r"\D", "", phone.removeprefix("+47"))


def _span(limits: range) -> str:
    return f"{limits.start} til {limits.stop - 1}"


ARTICLE_CHECKS: tuple[Callable[[Article, Shelf], Iterator[Remark]], ...] = (
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
)

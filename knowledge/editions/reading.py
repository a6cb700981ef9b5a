"""Make of published texts what the services work with. What was read before is kept by its text."""

import re
from functools import lru_cache

from knowledge.articles import Article, parse_article
from knowledge.contacts import Contact, parse_contacts
from knowledge.coordinators import CoordinatorTable, parse_coordinators
from knowledge.editions.models import Kind
from knowledge.editions.snapshot import Snapshot
from knowledge.errors import ContentError
from knowledge.library import Library, assemble, parse_texts
from knowledge.questions import Question, parse_questions
from knowledge.safety import TEXTS_FILE, SafetyRules

DOCUMENTS_KEPT = 1_000
CATEGORY = re.compile(r"^category:\s*([\w-]+)", re.MULTILINE)
TEXTS = TEXTS_FILE.removesuffix(".yml")


def read_library(snapshot: Snapshot) -> Library:
    """Read and cross-check the articles, questions and contacts; raise ContentError."""
    reviewed = snapshot.texts.get((Kind.SAFETY, TEXTS), "{}")
    articles = [_article(t, key, reviewed) for key, t in snapshot.of(Kind.ARTICLE).items()]
    articles.sort(key=lambda article: (article.meta.category, article.slug))
    asked = snapshot.of(Kind.QUESTIONS)
    questions = [q for a in articles for q in _questions(asked.get(a.slug, ""), a.slug)]
    return assemble(articles, questions, _contacts(_only(snapshot, Kind.CONTACTS)))


def read_coordinator_table(snapshot: Snapshot) -> CoordinatorTable:
    """Read the municipalities; raise ContentError."""
    return _coordinators(_only(snapshot, Kind.COORDINATORS))


def read_safety_rules(snapshot: Snapshot) -> SafetyRules:
    """Read the rules for danger with their texts; raise ContentError."""
    files = {f"{key}.yml": text for key, text in snapshot.of(Kind.SAFETY).items()}
    return SafetyRules.parse(files)


def _only(snapshot: Snapshot, kind: Kind) -> str:
    try:
        return snapshot.texts[kind, kind.value]
    except KeyError:
        raise ContentError(f"{kind}: nothing is published") from None


@lru_cache(DOCUMENTS_KEPT)
def _article(text: str, slug: str, reviewed: str) -> Article:
    # Where it lies among the files follows from what it says itself.
    category = CATEGORY.search(text)
    where = f"{category[1] if category else '?'}/{slug}.md"
    return parse_article(text, where, _texts(reviewed))


@lru_cache(DOCUMENTS_KEPT)
def _questions(text: str, slug: str) -> tuple[Question, ...]:
    return tuple(parse_questions(text, slug, f"{slug}.questions.yml"))


@lru_cache(2)
def _texts(text: str) -> dict[str, str]:
    return parse_texts(text, TEXTS_FILE)


@lru_cache(2)
def _contacts(text: str) -> tuple[Contact, ...]:
    return tuple(parse_contacts(text, "contacts.yml"))


@lru_cache(2)
def _coordinators(text: str) -> CoordinatorTable:
    return CoordinatorTable(parse_coordinators(text, "coordinators.csv"))

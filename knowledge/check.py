"""Check all content as a strict editor would: `python -m knowledge.check`."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from knowledge.article_checks import (
    Shelf,
    digits,
    question_elsewhere,
    question_key,
    read_outdated,
    remarks,
    sentence_splitter,
    too_few_questions,
)
from knowledge.contacts import OSLO
from knowledge.errors import KnowledgeError
from knowledge.language import Sentences
from knowledge.library import Library, load_library
from knowledge.settings import load_settings


@dataclass(frozen=True)
class Finding:
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def check(content: Path, sentences: Sentences, today: date) -> list[Finding]:
    """Return every fault of the content; one alone when it can't even be read."""
    try:
        library = load_library(content)
    except KnowledgeError as error:
        return [Finding(content.name, str(error))]
    shelf = Shelf(
        frozenset(library.by_slug),
        sentences,
        read_outdated(content / "outdated.yml"),
        frozenset(digits(contact.phone) for contact in library.contacts if contact.phone),
        today,
    )
    found = [
        Finding(article.slug, remark.message)
        for article in library.articles
        for remark in remarks(article, shelf)
    ]
    return [*found, *few_questions(library), *duplicate_questions(library)]


def few_questions(library: Library) -> Iterator[Finding]:
    for article in library.articles:
        own = [question for question in library.questions if question.slug == article.slug]
        message = too_few_questions(own)
        if message is not None:
            yield Finding(article.slug, message)


def duplicate_questions(library: Library) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for question in library.questions:
        message = question_elsewhere(question, seen)
        if message is not None:
            yield Finding(question.slug, message)
        seen[question_key(question.text)] = question.slug


def main() -> int:
    """Print each fault on a line of its own; fail when there is one."""
    try:
        content = load_settings().knowledge_content
    except KnowledgeError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    found = check(content, sentence_splitter(), datetime.now(OSLO).date())
    for finding in found:
        sys.stderr.write(f"{finding}\n")
    articles = len(list((content / "articles").glob("*/*.md")))
    sys.stdout.write(f"{articles} articles, {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

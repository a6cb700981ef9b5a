import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from knowledge.articles import Article, first_fault, load_articles, one_line
from knowledge.contacts import Contact, read_contacts
from knowledge.errors import ContentError, KnowledgeError
from knowledge.questions import Question, load_questions
from knowledge.settings import load_settings


class ReviewedText(BaseModel):
    text: str


@dataclass(frozen=True)
class Library:
    """All content that the service answers from, checked."""

    articles: tuple[Article, ...]
    questions: tuple[Question, ...]
    contacts: tuple[Contact, ...]

    @cached_property
    def by_slug(self) -> dict[str, Article]:
        return {article.slug: article for article in self.articles}

    def related(self, article: Article) -> list[str]:
        """Return the related slugs that are there; an article may be unpublished at any time."""
        return [slug for slug in article.meta.related if slug in self.by_slug]

    def missing_related(self) -> Iterable[tuple[str, str]]:
        """Yield (slug, related slug) for each relation that leads nowhere."""
        for article in self.articles:
            for slug in article.meta.related:
                if slug not in self.by_slug:
                    yield article.slug, slug


def load_library(content: Path) -> Library:
    """Read and cross-check all content; raise ContentError naming the first file and field."""
    contacts = read_contacts(content / "contacts.yml")
    texts = _read_texts(content / "safety" / "texts.yml")
    folder = content / "articles"
    articles = load_articles(folder, texts)
    return assemble(articles, load_questions(folder, articles), contacts)


def assemble(
    articles: Sequence[Article], questions: Sequence[Question], contacts: Sequence[Contact]
) -> Library:
    """Put what was read together; raise ContentError when it does not fit together."""
    if not articles:
        raise ContentError("articles: no article there")
    _check_slugs(articles)
    _check_contacts(articles, {contact.id for contact in contacts})
    return Library(tuple(articles), tuple(questions), tuple(contacts))


def _read_texts(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(f"{path.name}: {one_line(error)}") from error
    return parse_texts(text, path.name)


def parse_texts(text: str, where: str) -> dict[str, str]:
    """Read the reviewed texts that articles include, by id."""
    try:
        texts = TypeAdapter(dict[str, ReviewedText]).validate_python(
            yaml.load(text, Loader=yaml.CSafeLoader)
        )
    except yaml.YAMLError as error:
        raise ContentError(f"{where}: {one_line(error)}") from error
    except ValidationError as error:
        raise ContentError(f"{where}: {first_fault(error)}") from error
    return {name: text.text for name, text in texts.items()}


def _check_slugs(articles: Sequence[Article]) -> None:
    seen: set[str] = set()
    for article in articles:
        if article.slug in seen:
            raise ContentError(f"{article.slug}.md: slug: there are two articles of this name")
        seen.add(article.slug)


def _check_contacts(articles: Sequence[Article], known: set[str]) -> None:
    for article in articles:
        unknown = next((name for name in article.meta.contacts if name not in known), None)
        if unknown is not None:
            where = f"{article.meta.category}/{article.slug}.md"
            raise ContentError(f"{where}: contacts: {unknown} is not in contacts.yml")


def main() -> int:
    """Check the content and say what is wrong with it."""
    try:
        library = load_library(load_settings().knowledge_content)
    except KnowledgeError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    for slug, related in library.missing_related():
        sys.stderr.write(f"warning: {slug}: related: {related} is not an article\n")
    sys.stdout.write(f"{len(library.articles)} articles, {len(library.questions)} questions\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

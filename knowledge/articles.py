import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, Self

import frontmatter
import yaml
from markdown_it import MarkdownIt
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from knowledge.errors import ContentError

Audience = Literal["pasient", "parorende", "barn", "alle"]
Category = Literal[
    "kontakt", "rettigheter", "okonomi", "rehabilitering", "barn-og-parorende", "kommune"
]
# Kept as written: pydantic's HttpUrl would change what readers see.
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\S*$")]
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TEXT_REFERENCE = re.compile(r"^\{\{\s*tekst:\s*([\w-]+)\s*\}\}[ \t]*$", re.MULTILINE)
LONGEST_VALIDITY_DAYS = 366


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    title: str = Field(min_length=1)
    url: WebAddress
    dated: date | int | str


class FrontMatter(_Strict):
    slug: str = Field(pattern=SLUG)
    title: str = Field(min_length=1, max_length=120)
    category: Category
    audience: Audience
    summary: str = Field(min_length=1)
    contacts: list[str]
    related: list[str]
    sources: list[Source] = Field(min_length=1)
    updated: date
    valid_until: date
    reviewed_by: str | None
    reviewed: date | None

    @model_validator(mode="after")
    def dates_fit_together(self) -> Self:
        if not 0 <= (self.valid_until - self.updated).days <= LONGEST_VALIDITY_DAYS:
            raise ValueError("valid_until must be within 12 months after updated")
        if (self.reviewed is None) != (self.reviewed_by is None):
            raise ValueError("reviewed and reviewed_by belong together")
        return self


@dataclass(frozen=True)
class Section:
    heading: str
    body: str


@dataclass(frozen=True)
class Article:
    meta: FrontMatter
    body: str
    sections: tuple[Section, ...]

    @property
    def slug(self) -> str:
        return self.meta.slug

    @property
    def url(self) -> str:
        return f"/artikler/{self.slug}"

    def expired(self, today: date) -> bool:
        return self.meta.valid_until < today


def load_articles(folder: Path, texts: Mapping[str, str]) -> list[Article]:
    """Read every article below the folder; raise ContentError for the first that is broken."""
    return [read_article(path, texts) for path in sorted(folder.glob("*/*.md"))]


def read_article(path: Path, texts: Mapping[str, str]) -> Article:
    """Read one article, its references to reviewed texts replaced by the texts."""
    where = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(f"{where}: not UTF-8") from error
    return parse_article(text, where, texts)


def parse_article(text: str, where: str, texts: Mapping[str, str]) -> Article:
    """Read an article from its text; `where` is its category and file: okonomi/sykepenger.md."""
    try:
        post = frontmatter.loads(text)
        meta = FrontMatter.model_validate(post.metadata)
    except yaml.YAMLError as error:
        raise ContentError(f"{where}: front matter: {one_line(error)}") from error
    except ValidationError as error:
        raise ContentError(f"{where}: {first_fault(error)}") from error
    _check_place(PurePosixPath(where), meta, where)
    body = expand_texts(post.content.strip(), texts, where)
    return Article(meta, body, split_sections(body, where))


def _check_place(path: PurePosixPath, meta: FrontMatter, where: str) -> None:
    if meta.slug != path.stem:
        raise ContentError(f"{where}: slug: {meta.slug} is not the file's name")
    if meta.category != path.parent.name:
        raise ContentError(f"{where}: category: {meta.category} is not the folder's name")


def expand_texts(body: str, texts: Mapping[str, str], where: str) -> str:
    """Put the reviewed texts in the place of their references."""

    def replacement(match: re.Match[str]) -> str:
        if match[1] not in texts:
            raise ContentError(f"{where}: body: there is no text {match[1]}")
        return texts[match[1]].strip()

    expanded = TEXT_REFERENCE.sub(replacement, body)
    if "{{" in expanded:
        raise ContentError(f"{where}: body: a text reference must stand alone on its line")
    return expanded


def split_sections(body: str, where: str) -> tuple[Section, ...]:
    """Split a body at its second-level headings."""
    lines = body.splitlines()
    starts = [
        (token.map[0], following.content)
        for token, following in pairwise(MarkdownIt().parse(body))
        if token.map and token.type == "heading_open" and token.tag == "h2" and token.level == 0
    ]
    if not starts or any(line.strip() for line in lines[: starts[0][0]]):
        raise ContentError(f"{where}: body: must begin with a heading (## )")
    ends = [line for line, _ in starts[1:]] + [len(lines)]
    sections = tuple(
        Section(heading.strip(), "\n".join(lines[start + 1 : end]).strip())
        for (start, heading), end in zip(starts, ends, strict=True)
    )
    empty = next((section.heading for section in sections if not section.body), None)
    if empty is not None:
        raise ContentError(f"{where}: body: the section «{empty}» is empty")
    return sections


def first_fault(error: ValidationError) -> str:
    """Say which field is wrong, and how, in one line."""
    fault = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in fault["loc"])
    return f"{field}: {fault['msg']}" if field else str(fault["msg"])


def one_line(error: Exception) -> str:
    """Fold an error's words into one line."""
    return " ".join(str(error).split())

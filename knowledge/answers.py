"""What the knowledge service answers, as its callers see it."""

from typing import Literal

from pydantic import BaseModel


class SearchResult(BaseModel):
    slug: str
    title: str
    category: str
    audience: str
    section: str
    position: int = 0  # of the passage in its article
    passage: str
    snippet: str
    url: str
    score: float
    reviewed: str | None
    valid_until: str
    contacts: list[str]


class SourceLink(BaseModel):
    title: str
    url: str


class ExpiredArticle(BaseModel):
    """An article that would answer, but is past its date; its sources say what holds now."""

    slug: str
    title: str
    valid_until: str
    sources: list[SourceLink]


class SearchAnswer(BaseModel):
    query: str
    release: int = 0  # of the articles that it is from
    decision: Literal["answer", "clarify", "no_answer"]
    confidence: float
    results: list[SearchResult]
    expired: ExpiredArticle | None = None


class Suggestion(BaseModel):
    """An article that what is being typed may lead to; the section where a heading was hit."""

    slug: str
    title: str
    section: str | None
    url: str


class ArticleSection(BaseModel):
    heading: str
    body: str


class ArticlePassage(BaseModel):
    section: str
    passage: str


class ArticleSource(BaseModel):
    title: str
    url: str
    dated: str | int


class ArticleSummary(BaseModel):
    slug: str
    title: str
    category: str
    audience: str
    summary: str
    contacts: list[str]
    related: list[str]
    sources: list[ArticleSource]
    updated: str
    valid_until: str
    reviewed_by: str | None
    reviewed: str | None
    url: str


class WholeArticle(ArticleSummary):
    release: int = 0
    body: str
    sections: list[ArticleSection]
    passages: list[ArticlePassage] = []


class OpeningHours(BaseModel):
    always_open: bool
    text: str
    weekly: dict[str, list[str]] | None


class ContactPoint(BaseModel):
    id: str
    name: str
    also_known_as: list[str]
    phone: str | None
    email: str | None
    url: str | None
    for_whom: str
    hours: OpeningHours
    open_now: bool | None
    opens: str | None


class CoordinatorMatch(BaseModel):
    kommunenummer: str
    name: str
    fylke: str
    bydel: str | None
    website: str | None
    page: str | None
    page_dated: str | None


class AskedQuestion(BaseModel):
    slug: str
    text: str
    lang: str

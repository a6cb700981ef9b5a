"""What the service's parts look like as JSON."""

from datetime import datetime
from typing import Any

from knowledge.articles import Article
from knowledge.contacts import Contact, opening
from knowledge.library import Library
from knowledge.queries import Answer, Result

Json = dict[str, Any]


def article_summary(article: Article, library: Library) -> Json:
    front_matter = article.meta.model_dump(mode="json")
    return front_matter | {"related": library.related(article), "url": article.url}


def whole_article(article: Article, library: Library) -> Json:
    sections = [{"heading": part.heading, "body": part.body} for part in article.sections]
    return article_summary(article, library) | {"body": article.body, "sections": sections}


def contact(point: Contact, now: datetime) -> Json:
    hours = opening(point.hours, now)
    opens = hours.opens.isoformat() if hours.opens else None
    return point.model_dump(mode="json") | {"open_now": hours.open_now, "opens": opens}


def answer(text: str, found: Answer) -> Json:
    return {
        "query": text,
        "decision": found.decision,
        "confidence": round(found.confidence, 4),
        "results": [_result(result) for result in found.results],
    }


def _result(result: Result) -> Json:
    meta = result.article.meta
    return {
        "slug": meta.slug,
        "title": meta.title,
        "category": meta.category,
        "audience": meta.audience,
        "section": result.section,
        "passage": result.passage,
        "snippet": result.snippet,
        "url": result.article.url,
        "score": round(result.score, 4),
        "reviewed": meta.reviewed.isoformat() if meta.reviewed else None,
        "valid_until": meta.valid_until.isoformat(),
        "contacts": meta.contacts,
    }

"""What the service's parts look like as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from knowledge.articles import Article
from knowledge.contacts import Contact, opening
from knowledge.edition import Edition
from knowledge.library import Library
from knowledge.queries import Answer, Result
from knowledge.state import State

if TYPE_CHECKING:
    from knowledge.editions.trial import Trial
    from knowledge.suggestions import Suggestion

Json = dict[str, Any]


def article_summary(article: Article, library: Library) -> Json:
    front_matter = article.meta.model_dump(mode="json")
    return front_matter | {"related": library.related(article), "url": article.url}


def whole_article(article: Article, edition: Edition) -> Json:
    sections = [{"heading": part.heading, "body": part.body} for part in article.sections]
    passages = [
        {"section": passage.section, "passage": passage.markdown}
        for passage in edition.passages(article.slug)
    ]
    whole = {
        "body": article.body,
        "sections": sections,
        "passages": passages,
        "release": edition.release,
    }
    return article_summary(article, edition.library) | whole


def contact(point: Contact, now: datetime) -> Json:
    hours = opening(point.hours, now)
    opens = hours.opens.isoformat() if hours.opens else None
    return point.model_dump(mode="json") | {"open_now": hours.open_now, "opens": opens}


def answer(text: str, found: Answer, release: int) -> Json:
    return {"query": text, "release": release, **_found(found)}


def suggestion(found: Suggestion) -> Json:
    article = found.article
    return {
        "slug": article.slug,
        "title": article.meta.title,
        "section": found.section,
        "url": article.url,
    }


def trial_answer(text: str, before: Answer, after: Answer) -> Json:
    return {"text": text, "before": _found(before), "after": _found(after)}


def trial(tried: Trial) -> Json:
    return {
        "id": tried.id,
        "state": tried.state,
        "done": tried.done,
        "of": tried.of,
        "documents": tried.documents,
        "changes": [asdict(change) for change in list(tried.changes)],
        "reason": tried.reason,
    }


def release(state: State) -> Json:
    progress = state.progress
    return {
        "release": state.edition.release,
        "wanted": progress.wanted,
        "building": progress.building,
        "failed": asdict(progress.failed) if progress.failed else None,
        "head": progress.head,
    }


def _found(found: Answer) -> Json:
    return {
        "decision": found.decision,
        "confidence": round(found.confidence, 4),
        "results": [_result(result) for result in found.results],
        "expired": _expired(found.expired) if found.expired else None,
    }


def _expired(article: Article) -> Json:
    meta = article.meta
    return {
        "slug": meta.slug,
        "title": meta.title,
        "valid_until": meta.valid_until.isoformat(),
        "sources": [{"title": source.title, "url": source.url} for source in meta.sources],
    }


def _result(result: Result) -> Json:
    meta = result.article.meta
    return {
        "slug": meta.slug,
        "title": meta.title,
        "category": meta.category,
        "audience": meta.audience,
        "section": result.section,
        "position": result.position,
        "passage": result.passage,
        "snippet": result.snippet,
        "url": result.article.url,
        "score": round(result.score, 4),
        "reviewed": meta.reviewed.isoformat() if meta.reviewed else None,
        "valid_until": meta.valid_until.isoformat(),
        "contacts": meta.contacts,
    }

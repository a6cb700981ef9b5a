"""A document as it is written in, or looked at while others decide about it."""

import json

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from knowledge.editions import desk
from knowledge.editions.documents import Finding, check, title
from knowledge.editions.models import Kind
from web_widget.borders import JsonObject
from web_widget.editor import forms, words
from web_widget.editor.access import Paper, desk_member, known_paper
from web_widget.editor.gate import GATED
from web_widget.editor.row_views import rows_of
from web_widget.editor.wire import finding_json
from web_widget.services import current_services
from web_widget.worklist.suggestions import suggestions_for

# Which part of the page a text is written in; any other kind in its source.
PARTS = {
    Kind.ARTICLE: "article",
    Kind.QUESTIONS: "questions",
    Kind.MUST_HOLD: "pairs",
    Kind.RESPONSES: "texts",
    Kind.OPENING_HOURS: "hours",
    Kind.CONTACTS: "rows",
    Kind.COORDINATORS: "rows",
}


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/<kind>/<key>")(document)


def document(kind: str, key: str) -> str:
    with current_services().database.reading() as session:
        paper = known_paper(session, kind, key)
        others = desk.published_texts(session)
        found = check(paper.kind, key, paper.text, others)
        suggestions = _suggestions(session, paper)
        choices = _choices(session, paper)
    return render_template(
        "editor/document.html",
        paper=paper,
        title=title(paper.kind, key, paper.text),
        part="texts" if (paper.kind, key) == (Kind.SAFETY, "texts") else PARTS.get(paper.kind),
        gated=paper.kind in GATED,
        rows=rows_of(paper),
        suggestions=suggestions,
        member=desk_member(),
        findings=found,
        settings=json.dumps(_settings(paper, found, choices), ensure_ascii=False),
    )


def _settings(paper: Paper, found: list[Finding], choices: JsonObject) -> JsonObject:
    """Return what the page's script begins with; the order of a form's fields is kept."""
    return {
        "kind": paper.kind.value,
        "key": paper.key,
        "text": paper.text,
        "fields": forms.fields_of(paper.kind, paper.key, paper.text),
        "revision": paper.revision,
        "open": paper.is_open,
        "findings": [finding_json(each) for each in found],
        "choices": choices,
    }


def _suggestions(session: Session, paper: Paper) -> list[str]:
    return list(suggestions_for(session, paper.key)) if paper.kind == Kind.QUESTIONS else []


def _choices(session: Session, paper: Paper) -> JsonObject:
    """Return what the fields are chosen from."""
    articles = [
        {"id": line.key, "title": line.title}
        for line in desk.document_list(session, Kind.ARTICLE)
        if line.published and not line.archived and line.key != paper.key
    ]
    contacts = [
        {"id": each["id"], "title": each["name"]}
        for each in current_services().knowledge.contacts()
    ]
    return {
        "articles": articles,
        "contacts": contacts if paper.kind == Kind.ARTICLE else [],
        "audiences": words.AUDIENCES,
        "languages": words.LANGUAGES,
    }

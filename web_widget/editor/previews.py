"""How a draft will look: on its article's page, and in the widget."""

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from knowledge.articles import Article, parse_article
from knowledge.editions import desk
from knowledge.editions.models import Kind
from knowledge.errors import KnowledgeError
from knowledge.library import parse_texts
from web_widget.access import background
from web_widget.article_page import shown_article
from web_widget.borders import JsonObject
from web_widget.editor import forms, words
from web_widget.editor.access import known_kind
from web_widget.editor.bodies import TextBody, read_large_body
from web_widget.errors import NotFoundError
from web_widget.services import current_services


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/<kind>/<key>/forhandsvis")(preview)


@background
def preview(kind: str, key: str) -> JsonObject:
    """Return the article page as HTML, and what the widget shows of each section."""
    if known_kind(kind) != Kind.ARTICLE:
        raise NotFoundError(kind)
    body = read_large_body(TextBody)
    text = forms.with_fields(Kind.ARTICLE, key, body.text, body.fields)
    with current_services().database.reading() as session:
        texts = reviewed_texts(session)
    fields = forms.fields_of(Kind.ARTICLE, key, text) or {}
    try:
        article = parse_article(text, f"{fields.get('category')}/{key}.md", texts)
    except KnowledgeError:
        return {"problem": words.NOT_READABLE}
    return {"html": _page(article), "messages": _messages(article)}


def reviewed_texts(session: Session) -> dict[str, str]:
    """Return the texts about danger that articles include."""
    published = desk.published_texts(session).get((Kind.SAFETY, "texts"))
    return parse_texts(published, "texts.yml") if published else {}


def _page(article: Article) -> str:
    knowledge = current_services().knowledge
    found = article.meta.model_dump(mode="json") | {
        "sections": [{"heading": each.heading, "body": each.body} for each in article.sections]
    }
    shown = shown_article(found, knowledge.articles(), knowledge.contacts())
    return render_template("_article.html", article=shown)


def _messages(article: Article) -> list[JsonObject]:
    """Return a message for each section, as the chat would send it."""
    card = {
        "slug": article.slug,
        "title": article.meta.title,
        "url": article.url,
        "reviewed": article.meta.reviewed.isoformat() if article.meta.reviewed else None,
    }
    return [
        {
            "id": f"del-{number}",
            "sender": "bot",
            "route": "answer",
            "text": section.body,
            "articles": [{**card, "section": section.heading}],
        }
        for number, section in enumerate(article.sections)
    ]

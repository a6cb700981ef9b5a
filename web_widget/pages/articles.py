import re
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from web_widget import words
from web_widget.bodies import clean_text
from web_widget.borders import JsonObject
from web_widget.chat.access import services
from web_widget.chat.catalogue import search_answer
from web_widget.markdown import to_html

MAX_QUERY = 300
RESULTS = 10


@dataclass(frozen=True)
class Section:
    id: str
    title: str | None
    html: Markup


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/artikler")(index)
    blueprint.get("/artikler/<slug>")(article)


def index() -> ResponseReturnValue:
    query = clean_text(request.args.get("q", ""))[:MAX_QUERY]
    found = services().knowledge.search(query, RESULTS) if query else None
    return render_template(
        "articles.html",
        categories=_by_category(services().knowledge.articles()),
        **(search_answer(found, query) if found else {}),
    )


def article(slug: str) -> ResponseReturnValue:
    found = services().knowledge.article(slug)
    by_slug = {each["slug"]: each for each in services().knowledge.articles()}
    shown = {
        **found,
        "category_title": words.CATEGORIES.get(found["category"], found["category"]),
        "sections": _sections(found["sections"]),
        "contacts": _contacts(found.get("contacts", [])),
        "related": [by_slug[each] for each in found.get("related", []) if each in by_slug],
        "updated": _day(found.get("updated")),
        "reviewed": _day(found.get("reviewed")),
    }
    return render_template("article.html", article=shown)


def _by_category(articles: list[JsonObject]) -> list[JsonObject]:
    grouped = [
        {
            "category": category,
            "title": title,
            "articles": [each for each in articles if each["category"] == category],
        }
        for category, title in words.CATEGORIES.items()
    ]
    return [group for group in grouped if group["articles"]]


def _sections(sections: list[JsonObject]) -> list[Section]:
    return [
        Section(
            id=_anchor(section["heading"], number),
            title=section["heading"],
            html=to_html(section["body"]),
        )
        for number, section in enumerate(sections, start=1)
    ]


def _anchor(title: str, number: int) -> str:
    letters = re.sub(r"\W+", "-", title.lower()).strip("-")
    return letters or f"del-{number}"


def _contacts(ids: list[str]) -> list[JsonObject]:
    by_id = {contact["id"]: contact for contact in services().knowledge.contacts()}
    return [
        {**by_id[each], "opens": _moment(by_id[each].get("opens"))} for each in ids if each in by_id
    ]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None

"""An article as its page shows it; the editors' preview is made the same way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from web_widget import words
from web_widget.borders import JsonObject
from web_widget.markdown import to_html


@dataclass(frozen=True)
class Section:
    id: str
    title: str | None
    html: Markup


def shown_article(
    found: JsonObject, articles: Iterable[JsonObject], contacts: Iterable[JsonObject]
) -> JsonObject:
    """Return what `article.html` shows of an article as the knowledge service gives it."""
    by_slug = {each["slug"]: each for each in articles}
    return {
        **found,
        "category_title": words.CATEGORIES.get(found["category"], found["category"]),
        "sections": _sections(found["sections"]),
        "contacts": _contacts(found.get("contacts", []), contacts),
        "related": [by_slug[each] for each in found.get("related", []) if each in by_slug],
        "updated": _day(found.get("updated")),
        "reviewed": _day(found.get("reviewed")),
    }


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


def _contacts(ids: list[str], contacts: Iterable[JsonObject]) -> list[JsonObject]:
    by_id = {contact["id"]: contact for contact in contacts}
    return [
        {**by_id[each], "opens": _moment(by_id[each].get("opens"))} for each in ids if each in by_id
    ]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None

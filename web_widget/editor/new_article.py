"""What a new article begins as."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import yaml

from knowledge.articles import SLUG
from web_widget.bodies import clean_text
from web_widget.editor import words
from web_widget.words import CATEGORIES

MAX_TITLE = 120
VALID_DAYS = 365
NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
BODY = """
## Hva kan du få hjelp til?

Skriv svaret på det viktigste først, i korte setninger.

## Hvem kan hjelpe deg?

Skriv hvem leseren kan ta kontakt med.
"""


@dataclass(frozen=True)
class Wish:
    """The article that an editor asks for."""

    title: str = ""
    slug: str = ""
    category: str = ""
    audience: str = "pasient"


def read_wish(form: Mapping[str, str]) -> tuple[Wish, dict[str, str]]:
    """Read the form, and in Norwegian what is wrong with each field."""
    title = clean_text(form.get("title", ""))
    slug = form.get("slug", "").strip() or slug_of(title)
    wish = Wish(title, slug, form.get("category", ""), form.get("audience", ""))
    errors = {}
    if not 0 < len(title) <= MAX_TITLE:
        errors["title"] = words.TITLE_MISSING
    if not re.fullmatch(SLUG, slug) or len(slug) > MAX_TITLE - 20:
        errors["slug"] = words.SLUG_INVALID
    if wish.category not in CATEGORIES or wish.audience not in words.AUDIENCES:
        errors["category"] = words.CATEGORY_MISSING
    return wish, errors


def slug_of(title: str) -> str:
    """Make an address out of a title: «Økonomi på 1-2-3» is okonomi-pa-1-2-3."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(NORWEGIAN))
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode()))[:100]


def new_article(wish: Wish, today: date) -> tuple[str, str]:
    """Return the text of the article and of its questions."""
    meta = {
        "slug": wish.slug,
        "title": wish.title,
        "category": wish.category,
        "audience": wish.audience,
        "summary": "Skriv to eller tre setninger som svarer på det viktigste spørsmålet.",
        "contacts": ["radgivningstjenesten"],
        "related": [],
        "sources": [],
        "updated": today,
        "valid_until": today + timedelta(days=VALID_DAYS),
        "reviewed_by": None,
        "reviewed": None,
    }
    head = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False, width=150)
    questions = yaml.safe_dump({"nb": [wish.title]}, allow_unicode=True)
    return f"---\n{head}---\n{BODY}", questions

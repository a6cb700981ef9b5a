"""What an article begins as that people asked for."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import yaml
from spacy.lang.nb.stop_words import STOP_WORDS
from sqlalchemy.orm import Session

from knowledge.editions import desk
from knowledge.editions.errors import ExistsError
from knowledge.editions.models import Kind
from web_widget.words import CATEGORIES
from web_widget.worklist.masking import RARE

VALID_DAYS = 365
LONGEST_TITLE = 90
SLUG_WORDS = 6
MOST_NAMES = 50
NO_SUMMARY = "Skriv to eller tre setninger som svarer på det viktigste spørsmålet."
TO_WRITE = "Skriv svaret i korte setninger, og sett kilden i feltet «Kilder»."
FROM_ADVISERS = (
    "Slik har rådgivere svart flere ganger. Personlige opplysninger er tatt ut. Skriv det om, finn "
    "kilden, og slett det som ikke hører hjemme her:"
)
_NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_LINKING = frozenset(word.translate(_NORWEGIAN) for word in STOP_WORDS)


@dataclass(frozen=True)
class Wish:
    """What to write about: questions as they were asked, and answers that advisers gave."""

    questions: Sequence[str]
    answers: Sequence[str] = ()
    # Slugs of articles that come near: the new one is likely to be of the same category.
    nearest: Sequence[str] = ()


def begin_article(session: Session, wish: Wish, member: desk.Member, today: date) -> str:
    """Open drafts of a new article and its questions; return its slug."""
    title = _title(wish)
    text = _article(title, wish, _category(session, wish), today)
    questions = [each for each in wish.questions if _is_whole(each)] or [title]
    for slug in _names(title):
        try:
            filled = text.replace("slug: ''", f"slug: {slug}", 1)
            desk.create(session, Kind.ARTICLE, slug, filled, member)
            desk.create(
                session,
                Kind.QUESTIONS,
                slug,
                yaml.safe_dump({"nb": questions}, allow_unicode=True),
                member,
            )
        except ExistsError:
            continue
        return slug
    raise ExistsError("Det finnes allerede en artikkel som heter dette.")


def _title(wish: Wish) -> str:
    question = next((each for each in wish.questions if _is_whole(each)), "Ny artikkel")
    title = question.strip(" ?.!").removeprefix("Hei, ").removeprefix("hei, ")
    return (title[:1].upper() + title[1:])[:LONGEST_TITLE]


def _is_whole(question: str) -> bool:
    """Tell whether nothing in it was masked, so that it may be published as it is."""
    return bool(question.strip()) and "[" not in question and RARE not in question


def _names(title: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", title.lower().translate(_NORWEGIAN))
    found = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    telling = [word for word in found if word not in _LINKING] or found or ["ny-artikkel"]
    slug = "-".join(telling[:SLUG_WORDS])
    return [slug, *(f"{slug}-{number}" for number in range(2, MOST_NAMES))]


def _category(session: Session, wish: Wish) -> str:
    categories = {line.key: line.category for line in desk.document_list(session, Kind.ARTICLE)}
    near = (categories.get(slug) for slug in wish.nearest)
    return next((each for each in near if each), next(iter(CATEGORIES)))


def _article(title: str, wish: Wish, category: str, today: date) -> str:
    meta = {
        "slug": "",
        "title": title,
        "category": category,
        "audience": "alle",
        "summary": NO_SUMMARY,
        "contacts": ["radgivningstjenesten"],
        "related": list(wish.nearest),
        "sources": [],
        "updated": today,
        "valid_until": today + timedelta(days=VALID_DAYS),
        "reviewed_by": None,
        "reviewed": None,
    }
    head = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False, width=150)
    body = "\n\n".join([FROM_ADVISERS, *wish.answers]) if wish.answers else TO_WRITE
    return f"---\n{head}---\n\n## {title}\n\n{body}\n"

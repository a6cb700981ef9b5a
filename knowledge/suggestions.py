import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from threading import Lock
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.articles import Article
from knowledge.questions import Question

WORD = re.compile(r"[^\W_]+")
LETTERS = str.maketrans({"ø": "o", "æ": "ae"})
MOST_WORDS = 6  # the last ones count: what is being typed is what is meant
SHORTEST_WORD, LONGEST_WORD = 2, 40
SHORTEST_STEM = 4
TWO_SLIPS_FROM = 7
MOST_READINGS = 3
ROWS_LOOKED_AT = 300
TOP_ROWS = 3
# A hit in a title says more than one in a question, which an article has many of.
TITLE_WEIGHT, HEADING_WEIGHT = 2.0, 1.3

TABLES = (
    "CREATE VIRTUAL TABLE entries USING fts5(title, heading, question, slug UNINDEXED, "
    "section UNINDEXED, prefix='2 3 4', tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(entries, row)",
)
BEST_ROWS = """
SELECT slug, section,
    -bm25(entries) * CASE WHEN title <> '' THEN ? WHEN heading <> '' THEN ? ELSE 1 END AS score
FROM entries WHERE entries MATCH ? ORDER BY score DESC LIMIT ?
"""


@dataclass(frozen=True)
class Suggestion:
    """An article that what is being typed may lead to, and its section when that was hit."""

    article: Article
    section: str | None


class SuggestionIndex:
    """Finds articles while a question is being typed, by words alone: no model, some milliseconds.

    SQLite's FTS5 ranks by BM25 and knows the beginnings of words; a misspelt word is read as those
    that it looks like.
    """

    def __init__(
        self, articles: Sequence[Article], questions: Iterable[Question], ignored: AbstractSet[str]
    ) -> None:
        self._articles = {article.slug: article for article in articles}
        self._ignored = ignored
        self._lock = Lock()
        # Shared by the threads that answer, one at a time.
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        for table in TABLES:
            self._database.execute(table)
        self._fill(articles, questions)
        self._vocabulary = [term for (term,) in self._rows("SELECT term FROM vocabulary")]
        self._known = frozenset(self._vocabulary)
        self._beginnings = lru_cache(maxsize=LONGEST_WORD)(self._beginnings_of)

    def suggest(
        self, text: str, limit: int, today: date, *, childrens_first: bool = False
    ) -> list[Suggestion]:
        """Return the articles that fit best what was typed so far; expired ones are left out."""
        readings = self._readings_of(text)
        if not readings:
            return []
        found = self._search(_all_of(readings))
        if len(found) < limit and len(readings) > 1:
            found = self._search(_all_but_one(readings)) | found
        order = sorted(found, key=lambda slug: -found[slug][0])
        suggestions = [Suggestion(self._articles[slug], found[slug][1]) for slug in order]
        valid = [each for each in suggestions if not each.article.expired(today)]
        if childrens_first:
            valid.sort(key=lambda each: each.article.meta.audience != "barn")
        return valid[:limit]

    def _fill(self, articles: Iterable[Article], questions: Iterable[Question]) -> None:
        insert = "INSERT INTO entries VALUES (?, ?, ?, ?, ?)"
        for article in articles:
            self._rows(insert, _folded(article.meta.title), "", "", article.slug, None)
            for part in article.sections:
                self._rows(insert, "", _folded(part.heading), "", article.slug, part.heading)
        for question in questions:
            self._rows(insert, "", "", _folded(question.text), question.slug, None)

    def _rows(self, statement: str, *values: object) -> list[Any]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()

    def _search(self, expression: str) -> dict[str, tuple[float, str | None]]:
        """Return each article's score, and its section where a heading was what fits best."""
        rows = self._rows(BEST_ROWS, TITLE_WEIGHT, HEADING_WEIGHT, expression, ROWS_LOOKED_AT)
        scores: dict[str, list[float]] = {}
        sections: dict[str, str | None] = {}
        for slug, section, score in rows:
            scores.setdefault(slug, []).append(score)
            sections.setdefault(slug, section)
        # Several questions that say it speak for an article, not the best alone.
        return {
            slug: (best[0] + sum(best[:TOP_ROWS]) / TOP_ROWS, sections[slug])
            for slug, best in scores.items()
        }

    def _readings_of(self, text: str) -> list[list[str]]:
        """Return for each word the FTS5 phrases it may stand for; one word may be like none."""
        words = self._content_words(text)
        being_typed = len(words) - 1 if text[-1:].isalnum() else len(words)
        readings: list[list[str]] = []
        for place, word in enumerate(words):
            reading = self._readings(word, is_begun=place == being_typed)
            if reading:
                readings.append(reading)
            elif len(readings) < place:
                return []
        return readings

    def _content_words(self, text: str) -> list[str]:
        words = [word for word in WORD.findall(text.lower()) if word not in self._ignored]
        fitting = [word for word in words if SHORTEST_WORD <= len(word) <= LONGEST_WORD]
        return [_folded(word) for word in fitting[-MOST_WORDS:]]

    def _readings(self, word: str, *, is_begun: bool) -> list[str]:
        if len(word) < SHORTEST_STEM and not is_begun:
            return [f'"{word}"'] if word in self._known else []
        if word in self._beginnings(len(word)):
            exact = [f'"{word}"'] if word in self._known and not is_begun else []
            return [*exact, f'"{word}"*']
        if len(word) < SHORTEST_STEM:
            return []
        inside = [f'"{known}"' for known in self._vocabulary if word in known]
        return inside[:MOST_READINGS] or self._alike(word, is_begun=is_begun)

    def _alike(self, word: str, *, is_begun: bool) -> list[str]:
        # Of a word that is still being typed, only its beginning can be alike.
        candidates = sorted(self._beginnings(len(word))) if is_begun else self._vocabulary
        slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
        near = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=slips, limit=MOST_READINGS
        )
        return [f'"{known}"*' if is_begun else f'"{known}"' for known, *_ in near]

    def _beginnings_of(self, length: int) -> frozenset[str]:
        return frozenset(term[:length] for term in self._vocabulary if len(term) >= length)


def _folded(text: str) -> str:
    """Write it without marks on the letters, for whoever has no key for them: ø and å, too."""
    parts = unicodedata.normalize("NFD", text.lower().translate(LETTERS))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _all_of(readings: Iterable[Sequence[str]]) -> str:
    return " AND ".join(f"({' OR '.join(reading)})" for reading in readings)


def _all_but_one(readings: Sequence[Sequence[str]]) -> str:
    fewer = combinations(readings, len(readings) - 1)
    return " OR ".join(f"({_all_of(part)})" for part in fewer)

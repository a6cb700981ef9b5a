import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from spacy.lang.nb.stop_words import STOP_WORDS
from spacy.lookups import load_lookups

from knowledge.articles import first_fault, one_line
from knowledge.errors import ContentError

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
LEXICON_ORDER = ("adj", "verb", "noun")  # a later one wins where a form is both
SHORTEST_FIRST_PART = 3
SHORTEST_LAST_PART = 4
FEWEST_PARTS, MOST_PARTS = 2, 4
LONGEST_COMPOUND = 40
JOINTS = ("", "s", "e")
NEVER_ENDS_SENTENCE = re.compile(r"(?:\d|\b(?:kl|nr|tlf|ca|bl\.a|f\.eks|jf|kap|pkt|st))\.$", re.I)


class Variants(BaseModel):
    """How other Norwegian than bokmål, and words for the same thing, are read."""

    model_config = ConfigDict(extra="forbid")

    words: dict[str, str]
    parts: dict[str, str]
    endings: dict[str, str]
    synonyms: list[list[str]]
    stop_words: list[str]
    search_words: list[str]

    @property
    def ignored(self) -> set[str]:
        """The words that say nothing of what is asked about."""
        words: set[str] = {*STOP_WORDS, *self.stop_words}
        return words - set(self.search_words)


@dataclass(frozen=True)
class Reading:
    """A text as a classifier reads it: every word in bokmål, and the search terms in a row."""

    words: str
    terms: str


class Sentences:
    """Splits Norwegian text into sentences; needs no dictionary."""

    def __init__(self) -> None:
        self._nlp = spacy.blank("nb")
        self._nlp.add_pipe("sentencizer")

    def sentences(self, text: str) -> list[str]:
        """Split a paragraph into its sentences, word for word."""
        starts: list[int] = []
        for span in self._nlp(text).sents:
            start = span.start_char
            if not starts or not _goes_on(text[starts[-1] : start], text[start:]):
                starts.append(start)
        pieces = (text[a:b].strip() for a, b in pairwise([*starts, len(text)]))
        return [piece for piece in pieces if piece]


class Language(Sentences):
    """Sentences and search terms of Norwegian text."""

    def __init__(self, variants: Variants) -> None:
        super().__init__()
        self._lemmas, self._nouns = _lexicon()
        self._variants = variants
        self._stop_words = variants.ignored
        self._synonyms = {word: group[0] for group in variants.synonyms for word in group}
        self.word_terms = lru_cache(maxsize=50_000)(self._word_terms)

    def terms(self, text: str) -> list[str]:
        """Return the search terms of a text: lemmas, and beside a compound its parts."""
        return [term for match in WORD.finditer(text.lower()) for term in self.word_terms(match[0])]

    def reading(self, text: str) -> Reading:
        """Return a text in bokmål spelling, word by word, and its search terms."""
        words = WORD.sub(lambda match: self._as_bokmaal(match[0]), text.lower())
        return Reading(words, " ".join(self.terms(text)))

    def is_word(self, word: str) -> bool:
        """Tell whether a lower-case word is an ordinary one, in bokmål or as we read others."""
        return word in self._lemmas or word in self._stop_words or word in self._variants.words

    def lemma(self, word: str) -> str:
        """Return a lower-case word's dictionary form, read as bokmål where it is not."""
        bokmaal = self._as_bokmaal(word)
        if bokmaal in self._lemmas or len(bokmaal) > LONGEST_COMPOUND:
            return self._lemmas.get(bokmaal, bokmaal)
        # A compound that no dictionary holds is inflected as its last part is.
        for cut in range(SHORTEST_FIRST_PART, len(bokmaal) - SHORTEST_LAST_PART + 1):
            if bokmaal[cut:] in self._lemmas and self._first_part(bokmaal[:cut]):
                return bokmaal[:cut] + self._lemmas[bokmaal[cut:]]
        return bokmaal

    def _as_bokmaal(self, word: str) -> str:
        if word in self._variants.words:
            return self._variants.words[word]
        if word in self._lemmas:
            return word
        for foreign, ours in self._variants.parts.items():
            word = word.replace(foreign, ours)
        for foreign, ours in self._variants.endings.items():
            candidate = word.removesuffix(foreign) + ours
            if word.endswith(foreign) and candidate in self._lemmas:
                return candidate
        return word

    def _word_terms(self, word: str) -> tuple[str, ...]:
        # Asked before the dictionary form as well: it takes «meg» for a form of «mige».
        if word in self._stop_words or self._as_bokmaal(word) in self._stop_words:
            return ()
        lemma = self.lemma(word)
        if lemma in self._stop_words:
            return ()
        whole = self._synonyms.get(lemma, lemma)
        parts = (self._synonyms.get(part, part) for part in self.compound_parts(whole))
        return tuple(dict.fromkeys((whole, *parts)))

    def compound_parts(self, word: str) -> list[str]:
        """Open up a compound noun into lemmas; an empty list when it is none."""
        if "-" in word:
            return [self.lemma(part) for part in word.split("-") if len(part) > 1]
        return self._split(word, MOST_PARTS) if len(word) <= LONGEST_COMPOUND else []

    def _split(self, word: str, most: int) -> list[str]:
        # Fewest parts first: rehabilitering + opphold, not rehabilitering + sopp + hold.
        best: list[str] = []
        for cut in range(SHORTEST_FIRST_PART, len(word) - SHORTEST_LAST_PART + 1):
            first, rest = self._first_part(word[:cut]), word[cut:]
            if first is None:
                continue
            lemma = self._lemmas.get(rest, rest)
            further = [lemma] if lemma in self._nouns else []
            if not further and most > FEWEST_PARTS:
                further = self._split(rest, most - 1)
            if further and (not best or len(further) + 1 < len(best)):
                best = [first, *further]
        return best

    def _first_part(self, head: str) -> str | None:
        for joint in JOINTS:
            stem = head.removesuffix(joint)
            if head.endswith(joint) and len(stem) >= SHORTEST_FIRST_PART and stem in self._nouns:
                return stem
        return None


def _goes_on(before: str, after: str) -> bool:
    open_pair = before.count("**") % 2 == 1 or before.count("«") > before.count("»")
    cut_inside_word = not before[-1:].isspace()
    abbreviated = NEVER_ENDS_SENTENCE.search(before.rstrip())
    return open_pair or cut_inside_word or after[:1].islower() or bool(abbreviated)


def _lexicon() -> tuple[dict[str, str], frozenset[str]]:
    table = load_lookups("nb", ["lemma_exc"]).get_table("lemma_exc")
    lemmas: dict[str, str] = {}
    for kind in LEXICON_ORDER:
        lemmas.update(_lower(table[kind].items()))
    return lemmas, frozenset(lemma for _, lemma in _lower(table["noun"].items()))


def _lower(entries: Iterable[tuple[str, Sequence[Any]]]) -> Iterable[tuple[str, str]]:
    for form, lemmas in entries:
        if form.islower():
            yield form, lemmas[0].lower()


def read_variants(path: Path) -> Variants:
    """Read the word variants; raise ContentError when the file is broken."""
    try:
        return Variants.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ContentError(f"{path.name}: {one_line(error)}") from error
    except ValidationError as error:
        raise ContentError(f"{path.name}: {first_fault(error)}") from error

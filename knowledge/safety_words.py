import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, takewhile

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.lookups import load_lookups

SHORTEST_WITH_TOLERANCE = 6
LONGEST_WITH_TOLERANCE = 25
LONGEST_NUMBER = 4
LARGEST_COUNT = 100
HIGH_TEMPERATURES = range(38, 42)
CHILDRENS_AGES = range(6, 18)
YEARS = range(1900, 2100)
# What a rule's number word stands for; `TALL` is every number that rules have no other name for.
NUMBER_FAMILIES = {"TALL": ["TALL", "MANGE", "ÅRSTALL"]}
VOWELS = frozenset("aeiouyæøå")
SHORTEST_DIALECT_FORM = 4
SHORTEST_FIRST_PART = 3
LONGEST_COMPOUND = 40
UNKNOWN = "_"
WORD_CLASSES = ("verb", "noun", "adj", "adv")

_LETTERS = str.maketrans({"ä": "æ", "ö": "ø", "ł": "l", "ı": "i", "ß": "ss", "ي": "ی", "ك": "ک"})
_MARKED = re.compile(r"[^\x00-\x7fåæø]+")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[.!?;\n]+")
_REPEATED = re.compile(r"(.)\1{2,}")
_SOFT_N_OR_L = re.compile(r"(?<=a)([nl])\1")
_DIALECT_ENDINGS = {
    "ene": ["an", "ane", "ån"],
    "er": ["a", "ar", "e"],
    "et": ["a", "e", "i"],
    "e": ["a", "æ", ""],
    "a": ["å", "o"],
    "ig": ["igt", "i", "eg"],
    "nn": ["nnj", "inn"],
}
_INSIDE_WORD = re.compile(r"(?<=\w)['’`´](?=\w)")
# «vil'kje», «klarer'kke»: a verb and its «ikke» in one word, as dialects and hurried thumbs write.
_JOINED_NOT = re.compile(r"(?<=\w)['’`´](?:kje|ikkje|kke|ke|ikke|itj|ittj|tte|itte|inte)\b")
_NOT_WITHOUT_A_SPACE = re.compile(
    r"\b(får|kan|vil|klarer|orker|skal|våkner|puster|svarer|hadde|har|ser|kjenner|greier|tør|må)"
    r"(?:ikke|ikkje|ittj|itj|inte)\b"
)


@dataclass(frozen=True)
class Words:
    """A message as canonical words, `UNKNOWN` for what no rule speaks of."""

    canonical: list[str]
    sentence: list[int]

    def end_of_sentence(self, position: int) -> int:
        return bisect_right(self.sentence, self.sentence[position])


def normalise(text: str) -> str:
    """Return lower-case text without marks (å keeps its ring), invisible or repeated letters."""
    text = unicodedata.normalize("NFC", text).lower()
    text = _JOINED_NOT.sub(" ikke", text)
    text = _NOT_WITHOUT_A_SPACE.sub(r"\1 ikke", text)
    text = _INSIDE_WORD.sub("", text).translate(_LETTERS)
    return _REPEATED.sub(_shortened, _MARKED.sub(_without_marks, text))


def _without_marks(match: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", match[0])
    return "".join(c for c in decomposed if unicodedata.category(c) not in {"Cf", "Lm", "Mn"})


def _shortened(match: re.Match[str]) -> str:
    return match[0] if match[1].isdigit() else match[1]


def tokens(normalised: str) -> list[str]:
    return _TOKEN.findall(normalised)


def number_word(token: str) -> str:
    """Return what rules call a number: temperatures and children's ages are told apart."""
    if "," in token or "." in token:
        return _decimal_word(token.replace(",", "."))
    value = int(token) if len(token) <= LONGEST_NUMBER else 0
    if value in HIGH_TEMPERATURES:
        return "HELTALL38"
    if value in CHILDRENS_AGES:
        return "BARNEALDER"
    if value in YEARS:
        return "ÅRSTALL"
    return "MANGE" if CHILDRENS_AGES.stop <= value < LARGEST_COUNT else "TALL"


def _decimal_word(token: str) -> str:
    whole, decimals = token.split(".")
    if len(decimals) != 1 or len(whole) != len("38"):
        return "TALL"
    value = float(token)
    ranges = {"LAVTALL": (34.0, 36.4), "NESTENFEBER": (37.5, 37.9), "FEBERTALL": (38.0, 42.5)}
    return next((name for name, (low, high) in ranges.items() if low <= value <= high), "TALL")


class Lexicon:
    """Reads words as the rules write them: base form, bokmål spelling, small slips mended."""

    def __init__(
        self,
        spellings: Mapping[str, Iterable[str]],
        rule_words: Iterable[str],
        own_base: Iterable[str] = (),
        heads: Iterable[str] = (),
    ) -> None:
        self._canonical_spelling = {
            normalise(variant): normalise(word)
            for word, variants in spellings.items()
            for variant in variants
        }
        rule_words = set(rule_words)
        self._stems = {word[:-1] for word in rule_words if word.endswith("*")}
        self._stem_lengths = sorted({len(stem) for stem in self._stems}, reverse=True)
        plain = {self.spelled(word) for word in rule_words if not word.endswith("*")}
        table = load_lookups("nb", ["lemma_exc"]).get_table("lemma_exc")
        self._base = _base_forms(table, plain)
        for word in own_base:
            self._base.pop(word, None)
        self._known = {self._base.get(word, word) for word in plain}
        self._sorted_stems, self._sorted_known = sorted(self._stems), sorted(self._known)
        self._heads = {self._base.get(self.spelled(head), self.spelled(head)) for head in heads}
        self._dialect = _dialect_forms(self._base, plain | self._canonical_spelling.keys(), table)
        real_words = (form for word_class in WORD_CLASSES for form in table[word_class])
        self._slips = Slips({*plain, *self._base, *self._stems}, real_words)

    def spelled(self, word: str) -> str:
        return self._canonical_spelling.get(word, word)

    def rule_word(self, word: str) -> list[str]:
        """Return the canonical words that a pattern's word stands for; `word*` stands for many."""
        if word[0].isdecimal():
            return [number_word(word)]
        if word in NUMBER_FAMILIES:
            return NUMBER_FAMILIES[word]
        if not word.endswith("*"):
            return [self._canonical(word)]
        stem = word[:-1]
        longer = [f"{other}*" for other in _beginning_with(stem, self._sorted_stems)]
        return longer + _beginning_with(stem, self._sorted_known)

    def read(self, text: str) -> Words:
        canonical: list[str] = []
        sentence: list[int] = []
        number = 0
        # Kept for this message only: what users write must not stay in memory.
        seen: dict[str, str] = {}
        for token in tokens(normalise(text)):
            if token[0].isalnum():
                if token not in seen:
                    seen[token] = self.canonical_or_unknown(token)
                canonical.append(seen[token])
                sentence.append(number)
            else:
                number += 1
        return Words(canonical, sentence)

    def canonical_or_unknown(self, token: str) -> str:
        if token[0].isdecimal():
            return number_word(token)
        word = self._canonical(token)
        if word in self._known:
            return word
        return self._stem_of(word) or self._mended(word) or self._head_of(word) or UNKNOWN

    def _canonical(self, token: str) -> str:
        word = self.spelled(token)
        if word not in self._base and word.endswith("ar"):
            # Nynorsk presents: svimar, vaknar
            word = f"{word[:-2]}er" if f"{word[:-2]}er" in self._base else word
        word = self._dialect.get(word, word)
        return self._base.get(word, word)

    def _stem_of(self, word: str) -> str | None:
        stems = (word[:length] for length in self._stem_lengths if length <= len(word))
        return next((f"{stem}*" for stem in stems if stem in self._stems), None)

    def _head_of(self, word: str) -> str | None:
        """Return the last part of a compound, when it is one that rules read alone."""
        if not self._heads or len(word) > LONGEST_COMPOUND:
            return None
        lasts = (self._canonical(word[start:]) for start in range(SHORTEST_FIRST_PART, len(word)))
        return next((last for last in lasts if last in self._heads), None)

    def _mended(self, word: str) -> str | None:
        meant = self._slips.mend(word)
        if meant is None:
            return None
        canonical = self._canonical(meant)
        return canonical if canonical in self._known else self._stem_of(meant)


def _beginning_with(stem: str, ordered: list[str]) -> list[str]:
    start = bisect_left(ordered, stem)
    return list(takewhile(lambda word: word.startswith(stem), islice(ordered, start, None)))


def _base_forms(table: Mapping[str, Mapping[str, list[str]]], wanted: set[str]) -> dict[str, str]:
    """Return form to base form for the forms of the words that rules use."""
    base: dict[str, str] = {}
    for word_class in WORD_CLASSES:
        for form, lemmas in table[word_class].items():
            for lemma in lemmas:
                if lemma in wanted:
                    base.setdefault(form, lemma)
    return base


def _dialect_forms(
    forms: Iterable[str], taken: Iterable[str], table: Mapping[str, Mapping[str, list[str]]]
) -> dict[str, str]:
    """Return dialect spelling to bokmål form, without spellings that are words of their own."""
    meant: dict[str, str] = {}
    for form in forms:
        for spelling in _as_dialects_write(form):
            if len(spelling) >= SHORTEST_DIALECT_FORM:
                meant.setdefault(spelling, form)
    for word_class in WORD_CLASSES:
        for real in table[word_class]:
            meant.pop(real, None)
    for word in taken:
        meant.pop(word, None)
    return meant


def _as_dialects_write(form: str) -> Iterable[str]:
    sounds = {form, form.replace("e", "æ", 1), _SOFT_N_OR_L.sub(r"i\1\1", form)}
    for sound in sounds:
        yield sound
        for ending, others in _DIALECT_ENDINGS.items():
            if sound.endswith(ending):
                stem = sound.removesuffix(ending)
                yield from (stem + other for other in others)


class Slips:
    """Finds the one rule word that an unknown word is one slip away from."""

    def __init__(self, words: Iterable[str], real_words: Iterable[str]) -> None:
        words = [w for w in words if SHORTEST_WITH_TOLERANCE <= len(w) <= LONGEST_WITH_TOLERANCE]
        self._meant = {cut: word for word in words for cut in (word, *_one_letter_less(word))}
        self._real = _near(words, real_words)

    def mend(self, word: str) -> str | None:
        if not SHORTEST_WITH_TOLERANCE <= len(word) <= LONGEST_WITH_TOLERANCE:
            return None
        if word in self._real:
            return None
        candidates = (self._meant.get(cut) for cut in (word, *_one_letter_less(word)))
        return next((meant for meant in candidates if meant and _one_slip(meant, word)), None)


def _one_letter_less(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(1, len(word))]


def _one_slip(meant: str, written: str) -> bool:
    if meant[0] != written[0] or OSA.distance(meant, written, score_cutoff=1) > 1:
        return False
    # «cooking» is no slip for «choking»: a vowel is seldom written for a consonant.
    changed = [(a, b) for a, b in zip(meant, written, strict=False) if a != b]
    if len(meant) != len(written) or len(changed) != 1:
        return True
    return (changed[0][0] in VOWELS) == (changed[0][1] in VOWELS)


def _near(words: Iterable[str], real_words: Iterable[str]) -> set[str]:
    """Return the real words that lie one slip from a rule word: they mean themselves."""
    rule_words, real = _by_start_and_length(words), _by_start_and_length(real_words)
    near: set[str] = set()
    for (start, length), queries in rule_words.items():
        for other in (length - 1, length, length + 1):
            choices = real.get((start, other), [])
            if choices:
                distances = process.cdist(
                    queries, choices, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8
                )
                near.update(choices[i] for i in np.flatnonzero((distances <= 1).any(axis=0)))
    return near


def _by_start_and_length(words: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    groups: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in words:
        if SHORTEST_WITH_TOLERANCE <= len(word) <= LONGEST_WITH_TOLERANCE:
            groups[word[0], len(word)].append(word)
    return groups

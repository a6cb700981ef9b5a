"""Patterns, as the rule files write them:

`a b`       one after the other, filler words between them allowed
`a .. b`    b within six words after a, in the same sentence
`a + b`     both in the same sentence, in any order
`a & b`     both in the message, in any order
`{name}`    any member of that word class; `word*` any word that begins so
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from knowledge.errors import ContentError
from knowledge.safety_words import Lexicon, Words, normalise, tokens

GAP = ".."
WORDS_IN_A_GAP = 5
FILLERS_IN_A_ROW = 4
NOT = "ikke"
# «får jeg ikke puste» means «får ikke puste»: a verb that comes first has its subject after it.
SUBJECTS = ("jeg", "han", "hun", "vi")

_ATOM = re.compile(r"\{[\w-]+\}|\.\.|[^\s{}]+")
_SPECIAL = re.compile(r"[A-ZÆØÅ]+\d*")

Span = tuple[int, int]


@dataclass(frozen=True)
class Step:
    concept: str
    gap_before: bool


Sequence = tuple[Step, ...]


@dataclass(frozen=True)
class Pattern:
    """Parts joined by &, each of sequences joined by +."""

    parts: tuple[tuple[Sequence, ...], ...]

    @cached_property
    def sequences(self) -> list[Sequence]:
        return [sequence for part in self.parts for sequence in part]

    @cached_property
    def concepts(self) -> frozenset[str]:
        return frozenset(step.concept for sequence in self.sequences for step in sequence)


def parse_pattern(written: str) -> Pattern:
    """Read one pattern; raise ContentError when a side of an operator is empty."""
    parts = tuple(
        tuple(_parse_sequence(sequence, written) for sequence in part.split(" + "))
        for part in written.split(" & ")
    )
    return Pattern(parts)


def _parse_sequence(sequence: str, written: str) -> Sequence:
    atoms = _ATOM.findall(sequence)
    steps = tuple(
        Step(_concept(atom), gap_before=before == GAP)
        for before, atom in pairwise(["", *atoms])
        if atom != GAP
    )
    if not steps or GAP in {atoms[0], atoms[-1]}:
        raise ContentError(f"pattern {written!r}: nothing stands on one side of an operator")
    return steps


def _concept(atom: str) -> str:
    if atom.startswith("{") or _SPECIAL.fullmatch(atom):
        return atom
    return normalise(atom)


def words_of(phrase: str) -> list[str]:
    """Return the words of a member of a word class, a trailing * kept."""
    return [word for piece in phrase.split() for word in _words_of_piece(piece)]


def _words_of_piece(piece: str) -> list[str]:
    if _SPECIAL.fullmatch(piece):
        return [piece]
    words = tokens(normalise(piece.removesuffix("*")))
    return [f"{word}*" for word in words] if piece.endswith("*") else words


class Found:
    """Where the word classes stand in one message."""

    def __init__(
        self, words: Words, matches: Iterable[tuple[str, int, int]], fillers: set[str]
    ) -> None:
        self.words = words
        self._fillers = fillers
        self._hidden: frozenset[int] = frozenset()
        self._ends: dict[str, dict[int, list[int]]] = defaultdict(dict)
        sentence = words.sentence
        for concept, start, end in matches:
            if sentence[start] == sentence[end - 1]:
                self._ends[concept].setdefault(start, []).append(end)
        self._present = frozenset(self._ends)

    def spans(self, sequence: Sequence) -> list[Span]:
        first = self._ends[sequence[0].concept]
        spans = [(s, e) for s, ends in first.items() for e in ends if self._seen(s, e)]
        for step in sequence[1:]:
            spans = [longer for span in spans for longer in self._continued(span, step)]
            # Two ways to the same place would double with every step.
            spans = list(dict.fromkeys(spans))
        return spans

    def _continued(self, span: Span, step: Step) -> Iterable[Span]:
        starts = self._ends[step.concept]
        for position in self._positions_after(span[1], step.gap_before):
            for end in starts.get(position, ()):
                if self._seen(position, end):
                    yield span[0], end

    def _seen(self, start: int, end: int) -> bool:
        return not self._hidden or self._hidden.isdisjoint(range(start, end))

    def _positions_after(self, end: int, gap: bool) -> Iterable[int]:
        sentence, words = self.words.sentence, self.words.canonical
        last = end + (WORDS_IN_A_GAP if gap else FILLERS_IN_A_ROW)
        for position in range(end, min(last + 1, len(words))):
            if sentence[position] != sentence[end - 1]:
                return
            yield position
            if not gap and words[position] not in self._fillers:
                return

    def holds(self, pattern: Pattern) -> bool:
        return pattern.concepts <= self._present and all(map(self._sentences, pattern.parts))

    def _sentences(self, part: tuple[Sequence, ...]) -> set[int]:
        """Return the sentences in which every sequence of the part is found."""
        return set.intersection(
            *({self.words.sentence[s] for s, _ in self.spans(sequence)} for sequence in part)
        )

    def without(self, hidden: set[int]) -> "Found":
        """Return what is left when some words are taken as harmless."""
        if not hidden:
            return self
        left = copy(self)
        left._hidden = self._hidden | hidden
        return left


class ConceptMatcher:
    """Finds word classes and single words of patterns in a message, by spaCy's phrase matcher."""

    def __init__(
        self,
        classes: Mapping[str, Iterable[str]],
        patterns: Iterable[Pattern],
        spellings: Mapping[str, Iterable[str]],
        fillers: Iterable[str],
        own_base: Iterable[str],
        heads: Iterable[str] = (),
    ) -> None:
        phrases = {
            f"{{{name}}}": [words_of(m) for m in members] for name, members in classes.items()
        }
        used = {concept for pattern in patterns for concept in pattern.concepts}
        _check_classes(used, phrases.keys())
        phrases |= {concept: [words_of(concept)] for concept in used if concept not in phrases}
        filler_words = [word for filler in fillers for word in words_of(filler)]
        every_word = {word for members in phrases.values() for phrase in members for word in phrase}
        self._lexicon = Lexicon(spellings, {*every_word, *filler_words}, own_base, heads)
        self._fillers = {word for f in filler_words for word in self._lexicon.rule_word(f)}
        self._vocab = spacy.blank("nb").vocab
        self._matcher = PhraseMatcher(self._vocab)
        for concept, members in phrases.items():
            self._matcher.add(concept, list(self._documents(members)))
        self._concepts = {self._vocab.strings[concept]: concept for concept in phrases}

    def _documents(self, members: Iterable[list[str]]) -> Iterable[Doc]:
        for phrase in (order for member in members for order in _word_orders(member)):
            for words in product(*(self._lexicon.rule_word(word) for word in phrase)):
                yield Doc(self._vocab, words=list(words))

    def find(self, text: str) -> Found:
        words = self._lexicon.read(text)
        # Unknown words are one placeholder, so that what users write never stays in the vocabulary.
        document = Doc(self._vocab, words=words.canonical)
        names = self._concepts
        matches = [(names[key], start, end) for key, start, end in self._matcher(document)]
        return Found(words, matches, self._fillers)


def _word_orders(phrase: list[str]) -> Iterable[list[str]]:
    yield phrase
    if NOT in phrase[1:]:
        at = phrase.index(NOT, 1)
        yield from ([*phrase[:at], subject, *phrase[at:]] for subject in SUBJECTS)


def _check_classes(used: Iterable[str], known: Iterable[str]) -> None:
    missing = sorted({concept for concept in used if concept.startswith("{")} - set(known))
    if missing:
        raise ContentError(f"patterns use word classes that nobody wrote: {', '.join(missing)}")

"""What changed between two texts, for people to read; and joining two people's changes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

PartKind = Literal["same", "added", "removed"]
LineKind = Literal["same", "added", "removed", "changed"]

WORD = re.compile(r"\s+|\w+|[^\w\s]")
LIKE_ENOUGH = 0.4  # of two lines, to be shown as one that was changed
MOST_WORDS = 2_000  # in a line that is compared word by word
MOST_LINES = 5_000  # compared exactly; frequent lines of a longer text are passed over
MINE, BETWEEN, THEIRS = "<<<<<<< Din tekst\n", "=======\n", ">>>>>>> Den andres tekst\n"


@dataclass(frozen=True)
class Part:
    """Some words of a changed line."""

    kind: PartKind
    text: str


@dataclass(frozen=True)
class DiffLine:
    """A line of one text, of both, or changed from one to the other, then with its words."""

    kind: LineKind
    old: int | None  # line numbers, from 1
    new: int | None
    parts: Sequence[Part]


@dataclass(frozen=True)
class Merged:
    """Two people's changes in one text; where both changed the same lines, both stand there."""

    text: str
    conflicts: int


def readable(old: str, new: str) -> list[DiffLine]:
    """Compare two texts line by line, and changed lines word by word."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[DiffLine] = []
    for kind, a, b, c, d in _matcher(before, after).get_opcodes():
        if kind == "equal":
            rows = zip(range(a, b), range(c, d), strict=True)
            lines += [DiffLine("same", i + 1, j + 1, [Part("same", before[i])]) for i, j in rows]
        else:
            lines += _changes(before, after, range(a, b), range(c, d))
    return lines


def _changes(before: list[str], after: list[str], gone: range, come: range) -> Iterator[DiffLine]:
    """Pair the lines that follow each other and are alike; the others stand for themselves."""
    pairs = [
        parts if (parts := _words(before[i], after[j])) else None
        for i, j in zip(gone, come, strict=False)
    ]
    for n, parts in enumerate(pairs):
        if parts is not None:
            yield DiffLine("changed", gone[n] + 1, come[n] + 1, parts)
        else:
            yield DiffLine("removed", gone[n] + 1, None, [Part("removed", before[gone[n]])])
            yield DiffLine("added", None, come[n] + 1, [Part("added", after[come[n]])])
    for i in gone[len(pairs) :]:
        yield DiffLine("removed", i + 1, None, [Part("removed", before[i])])
    for j in come[len(pairs) :]:
        yield DiffLine("added", None, j + 1, [Part("added", after[j])])


def _words(old: str, new: str) -> list[Part] | None:
    """Return what two lines share and what not; None when they are too unlike, or too long."""
    before, after = WORD.findall(old), WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return None
    matcher = _matcher(before, after)
    if matcher.ratio() < LIKE_ENOUGH:
        return None
    parts: list[Part] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            parts.append(Part("same", "".join(before[a:b])))
            continue
        parts += [Part("removed", "".join(before[a:b]))] if b > a else []
        parts += [Part("added", "".join(after[c:d]))] if d > c else []
    return parts


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Join the changes of two texts since their common base.

    Where they meet: lines «<<<<<<< Din tekst», «=======» and «>>>>>>> Den andres tekst» around
    the two; a text with such a line can't be published.
    """
    texts = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    pieces: list[str] = []
    conflicts = 0
    for old, own, others in _regions(*texts):
        if own in (old, others):
            pieces += others
        elif others == old:
            pieces += own
        else:
            conflicts += 1
            pieces += [MINE, *_ended(own), BETWEEN, *_ended(others), THEIRS]
    return Merged("".join(pieces), conflicts)


def _regions(
    base: list[str], mine: list[str], theirs: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Yield the stretches of the three texts that belong together, in order."""
    in_mine, in_theirs = _where(base, mine), _where(base, theirs)
    shared = [row for row in range(len(base)) if row in in_mine and row in in_theirs]
    a = b = c = 0
    for row in [*shared, len(base)]:
        own, others = in_mine.get(row, len(mine)), in_theirs.get(row, len(theirs))
        yield base[a:row], mine[b:own], theirs[c:others]
        if row < len(base):
            yield [base[row]], [mine[own]], [theirs[others]]
        a, b, c = row + 1, own + 1, others + 1


def _where(base: list[str], other: list[str]) -> dict[int, int]:
    """Return in which row of the other text each unchanged row of the base stands."""
    blocks = _matcher(base, other).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _ended(lines: list[str]) -> list[str]:
    if lines and not lines[-1].endswith("\n"):
        return [*lines[:-1], lines[-1] + "\n"]
    return lines


def _matcher(old: list[str], new: list[str]) -> SequenceMatcher[str]:
    is_long = max(len(old), len(new)) > MOST_LINES
    return SequenceMatcher(None, old, new, autojunk=is_long)

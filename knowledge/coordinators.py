import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.errors import ContentError

COLUMNS = ["kommunenummer", "name", "fylke", "bydel", "other_names"]
COLUMNS += ["website", "page", "page_dated"]
WORD = re.compile(r"[^\W_]+")
MOST_NAME_WORDS = 3
SHORTEST_MISSPELT = 5
TWO_SLIPS_FROM = 8
SIGNS_BEFORE = frozenset(("i", "på", "fra", "frå", "til", "ved", "for", "bydel", "kommune"))
SIGNS_AFTER = frozenset(("kommune", "kommunen", "kommuna", "bydel"))
FILLERS = SIGNS_BEFORE | SIGNS_AFTER
LETTERS: tuple[dict[int, str], ...] = (
    {},
    str.maketrans({"ø": "o", "å": "a", "æ": "ae"}),
    str.maketrans({"ø": "oe", "å": "aa", "æ": "ae"}),
)
SHORTEST_WITHOUT_NORWEGIAN_LETTERS = 5


@dataclass(frozen=True)
class Municipality:
    """A municipality, or one of Oslo's bydeler, and where its contact is found if we know."""

    kommunenummer: str
    name: str
    fylke: str
    bydel: str | None
    website: str | None
    page: str | None
    page_dated: str | None


@dataclass(frozen=True)
class _Piece:
    """Some words of a text that stand together and may be a name."""

    start: int
    words: tuple[str, ...]
    placed: bool  # something around it says that it is a place

    @property
    def end(self) -> int:
        return self.start + len(self.words)

    @property
    def name(self) -> str:
        return " ".join(self.words)


class CoordinatorTable:
    """Finds municipalities in what people write."""

    def __init__(self, named: Sequence[tuple[Municipality, Sequence[str]]]) -> None:
        self._rows: dict[str, list[Municipality]] = {}
        self._by_number: dict[str, Municipality] = {}
        for municipality, names in named:
            if municipality.bydel is None:
                self._by_number[municipality.kommunenummer] = municipality
            for key in dict.fromkeys(key for name in names for key in _spellings(name)):
                self._rows.setdefault(key, []).append(municipality)
        self._keys = list(self._rows)

    def __len__(self) -> int:
        return len(self._by_number)

    def find(self, text: str, is_word: Callable[[str], bool]) -> list[Municipality]:
        """Return the municipalities that a text names: none, one, or the ambiguous ones.

        `is_word` tells what is an ordinary word as well (Time, Strand): it must be said in a way
        that means a place, and it is never taken for a misspelt name.
        """
        if text.strip() in self._by_number:
            return [self._by_number[text.strip()]]
        pieces = list(_pieces(text))
        found = self._exact(pieces, is_word) or self._misspelt(pieces, is_word)
        unique = list(dict.fromkeys(found))
        with_bydel = {match.kommunenummer for match in unique if match.bydel}
        return [m for m in unique if m.bydel or m.kommunenummer not in with_bydel]

    def _exact(
        self, pieces: Sequence[_Piece], is_word: Callable[[str], bool]
    ) -> list[Municipality]:
        found: list[Municipality] = []
        taken: set[int] = set()
        for piece in pieces:
            span = set(range(piece.start, piece.end))
            key = next((k for k in _uninflected(piece.name) if k in self._rows), None)
            if key is None or span & taken:
                continue
            if piece.placed or not is_word(key):
                found += self._rows[key]
                taken |= span
        return found

    def _misspelt(
        self, pieces: Sequence[_Piece], is_word: Callable[[str], bool]
    ) -> list[Municipality]:
        for piece in pieces:
            ordinary = all(is_word(word) for word in piece.words)
            if not piece.placed or ordinary or len(piece.name) < SHORTEST_MISSPELT:
                continue
            slips = 2 if len(piece.name) >= TWO_SLIPS_FROM else 1
            near = process.extract(
                piece.name, self._keys, scorer=OSA.distance, score_cutoff=slips, limit=None
            )
            if near:
                fewest = min(distance for _, distance, _ in near)
                keys = [key for key, distance, _ in near if distance == fewest]
                return [match for key in keys for match in self._rows[key]]
        return []


def read_coordinators(path: Path) -> CoordinatorTable:
    """Read the municipalities; raise ContentError when the file is broken."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if reader.fieldnames != COLUMNS:
                raise ContentError(f"{path.name}: the columns must be {', '.join(COLUMNS)}")
            return CoordinatorTable([_read_row(row, path.name) for row in reader])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ContentError(f"{path.name}: {error}") from error


def _read_row(row: dict[str, str | None], where: str) -> tuple[Municipality, list[str]]:
    cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
    number, name = cells["kommunenummer"], cells["name"]
    if not re.fullmatch(r"\d{4}", number) or not name:
        raise ContentError(f"{where}: kommunenummer {number}: a number of four digits and a name")
    municipality = Municipality(
        kommunenummer=number,
        name=name,
        fylke=cells["fylke"],
        bydel=cells["bydel"] or None,
        website=cells["website"] or None,
        page=cells["page"] or None,
        page_dated=cells["page_dated"] or None,
    )
    others = [other for other in cells["other_names"].split(";") if other]
    return municipality, [cells["bydel"]] if cells["bydel"] else [name, *others]


def _spellings(name: str) -> Iterator[str]:
    plain = " ".join(WORD.findall(name.lower()))
    yield plain
    if len(plain) < SHORTEST_WITHOUT_NORWEGIAN_LETTERS:
        return
    for table in LETTERS:
        spelling = unicodedata.normalize("NFKD", plain.translate(table))
        yield "".join(letter for letter in spelling if not unicodedata.combining(letter))
    if " " in plain:
        yield plain.replace(" ", "")


def _uninflected(name: str) -> Iterator[str]:
    yield name
    for ending in ("s", " kommune", "kommune"):
        if name.endswith(ending):
            yield name.removesuffix(ending)


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield every run of words that may be a name, the longest first."""
    words = [match[0] for match in WORD.finditer(unicodedata.normalize("NFC", text))]
    lower = [word.lower() for word in words]
    alone = sum(word not in FILLERS for word in lower) <= MOST_NAME_WORDS
    for length in range(min(MOST_NAME_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            piece = tuple(lower[start:end])
            if piece[0] in SIGNS_BEFORE or piece[-1] in SIGNS_AFTER:
                continue
            before = start > 0 and (lower[start - 1] in SIGNS_BEFORE or words[start][0].isupper())
            after = end < len(words) and lower[end] in SIGNS_AFTER
            whole = alone and _fills(lower, start, end)
            yield _Piece(start, piece, before or after or whole)


def _fills(words: Sequence[str], start: int, end: int) -> bool:
    return all(word in FILLERS for word in (*words[:start], *words[end:]))

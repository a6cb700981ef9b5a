import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.errors import ContentError

COLUMNS = ["kommunenummer", "name", "fylke", "bydel", "other_names", "former_names"]
COLUMNS += ["website", "page", "page_dated"]
WORD = re.compile(r"[^\W_]+")
SENTENCE_END = re.compile(r"[.!?\n]")
MOST_NAME_WORDS = 3
SHORTEST_MISSPELT = 5
TWO_SLIPS_FROM = 8
SIGNS_BEFORE = frozenset(("i", "på", "fra", "frå", "til", "ved", "for", "bydel", "kommune"))
SIGNS_AFTER = frozenset(("kommune", "kommunen", "kommuna", "bydel"))
FILLERS = SIGNS_BEFORE | SIGNS_AFTER
LIVES = frozenset(("bor", "bur", "bodde", "budde", "flyttet", "flytta", "kommer", "kjem"))
ROLE = re.compile(r"\w*(ko+rdinator|kreftkontakt|kreftsykepleier|kreftsjukepleiar)(en)?")
SAMI_LETTERS = {"ŋ": "n", "đ": "d", "ŧ": "t"}
LETTERS: tuple[dict[int, str], ...] = (
    {},
    str.maketrans({"ø": "o", "å": "a", "æ": "ae", **SAMI_LETTERS}),
    str.maketrans({"ø": "oe", "å": "aa", "æ": "ae", **SAMI_LETTERS}),
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
class Named:
    """A municipality with its names of today and those that led to it before."""

    municipality: Municipality
    names: Sequence[str]
    former_names: Sequence[str] = ()


@dataclass(frozen=True)
class _Piece:
    """Some words of a text that stand together and may be a name."""

    start: int
    words: tuple[str, ...]
    capital: bool
    placed: bool  # something around it says that it is a place
    surely: bool  # and not in a phrase such as på ski, for fet, fra røyken

    @property
    def end(self) -> int:
        return self.start + len(self.words)

    @property
    def name(self) -> str:
        return " ".join(self.words)


class CoordinatorTable:
    """Finds municipalities in what people write."""

    def __init__(self, rows: Sequence[Named]) -> None:
        self._rows: dict[str, list[Municipality]] = {}
        self._by_number: dict[str, Municipality] = {}
        self._former: dict[str, str] = {}
        for row in rows:
            municipality, names = row.municipality, [*row.names, *row.former_names]
            if municipality.bydel is None:
                self._by_number[municipality.kommunenummer] = municipality
            for key in dict.fromkeys(key for name in names for key in _spellings(name)):
                self._rows.setdefault(key, []).append(municipality)
            for name in row.former_names:
                self._former |= dict.fromkeys(_spellings(name), name.lower())
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
        pieces = list(_Words(text).pieces())
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
            written_as_name = piece.capital and piece.surely
            if key != piece.name and is_word(piece.name) and not written_as_name:
                continue  # oss is not Os's
            if self._means_place(piece, key, is_word):
                found += self._rows[key]
                taken |= span
        return found

    def _means_place(self, piece: _Piece, key: str, is_word: Callable[[str], bool]) -> bool:
        # Nobody lives in a former municipality, so its name has to be clearer than today's.
        if key in self._former:
            return piece.surely or not is_word(self._former[key])
        return piece.placed or not is_word(key)

    def _misspelt(
        self, pieces: Sequence[_Piece], is_word: Callable[[str], bool]
    ) -> list[Municipality]:
        for piece in pieces:
            ordinary = all(is_word(word) for word in piece.words)
            placed = piece.placed or piece.surely
            if not placed or ordinary or len(piece.name) < SHORTEST_MISSPELT:
                continue
            slips = 2 if len(piece.name) >= TWO_SLIPS_FROM else 1
            near = process.extract(
                piece.name, self._keys, scorer=OSA.distance, score_cutoff=slips, limit=None
            )
            meant = {k: n for k, n, _ in near if self._means_place(piece, k, is_word)}
            if meant:
                fewest = min(meant.values())
                keys = [key for key, distance in meant.items() if distance == fewest]
                return [match for key in keys for match in self._rows[key]]
        return []


def read_coordinators(path: Path) -> CoordinatorTable:
    """Read the municipalities; raise ContentError when the file is broken."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: {error}") from error
    return CoordinatorTable(parse_coordinators(text, path.name))


def parse_coordinators(text: str, where: str) -> list[Named]:
    """Read the municipalities from their text; `where` is for the error."""
    try:
        reader = csv.DictReader(StringIO(text, newline=""))
        if reader.fieldnames != COLUMNS:
            raise ContentError(f"{where}: the columns must be {', '.join(COLUMNS)}")
        return [_read_row(row, where) for row in reader]
    except csv.Error as error:
        raise ContentError(f"{where}: {error}") from error


def _read_row(row: dict[str, str | None], where: str) -> Named:
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
    return Named(
        municipality,
        [cells["bydel"] or name, *_listed(cells["other_names"])],
        _listed(cells["former_names"]),
    )


def _listed(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]


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


class _Words:
    """The words of a text, and what stands around some of them."""

    def __init__(self, text: str) -> None:
        text = unicodedata.normalize("NFC", text)
        matches = list(WORD.finditer(text))
        gaps = [text[first.end() : second.start()] for first, second in pairwise(matches)]
        self._words = [match[0] for match in matches]
        self._lower = [word.lower() for word in self._words]
        self._begins_sentence = [True, *(bool(SENTENCE_END.search(gap)) for gap in gaps)]
        self._short = sum(word not in FILLERS for word in self._lower) <= MOST_NAME_WORDS

    def pieces(self) -> Iterator[_Piece]:
        """Yield every run of words that may be a name, the longest first."""
        for length in range(min(MOST_NAME_WORDS, len(self._lower)), 0, -1):
            for start in range(len(self._lower) - length + 1):
                end = start + length
                piece = tuple(self._lower[start:end])
                if piece[0] in SIGNS_BEFORE or piece[-1] in SIGNS_AFTER:
                    continue
                said = self._said_to_be_place(start, end)
                yield _Piece(
                    start,
                    piece,
                    capital=self._has_capital(start),
                    placed=said or self._place(start),
                    surely=said or self._surely_place(start),
                )

    def _said_to_be_place(self, start: int, end: int) -> bool:
        after = self._lower[end] if end < len(self._lower) else ""
        return (
            self._before(start) in ("kommune", "bydel")
            or after in SIGNS_AFTER
            or (self._has_capital(start) and bool(ROLE.fullmatch(after)))
            or self._is_all(start, end)
        )

    def _place(self, start: int) -> bool:
        return (start > 0 and self._has_capital(start)) or self._before(start) in SIGNS_BEFORE

    def _surely_place(self, start: int) -> bool:
        preposition = self._before(start) in SIGNS_BEFORE
        speaks_of = self._before(start - 1) if preposition else self._before(start)
        return (
            (self._has_capital(start) and not self._begins_sentence[start])
            or bool(ROLE.fullmatch(speaks_of))
            or (preposition and speaks_of in LIVES)
        )

    def _has_capital(self, index: int) -> bool:
        word = self._words[index]
        return word[0].isupper() and (len(word) == 1 or not word.isupper())

    def _before(self, index: int) -> str:
        return self._lower[index - 1] if index > 0 else ""

    def _is_all(self, start: int, end: int) -> bool:
        rest = (*self._lower[:start], *self._lower[end:])
        return self._short and all(word in FILLERS for word in rest)

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.articles import Article
from knowledge.language import Language

LONGEST_PASSAGE = 90
SNIPPET_CHARACTERS = 200
BETWEEN_BLOCKS = "\n\n"
_markdown = MarkdownIt().enable("table")


@dataclass(frozen=True)
class Passage:
    """A piece of an article as it is shown, word for word, and as plain text."""

    slug: str
    section: str
    position: int
    markdown: str
    plain: str


@dataclass(frozen=True)
class _Unit:
    """What is never cut: a sentence, a list item, or a block of another kind."""

    text: str
    joint: str  # what stands between it and the unit before
    leads_on: bool  # announces what follows, and so stays with it

    @property
    def words(self) -> int:
        return len(self.text.split())


def article_passages(article: Article, language: Language) -> list[Passage]:
    """Cut each section of an article into passages of whole sentences and list items."""
    pieces = [
        (section.heading, piece)
        for section in article.sections
        for piece in cut(section.body, language)
    ]
    return [
        Passage(article.slug, heading, position, piece, plain_text(piece))
        for position, (heading, piece) in enumerate(pieces)
    ]


def cut(body: str, language: Language, longest: int = LONGEST_PASSAGE) -> list[str]:
    """Cut Markdown into pieces of at most about so many words, never inside a sentence."""
    pieces: list[list[_Unit]] = [[]]
    for group in _groups(_units(body, language)):
        length = sum(unit.words for unit in pieces[-1]) + sum(unit.words for unit in group)
        if pieces[-1] and length > longest:
            pieces.append([])
        pieces[-1] += group
    return [_join(piece) for piece in pieces if piece]


def plain_text(markdown: str) -> str:
    """Return the words of Markdown without its marks, in one line."""
    words: list[str] = []
    for token in _markdown.parse(markdown):
        words += [
            " " if child.type.endswith("break") else child.content for child in token.children or []
        ]
        words.append(" ")
    return " ".join("".join(words).split())


def snippet(plain: str) -> str:
    """Return the beginning of a plain text, cut between words."""
    if len(plain) <= SNIPPET_CHARACTERS:
        return plain
    return plain[:SNIPPET_CHARACTERS].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"


def _groups(units: Iterable[_Unit]) -> Iterator[list[_Unit]]:
    group: list[_Unit] = []
    for unit in units:
        group.append(unit)
        if not unit.leads_on:
            yield group
            group = []
    if group:
        yield group


def _join(units: list[_Unit]) -> str:
    first, *rest = units
    return first.text + "".join(unit.joint + unit.text for unit in rest)


def _units(body: str, language: Language) -> Iterator[_Unit]:
    lines = body.splitlines()
    for token in _outermost(_markdown.parse(body)):
        start, end = token.map or (0, 0)
        source = "\n".join(lines[start:end]).strip()
        if token.type == "paragraph_open":
            yield from _sentences(source, language)
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield from _items(source)
        else:
            yield _Unit(source, BETWEEN_BLOCKS, leads_on=token.type == "heading_open")


def _outermost(tokens: list[Token]) -> Iterator[Token]:
    return (token for token in tokens if token.level == 0 and token.map and token.nesting >= 0)


def _sentences(paragraph: str, language: Language) -> Iterator[_Unit]:
    joint = BETWEEN_BLOCKS
    # A hard line break is part of the text; a soft one only of the file.
    flowing = re.sub(r"(?<!\\)(?<!  )\n", " ", paragraph)
    for sentence in language.sentences(flowing):
        yield _Unit(sentence, joint, leads_on=sentence.rstrip("*_").endswith(":"))
        joint = " "


def _items(source: str) -> Iterator[_Unit]:
    joint = BETWEEN_BLOCKS
    for item in re.split(r"\n(?=(?:[-*+]|\d+[.)])\s)", source):
        yield _Unit(re.sub(r"\n\s*(?![-*+\d\s])", " ", item), joint, leads_on=False)
        joint = "\n"

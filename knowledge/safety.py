from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import ContentError
from knowledge.safety_patterns import ConceptMatcher, Found, Pattern, parse_pattern

SAFETY_CONTENT = Path(__file__).parent / "content" / "safety"
TEXTS_FILE = "texts.yml"
CHILD_AUDIENCE = "barn"

Route = Literal["crisis", "emergency"]
ROUTES_BY_WEIGHT: tuple[Route, ...] = ("crisis", "emergency")
Model = TypeVar("Model", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SafetyText(_Strict):
    kind: Literal["response", "follow_up", "article"]
    text: str = Field(min_length=1)


class Rule(_Strict):
    """What must be said when; the patterns as written for clinicians to read."""

    id: str
    route: Route
    text_id: str
    why: str
    patterns: list[str] = Field(min_length=1)
    positive: list[str] = Field(min_length=1)
    negative: list[str] = Field(min_length=1)

    @cached_property
    def parsed(self) -> list[Pattern]:
        return [parse_pattern(written) for written in self.patterns]


class Calm(_Strict):
    """Words that are harmless where they stand, or a kind of message that is.

    `hides` takes its words, and the `and_next` words after them in the same sentence, out of the
    sight of the rules;
    `stops` silences the rules of `routes` for the whole message. Where one of `unless` is found,
    the entry takes nothing away: a danger that is here now must be seen.
    """

    id: str
    routes: list[Route]
    why: str
    hides: list[str] = []
    and_next: int = Field(default=0, ge=0, le=20)
    stops: list[str] = []
    unless: list[str] = []
    harmless: list[str] = []
    danger: list[str] = []

    @cached_property
    def parsed_hides(self) -> list[Pattern]:
        return [parse_pattern(written) for written in self.hides]

    @cached_property
    def parsed_stops(self) -> list[Pattern]:
        return [parse_pattern(written) for written in self.stops]

    @cached_property
    def parsed_unless(self) -> list[Pattern]:
        return [parse_pattern(written) for written in self.unless]

    @property
    def patterns(self) -> list[Pattern]:
        return self.parsed_hides + self.parsed_stops + self.parsed_unless


class SafetyFile(_Strict):
    spellings: dict[str, list[str]] = {}
    fillers: list[str] = []
    own_base: list[str] = []
    heads: list[str] = []
    classes: dict[str, list[str]] = {}
    child: list[str] = []
    calm: list[Calm] = []
    rules: list[Rule] = []


@dataclass(frozen=True)
class SafetyHit:
    route: Route
    rule_id: str
    text_id: str


class SafetyRules:
    """The rules for danger and crisis, ready to screen messages from any thread."""

    def __init__(self, files: Iterable[SafetyFile], texts: dict[str, SafetyText]) -> None:
        files = list(files)
        self.rules = [rule for route in ROUTES_BY_WEIGHT for rule in _of(files, route)]
        self.calm = [calm for file in files for calm in file.calm]
        self._child = [parse_pattern(written) for file in files for written in file.child]
        self._texts = texts
        self._check_texts()
        patterns = [pattern for rule in self.rules for pattern in rule.parsed] + self._child
        patterns += [p for calm in self.calm for p in calm.patterns]
        self._matcher = ConceptMatcher(
            classes=_classes(files),
            patterns=patterns,
            spellings={word: forms for file in files for word, forms in file.spellings.items()},
            fillers=[filler for file in files for filler in file.fillers],
            own_base=[word for file in files for word in file.own_base],
            heads=[word for file in files for word in file.heads],
        )

    @classmethod
    def load(cls, folder: Path = SAFETY_CONTENT) -> Self:
        """Read the rule files; raise ContentError naming the file that is wrong."""
        return cls.parse(
            {path.name: _read_text(path) for path in [*folder.glob("*.yml"), folder / TEXTS_FILE]}
        )

    @classmethod
    def parse(cls, files: Mapping[str, str]) -> Self:
        """Read the rule files from their texts by file name; raise ContentError as `load` does."""
        rules = [
            parse_safety_file(files[name], name) for name in sorted(files) if name != TEXTS_FILE
        ]
        return cls(rules, parse_safety_texts(files.get(TEXTS_FILE, "{}")))

    def text(self, text_id: str) -> str:
        """Return the Markdown of a text; raise ContentError when there is none of that id."""
        try:
            return self._texts[text_id].text.strip()
        except KeyError as error:
            raise ContentError(f"no safety text is called {text_id!r}") from error

    def screen(self, text: str, audience: str | None = None) -> SafetyHit | None:
        """Return the gravest hit in a message, or None when nothing in it speaks of danger."""
        found = self._matcher.find(text)
        calm = [entry for entry in self.calm if not _any_holds(entry.parsed_unless, found)]
        for route in ROUTES_BY_WEIGHT:
            rule = self._first_hit(route, found, [entry for entry in calm if route in entry.routes])
            if rule is not None:
                child = audience == CHILD_AUDIENCE or _any_holds(self._child, found)
                return SafetyHit(route, rule.id, f"{route}_child" if child else rule.text_id)
        return None

    def _first_hit(self, route: Route, found: Found, calm: list[Calm]) -> Rule | None:
        if any(_any_holds(entry.parsed_stops, found) for entry in calm):
            return None
        seen = found.without({i for entry in calm for i in _hidden(entry, found)})
        rules = (rule for rule in self.rules if rule.route == route)
        return next((rule for rule in rules if _any_holds(rule.parsed, seen)), None)

    def _check_texts(self) -> None:
        for rule in self.rules:
            if rule.text_id not in self._texts:
                raise ContentError(f"safety rule {rule.id}: no text is called {rule.text_id}")


def parse_safety_texts(text: str) -> dict[str, SafetyText]:
    """Read the safety texts by id from the text of their file."""
    return {
        name: _validated(SafetyText, entry, f"{TEXTS_FILE}: {name}")
        for name, entry in _parse_yaml(text, TEXTS_FILE).items()
    }


def parse_safety_file(text: str, where: str) -> SafetyFile:
    """Read one file of rules from its text; `where` is for the error."""
    return _validated(SafetyFile, _parse_yaml(text, where), where)


def _of(files: Iterable[SafetyFile], route: Route) -> list[Rule]:
    return [rule for file in files for rule in file.rules if rule.route == route]


def _classes(files: Iterable[SafetyFile]) -> dict[str, list[str]]:
    classes: dict[str, list[str]] = {}
    for file in files:
        twice = sorted(classes.keys() & file.classes.keys())
        if twice:
            raise ContentError(f"word classes are written in two files: {', '.join(twice)}")
        classes |= file.classes
    return classes


def _any_holds(patterns: Iterable[Pattern], found: Found) -> bool:
    return any(found.holds(pattern) for pattern in patterns)


def _hidden(calm: Calm, found: Found) -> Iterable[int]:
    for pattern in calm.parsed_hides:
        if found.holds(pattern):
            for sequence in pattern.sequences:
                for start, end in found.spans(sequence):
                    last = found.words.end_of_sentence(start)
                    yield from range(start, min(end + calm.and_next, last))


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name} can't be read: {error}") from error


def _parse_yaml(text: str, where: str) -> dict[str, object]:
    try:
        # Every scalar is a string: «no» is a word in these files, and 113 a number to dial.
        content = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 # nosec B506
    except yaml.YAMLError as error:
        raise ContentError(f"{where} can't be read: {error}") from error
    if not isinstance(content, dict):
        raise ContentError(f"{where} is not a mapping")
    return content


def _validated(model: type[Model], content: object, where: str) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{where}: {field}: {first['msg']}") from error

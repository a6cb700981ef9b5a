"""The questions and dialogues that a run sends, and what is expected of the answers."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal, Self, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from evaluation.errors import EvaluationError

Route = Literal[
    "answer",
    "clarify",
    "coordinator",
    "human",
    "emergency",
    "crisis",
    "medical_advice",
    "smalltalk",
    "out_of_scope",
    "no_answer",
]
ROUTES: tuple[str, ...] = get_args(Route)
Read = TypeVar("Read")


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Item(_Record):
    """One user turn on its own; `slugs` are the acceptable articles, best first."""

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    lang: str
    style: str
    route: Route
    slugs: tuple[str, ...]

    @model_validator(mode="after")
    def has_articles_only_where_one_answers(self) -> Self:
        if bool(self.slugs) != (self.route == "answer"):
            raise ValueError("slugs belong to the route answer, and only there")
        return self


class Turn(_Record):
    """One user turn of a dialogue; without `slugs` any article will do."""

    user: str = Field(min_length=1)
    route: Route
    slugs: tuple[str, ...] = ()


class Dialogue(_Record):
    id: str = Field(min_length=1)
    turns: tuple[Turn, ...] = Field(min_length=1)


def read_items(path: Path) -> list[Item]:
    """Read single turns, one JSON object a line; raise EvaluationError naming a broken line."""
    items = [
        _checked(f"{path.name}: line {number}", partial(Item.model_validate_json, line))
        for number, line in enumerate(_text(path).splitlines(), 1)
    ]
    return _each_once(path, items)


def read_dialogues(path: Path) -> list[Dialogue]:
    """Read dialogues from YAML; raise EvaluationError naming what is broken."""
    try:
        data: Any = yaml.safe_load(_text(path))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "somewhere"
        raise EvaluationError(f"{path.name}: {place}: not YAML") from None
    adapter = TypeAdapter(list[Dialogue])
    return _each_once(path, _checked(path.name, partial(adapter.validate_python, data)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise EvaluationError(f"{path}: not UTF-8") from None


def _checked(place: str, read: Callable[[], Read]) -> Read:
    try:
        return read()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise EvaluationError(f"{place}: {where + ': ' if where else ''}{first['msg']}") from None


Named = TypeVar("Named", Item, Dialogue)


def _each_once(path: Path, found: Sequence[Named]) -> list[Named]:
    if not found:
        raise EvaluationError(f"{path.name}: nothing in it")
    twice = _first_repeated(record.id for record in found)
    if twice is not None:
        raise EvaluationError(f"{path.name}: {twice} is there twice")
    return list(found)


def _first_repeated(ids: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            return each
        seen.add(each)
    return None

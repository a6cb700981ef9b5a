"""Change one value in the text of a YAML file and leave every other byte as it was."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

Step = str | int
Path = Sequence[Step]

WRAP_AT = 150
NO_WRAP = 10**9


class NoSuchValueError(LookupError):
    """The text has no value at the path."""


def replaced(text: str, path: Path, value: object) -> str:
    """Return the text with another value at the path; unchanged when it says that already.

    Raises yaml.YAMLError for a text that can't be read, NoSuchValueError for an unknown path.
    """
    node = find(text, path)
    if as_plain(node) == _meant(value):
        return text
    start, end = _span(node)
    for new in (_as_before(value, node, text), _in_flow(value)):
        if text[start:end].endswith("\n") and not new.endswith("\n"):
            new += "\n"  # noqa: PLW2901 the line ends as it did
        changed = text[:start] + new + text[end:]
        if _says(changed, path, value):
            break
    return changed


def find(text: str, path: Path) -> Node:
    """Return the node at the path."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for step in path:
        node = _child(node, step)
    if node is None:
        raise NoSuchValueError
    return node


def as_plain(node: Node) -> Any:  # noqa: ANN401 whatever YAML can hold
    """Return what the node means, dates as they are written."""
    if isinstance(node, MappingNode):
        return {as_plain(key): as_plain(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [as_plain(each) for each in node.value]
    loader = yaml.SafeLoader("")
    try:
        value = loader.construct_object(node, deep=True)
    finally:
        loader.dispose()
    return value.isoformat() if isinstance(value, date) else value


def items_replaced(text: str, path: Path, values: list[Any]) -> str:
    """Return the text with other items in the list at the path.

    An item that was there before keeps its bytes, also when it has moved.
    """
    node = find(text, path)
    if not isinstance(node, SequenceNode) or as_plain(node) == values:
        return replaced(text, path, values)
    if node.flow_style or not node.value:
        return replaced(text, path, values)
    known = [(as_plain(each), each) for each in node.value]
    indent = " " * (node.value[0].start_mark.column - 2)
    lines = []
    for value in values:
        same = next((each for plain, each in known if plain == value), None)
        written = text[slice(*_span(same))].rstrip("\n") if same else _in_flow(value)
        lines.append(f"{indent}- {written}")
    start, end = _span(node)
    line_start = text.rfind("\n", 0, start) + 1
    tail = "\n" if text[start:end].endswith("\n") else ""
    return text[:line_start] + "\n".join(lines) + tail + text[end:]


def _child(node: Node | None, step: Step) -> Node:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if as_plain(key) == step:
                found: Node = value
                return found
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: Node = node.value[step]
        return item
    raise NoSuchValueError(step)


def _span(node: Node) -> tuple[int, int]:
    """Return where the node stands in the text, without what only follows it."""
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return node.start_mark.index, _span(last[1] if isinstance(last, tuple) else last)[1]
    return node.start_mark.index, node.end_mark.index


def _meant(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _says(text: str, path: Path, value: object) -> bool:
    try:
        said: bool = as_plain(find(text, path)) == _meant(value)
    except (yaml.YAMLError, NoSuchValueError):
        return False
    return said


def _as_before(value: object, node: Node, text: str) -> str:
    """Write a value in the style of the one it replaces, where that can hold it."""
    start = node.start_mark.index
    if isinstance(value, str) and isinstance(node, ScalarNode) and node.style in {">", "|"}:
        line = text[text.rfind("\n", 0, start) + 1 : start]
        indent = " " * (len(line) - len(line.lstrip(" -")) + 2)
        return _block(value, node.style, indent)
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return "".join(f"\n  - {_in_flow(each)}" for each in value).removeprefix("\n  ")
    return _in_flow(value)


def _block(value: str, style: str, indent: str) -> str:
    chomping = "" if value.endswith("\n") else "-"
    lines = value.removesuffix("\n").split("\n")
    if style == ">":
        # A single line break in a folded text is a space: each that is meant needs one more.
        value = re.sub(r"\n+", r"\g<0>\n", "\n".join(lines))
        lines = value.split("\n")
        body = "".join(f"{_wrapped(line.split(' '), indent)}\n" if line else "\n" for line in lines)
        return f">{chomping}\n{body}"
    body = "".join(f"{indent}{line}\n" if line else "\n" for line in lines)
    return f"|{chomping}\n{body}"


def _wrapped(words: list[str], indent: str) -> str:
    lines = [indent + words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) + 1 > WRAP_AT:
            lines.append(indent + word)
        else:
            lines[-1] += f" {word}"
    return "\n".join(lines)


def _in_flow(value: object) -> str:
    """Write a value in one line."""
    said = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, width=NO_WRAP, sort_keys=False
    )
    return said.removesuffix("...\n").strip()

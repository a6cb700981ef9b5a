"""The accessibility tree as a screen reader gets it from the browser."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

SILENT = {"InlineTextBox", "LineBreak", "generic", "none", "ListMarker", "Section"}
SHORT = {"StaticText": "text"}
STATES = ("expanded", "disabled", "focused", "modal", "live", "invalid", "pressed", "checked")

Node = dict[str, Any]


def tree(page: Page) -> list[tuple[int, str]]:
    """Return depth and line («role name») of each node inside the widget, in reading order."""
    session = page.context.new_cdp_session(page)
    nodes: list[Node] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    return list(_lines(by_id, _dialog(nodes), 0))


def _dialog(nodes: list[Node]) -> Node:
    return next(node for node in nodes if _value(node, "role") == "dialog")


def _lines(by_id: dict[str, Node], node: Node, depth: int) -> Iterator[tuple[int, str]]:
    role = _value(node, "role")
    shown = not node["ignored"] and role not in SILENT
    if shown:
        yield (
            depth,
            " ".join(filter(None, (SHORT.get(role, role), _value(node, "name"), _states(node)))),
        )
    # The words of a button or a link are its name.
    if shown and role in {"button", "heading", "link", "StaticText", "textbox"}:
        return
    for child in node.get("childIds", []):
        if child in by_id:
            yield from _lines(by_id, by_id[child], depth + shown)


def _states(node: Node) -> str:
    found = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    told = [
        name if found[name] is True else f"{name}={found[name]}"
        for name in STATES
        if found.get(name) not in {None, False, "false", ""}
    ]
    return f"[{', '.join(told)}]" if told else ""


def _value(node: Node, name: str) -> str:
    return str(node.get(name, {}).get("value", "")).strip()

"""A message's Markdown as a tree: a client needs no parser of its own, and HTML is only text."""

from collections.abc import Iterator
from functools import lru_cache

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from web_widget.borders import JsonObject
from web_widget.markdown import may_be_followed

# What messages are written with; everything else is shown as the text it was written as.
SYNTAX = (
    *("heading", "list", "blockquote"),
    *("newline", "escape", "entity", "emphasis", "link", "autolink", "linkify"),
)
NAMES = {
    "bullet_list": "list",
    "ordered_list": "list",
    "list_item": "item",
    "blockquote": "quote",
    "em": "emphasis",
    "softbreak": "break",
    "hardbreak": "break",
}
UNWRAPPED = {"root", "inline"}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"linkify": True, "maxNesting": 100}).enable(SYNTAX)
    parser.validateLink = may_be_followed  # type: ignore[method-assign]  # made to be set
    # Only what is written as an address is one: "kl.no" may be anything.
    parser.linkify = LinkifyIt(options={"fuzzy_link": False})
    return parser


@lru_cache(maxsize=512)
def markup(text: str) -> list[JsonObject]:
    """Return `{type, text?, href?, start?, children?}` for each block of a Markdown text."""
    return list(_nodes(SyntaxTreeNode(_parser().parse(text))))


def _nodes(node: SyntaxTreeNode) -> Iterator[JsonObject]:
    # A line of a tight list is not a paragraph, though the parser makes a hidden one of it.
    if node.type in UNWRAPPED or node.hidden:
        for child in node.children:
            yield from _nodes(child)
    elif node.type == "text":
        if node.content:
            yield {"type": "text", "text": node.content}
    else:
        yield _node(node)


def _node(node: SyntaxTreeNode) -> JsonObject:
    made: JsonObject = {"type": NAMES.get(node.type, node.type)}
    if node.type == "link":
        made["href"] = node.attrs["href"]
    if node.type == "ordered_list":
        made["start"] = node.attrs.get("start", 1)
    if made["type"] != "break":
        made["children"] = [each for child in node.children for each in _nodes(child)]
    return made

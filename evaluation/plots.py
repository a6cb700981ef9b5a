"""The report's pictures, as PNG bytes."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

if TYPE_CHECKING:  # Rasa's environment, where intents are drawn, holds none of its imports
    from evaluation.coverage import Point

RESOLUTION = 110  # dots per inch
DARK = 0.5  # share of a row from which a cell's number is white
BAR = 0.4
LONGEST_LATENCY = 99  # percentile: a stray second would flatten all the rest


def draw_confusion(counts: Mapping[str, Mapping[str, int]]) -> bytes:
    """Draw what was taken for what: a row for each expected name, coloured by its share."""
    rows, columns = list(counts), list(next(iter(counts.values())))
    cells = np.array([[counts[row].get(column, 0) for column in columns] for row in rows])
    shares = cells / np.maximum(cells.sum(axis=1, keepdims=True), 1)
    figure, axes = _sheet(2 + 0.62 * len(columns), 1.5 + 0.42 * len(rows))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(columns)), columns, rotation=40, ha="right")
    axes.set_yticks(range(len(rows)), rows)
    axes.set(xlabel="got", ylabel="expected")
    for (row, column), count in np.ndenumerate(cells):
        if count:
            colour = "white" if shares[row, column] > DARK else "black"
            axes.text(column, row, str(count), ha="center", va="center", color=colour, fontsize=8)
    return _png(figure)


def draw_recall(groups: Mapping[str, tuple[float, float, int]]) -> bytes:
    """Draw Recall@1 and @3 side by side for each group of (Recall@1, Recall@3, questions)."""
    figure, axes = _sheet(max(4.0, 1.5 + 0.7 * len(groups)), 3.4)
    places = np.arange(len(groups))
    axes.bar(places - BAR / 2, [first for first, _, _ in groups.values()], BAR, label="Recall@1")
    axes.bar(places + BAR / 2, [three for _, three, _ in groups.values()], BAR, label="Recall@3")
    axes.set_xticks(places, [f"{name}\n{count}" for name, (_, _, count) in groups.items()])
    axes.set(ylim=(0, 1.02), ylabel="share of the questions")
    axes.grid(axis="y", alpha=0.3)
    axes.legend(loc="lower right")
    return _png(figure)


def draw_coverage(points: "Sequence[Point]", decided: "Point | None") -> bytes:
    """Draw precision against coverage, and where the search's own decisions stand."""
    figure, axes = _sheet(5.2, 3.6)
    axes.plot([p.coverage for p in points], [p.precision for p in points])
    if decided:
        label = f"as decided (from {decided.threshold:.2f})"
        axes.plot([decided.coverage], [decided.precision], "o", color="tab:red", label=label)
        axes.legend(loc="lower left")
    axes.set(xlim=(0, 1.01), ylim=(0, 1.02), xlabel="share answered", ylabel="right first")
    axes.grid(alpha=0.3)
    return _png(figure)


def draw_latency(milliseconds: Sequence[float]) -> bytes:
    figure, axes = _sheet(5.2, 3.0)
    median, p95 = np.percentile(milliseconds, [50, 95])
    axes.hist(milliseconds, bins=40, range=(0, np.percentile(milliseconds, LONGEST_LATENCY) * 1.1))
    axes.axvline(median, color="black", label=f"median {median:.0f} ms")
    axes.axvline(p95, color="black", linestyle="--", label=f"95th percentile {p95:.0f} ms")
    axes.set(xlabel="milliseconds to the answer", ylabel="questions")
    axes.legend()
    return _png(figure)


def _sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """Return an empty picture of this size in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _png(figure: Figure) -> bytes:
    picture = BytesIO()
    figure.savefig(picture, format="png", dpi=RESOLUTION)
    return picture.getvalue()

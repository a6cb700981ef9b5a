"""Write a run's report: Markdown, one HTML file that needs no other, and the bare figures."""

import base64
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from evaluation import plots
from evaluation.baseline import changes, is_of_the_same_data, write_figures
from evaluation.coverage import curve, operating_point
from evaluation.figures import GROUPED, Figures, Run, flatten
from evaluation.measures import MEASURES
from evaluation.misses import Miss, list_misses
from evaluation.targets import Result, judge_targets

FIGURES, MARKDOWN, HTML = "figures.json", "report.md", "report.html"


def write_report(run: Run, figures: Figures, before: Figures | None, out: Path) -> list[Result]:
    """Write everything into the folder; return the targets and whether they are met."""
    pictures = draw(run, figures)
    for name, picture in pictures.items():
        (out / f"{name}.png").write_bytes(picture)
    write_figures(figures, out / FIGURES)
    context = _context(run, figures, before)
    files = {name: f"{name}.png" for name in pictures}
    (out / MARKDOWN).write_text(_render("report.md.j2", context, files), encoding="utf-8")
    inline = {name: _data_url(picture) for name, picture in pictures.items()}
    (out / HTML).write_text(_render("report.html.j2", context, inline), encoding="utf-8")
    results: list[Result] = context["results"]
    return results


def draw(run: Run, figures: Figures) -> dict[str, bytes]:
    pictures = {
        "confusion": plots.draw_confusion(figures["confusion"]),
        "latency": plots.draw_latency([each.reply.seconds * 1000 for each in run.asked]),
    }
    if recall := _recall(figures["by_lang"]):
        pictures["recall_by_language"] = plots.draw_recall(recall)
    if run.searches:
        points = curve(run.searches)
        pictures["coverage"] = plots.draw_coverage(points, operating_point(run.searches))
    return pictures


def _recall(groups: Mapping[str, Figures]) -> dict[str, tuple[float, float, int]]:
    """Return Recall@1, Recall@3 and the count of each language, the most questions first."""
    found = {
        name: (g["recall_at_1"]["share"], g["recall_at_3"]["share"], g["recall_at_1"]["of"])
        for name, g in groups.items()
        if g["recall_at_1"]["of"]
    }
    return dict(sorted(found.items(), key=lambda entry: -entry[1][2]))


def _context(run: Run, figures: Figures, before: Figures | None) -> dict[str, Any]:
    now, then = flatten(figures), flatten(before or {})
    return {
        "figures": figures,
        "before": before,
        "same_data": before is not None and is_of_the_same_data(figures, before),
        "results": judge_targets(now, then),
        "changes": changes(now, then),
        "words": {measure.name: measure.words for measure in MEASURES},
        "columns": GROUPED,
        "misses": _by_kind(list_misses(run.asked, run.held)),
    }


def _by_kind(misses: Iterable[Miss]) -> dict[str, list[Miss]]:
    return {kind: list(group) for kind, group in groupby(misses, attrgetter("kind"))}


def _render(template: str, context: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    environment = Environment(
        loader=PackageLoader("evaluation"),
        autoescape=select_autoescape(enabled_extensions=["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"share": _share, "cell": _cell}
    return environment.get_template(template).render(context, pictures=pictures)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _cell(text: str) -> str:
    """Return a text that stays within one cell of a Markdown table."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _data_url(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"

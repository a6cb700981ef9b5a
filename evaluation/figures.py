"""All that a run measured, as bare figures that may be committed: no question, no words."""

import hashlib
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.asking import Asked, Held
from evaluation.coverage import Judged, curve, operating_point, precision_at_marks
from evaluation.dialogue_measures import measure_dialogues
from evaluation.measures import Share, take_all
from evaluation.routes import by_route, confusion

Figures = dict[str, Any]
STANDARD, COMPARED = "nb", ("nn", "dialekt")
# Measured also for each language and style.
GROUPED = (
    "recall_at_1",
    "recall_at_3",
    "mrr_at_10",
    "wrong_first",
    "clarified",
    "wrongly_abstained",
    "route_accuracy",
    "urgent_recall",
    "false_alarms",
)
# Not figures to compare: when and on what a run was made, and counts.
APART = ("about", "confusion")


@dataclass(frozen=True)
class Run:
    """What came back; no searches where the knowledge service could not be asked."""

    asked: Sequence[Asked]
    held: Sequence[Held]
    searches: Sequence[Judged] = ()


def summarise(run: Run, sources: Sequence[Path]) -> Figures:
    by_lang = _grouped(run.asked, lambda each: each.item.lang)
    return {
        "about": _about(sources),
        "overall": _json(take_all(run.asked)),
        "routes": {route: _json(shares) for route, shares in by_route(run.asked).items()},
        "confusion": confusion(run.asked),
        "by_lang": {name: _json(shares) for name, shares in by_lang.items()},
        "by_style": {
            name: _json(shares)
            for name, shares in _grouped(run.asked, lambda each: each.item.style).items()
        },
        "gaps": _gaps(by_lang),
        "dialogues": _json(measure_dialogues(run.held)),
        "latency_ms": _latency([each.reply.seconds for each in run.asked]),
        "coverage": _coverage(run.searches),
    }


def flatten(figures: Mapping[str, Any]) -> dict[str, float]:
    """Return each figure under its path, such as `by_lang.nn.recall_at_1`."""
    flat: dict[str, float] = {}
    for name, value in figures.items():
        if name in APART:
            continue
        if isinstance(value, Mapping):
            value = value["share"] if "share" in value else flatten(value)  # noqa: PLW2901
        if isinstance(value, dict):
            flat |= {f"{name}.{rest}": figure for rest, figure in value.items()}
        elif value is not None:
            flat[name] = float(value)
    return flat


def _json(shares: Mapping[str, Share]) -> Figures:
    return {name: share.json() for name, share in shares.items()}


def _grouped(asked: Sequence[Asked], group: Callable[[Asked], str]) -> dict[str, dict[str, Share]]:
    """Measure each group on its own, the one of the most questions first."""
    names = [name for name, _ in Counter(sorted(map(group, asked))).most_common()]
    shares = {n: take_all([each for each in asked if group(each) == n]) for n in names}
    return {n: {measure: shares[n][measure] for measure in GROUPED} for n in names}


def _gaps(by_lang: Mapping[str, Mapping[str, Share]]) -> dict[str, float]:
    """Return how far each falls behind bokmål in finding the right article first."""
    first = {name: shares["recall_at_1"].value for name, shares in by_lang.items()}
    standard = first.get(STANDARD)
    found = {name: first.get(name) for name in COMPARED}
    return {
        name: round(standard - value, 4)
        for name, value in found.items()
        if standard is not None and value is not None
    }


def _latency(seconds: Sequence[float]) -> dict[str, float]:
    median, p95 = np.percentile([each * 1000 for each in seconds], [50, 95])
    return {"median": round(float(median), 1), "p95": round(float(p95), 1)}


def _coverage(searches: Sequence[Judged]) -> Figures:
    point = operating_point(searches)
    return {
        "precision_at": precision_at_marks(curve(searches)),
        "as_decided": {name: round(v, 4) for name, v in asdict(point).items()} if point else {},
    }


def _about(sources: Sequence[Path]) -> Figures:
    return {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "data": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in sources},
    }


def _commit() -> str:
    """Return the commit that was measured, with + where files differ from it."""
    command = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    folder = Path(__file__).parent
    done = subprocess.run(  # noqa: S603 -- our own command
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"

"""The last committed run, and what changed since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.errors import EvaluationError
from evaluation.figures import Figures, flatten
from evaluation.measures import MEASURES

BASELINE = Path(__file__).parent / "baseline.json"
LOWER_IS_BETTER = {measure.name for measure in MEASURES if measure.lower_is_better}
LOWER_GROUPS = ("gaps.", "latency_ms.")
NEUTRAL_GROUP = "coverage.as_decided."
SMALLEST_CHANGE = 0.001


@dataclass(frozen=True)
class Change:
    figure: str
    before: float
    now: float

    @property
    def verdict(self) -> str:
        if self.figure.startswith(NEUTRAL_GROUP):
            return ""
        name = self.figure.rsplit(".", 1)[-1]
        lower = name in LOWER_IS_BETTER or self.figure.startswith(LOWER_GROUPS)
        return "better" if (self.now < self.before) == lower else "WORSE"


def read_figures(path: Path) -> Figures:
    """Read a run's figures; raise EvaluationError when the file is not one of ours."""
    try:
        figures = json.loads(path.read_text(encoding="utf-8"))
        flatten({"overall": figures["overall"], **figures})
        figures["about"]["data"]
    except OSError as error:
        raise EvaluationError(f"{path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise EvaluationError(f"{path}: not the figures of a run") from None
    return dict(figures)


def write_figures(figures: Figures, path: Path) -> None:
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def read_baseline(path: Path) -> Figures | None:
    return read_figures(path) if path.exists() else None


def changes(now: Mapping[str, float], before: Mapping[str, float]) -> list[Change]:
    """Return the flattened figures that moved, in the order of this run."""
    both = ((name, before[name], value) for name, value in now.items() if name in before)
    return [Change(n, old, new) for n, old, new in both if abs(new - old) >= SMALLEST_CHANGE]


def is_of_the_same_data(now: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    return bool(now["about"]["data"] == before["about"]["data"])

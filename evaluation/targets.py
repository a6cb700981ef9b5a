"""What the figures must reach: the table «Must be seen» of the issue on the right answer."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    figure: str
    words: str
    at_least: float
    aim_for: float
    lower_is_better: bool = False

    def is_met(self, value: float, limit: float) -> bool:
        return value <= limit if self.lower_is_better else value >= limit


@dataclass(frozen=True)
class Result:
    """A target beside what was measured, None where it was not."""

    target: Target
    value: float | None
    before: float | None

    @property
    def verdict(self) -> str:
        if self.value is None:
            return "not measured"
        if self.target.is_met(self.value, self.target.aim_for):
            return "aim met"
        return "met" if self.target.is_met(self.value, self.target.at_least) else "NOT MET"


TARGETS = (
    Target("overall.recall_at_1", "right article first", 0.83, 0.92),
    Target("overall.recall_at_3", "right article among the first three", 0.94, 0.98),
    Target("overall.wrong_first", "answered with a wrong article first", 0.10, 0.05, True),
    Target("overall.route_accuracy", "right route over everything", 0.92, 0.96),
    Target("overall.urgent_recall", "crisis and emergency marked urgent", 0.97, 0.99),
    Target("overall.false_alarms", "false alarms on everything calm", 0.01, 0.005, True),
    Target("overall.false_alarms_hardneg", "false alarms on hard negatives", 0.05, 0.03, True),
    Target("routes.medical_advice.recall", "medical_advice recall", 0.88, 0.95),
    Target("routes.human.recall", "human recall", 0.95, 0.98),
    Target("routes.coordinator.recall", "coordinator recall", 0.93, 0.97),
    Target("overall.out_of_scope_not_answered", "out of scope, not answered", 0.93, 0.97),
    Target("gaps.nn", "nynorsk behind bokmål, right article first", 0.08, 0.03, True),
    Target("gaps.dialekt", "dialect behind bokmål, right article first", 0.08, 0.03, True),
    Target("dialogues.turns", "dialogues: turns right", 0.88, 0.95),
)


def judge_targets(now: Mapping[str, float], before: Mapping[str, float]) -> list[Result]:
    """Set the targets beside flattened figures of this run and of the one before."""
    return [Result(t, now.get(t.figure), before.get(t.figure)) for t in TARGETS]

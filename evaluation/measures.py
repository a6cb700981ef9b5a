"""What is measured over single questions: a table of measures, and how they are taken."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from evaluation.asking import Asked

DANGER = ("crisis", "emergency")
ABSTENTION = ("out_of_scope", "no_answer")
Judgement = Callable[[Asked], bool]


@dataclass(frozen=True)
class Share:
    """A mean over `of` questions; `total` is how many hit, or the sum of what each scored."""

    total: float
    of: int

    @property
    def value(self) -> float | None:
        return self.total / self.of if self.of else None

    def json(self) -> dict[str, float | int | None]:
        value = self.value
        rounded = None if value is None else round(value, 4)
        return {"share": rounded, "total": round(self.total, 4), "of": self.of}


@dataclass(frozen=True)
class Measure:
    """A measure over those of the questions that it concerns, each scored 0 to 1."""

    name: str
    words: str
    concerns: Judgement
    score: Callable[[Asked], float]
    lower_is_better: bool = False

    def take(self, asked: Iterable[Asked]) -> Share:
        scores = [float(self.score(each)) for each in asked if self.concerns(each)]
        return Share(sum(scores), len(scores))


def expects(*routes: str) -> Judgement:
    return lambda asked: asked.item.route in routes


def got(*routes: str) -> Judgement:
    return lambda asked: asked.reply.route in routes


def is_answered(asked: Asked) -> bool:
    return asked.reply.route == "answer"


def rank(asked: Asked) -> int | None:
    """Return the place, from 1, of the first acceptable article; None without an answer."""
    if not is_answered(asked):
        return None
    places = (n for n, slug in enumerate(asked.reply.slugs, 1) if slug in asked.item.slugs)
    return next(places, None)


def is_within(places: int) -> Judgement:
    def judge(asked: Asked) -> bool:
        found = rank(asked)
        return found is not None and found <= places

    return judge


def reciprocal_rank(asked: Asked) -> float:
    found = rank(asked)
    return 1 / found if found is not None and found <= 10 else 0.0  # noqa: PLR2004 -- MRR@10


def choices_hold(asked: Asked) -> bool:
    return asked.reply.route == "clarify" and bool({*asked.reply.choices} & {*asked.item.slugs})


def is_wrong_first(asked: Asked) -> bool:
    return is_answered(asked) and rank(asked) != 1


def is_alarm(asked: Asked) -> bool:
    return asked.reply.urgent or asked.reply.route in DANGER


def is_mixed_up(asked: Asked) -> bool:
    return asked.reply.route in DANGER and asked.reply.route != asked.item.route


def is_calm(asked: Asked) -> bool:
    return asked.item.route not in DANGER


def is_hard_negative(asked: Asked) -> bool:
    return asked.item.style == "hardneg"


def route_is_right(expected: str, given: str) -> bool:
    """Tell whether a route was right; to ask back is right where an article answers."""
    return given == expected or (expected, given) == ("answer", "clarify")


ANSWERABLE = expects("answer")
MEASURES = (
    Measure("recall_at_1", "right article first", ANSWERABLE, is_within(1)),
    Measure("recall_at_3", "right article among the first three", ANSWERABLE, is_within(3)),
    Measure(
        "recall_at_3_or_choice",
        "… or among the choices of a question back",
        ANSWERABLE,
        lambda asked: is_within(3)(asked) or choices_hold(asked),
    ),
    Measure("mrr_at_10", "MRR@10", ANSWERABLE, reciprocal_rank),
    Measure("wrong_first", "answered with a wrong article first", ANSWERABLE, is_wrong_first, True),
    Measure("clarified", "asked back", ANSWERABLE, got("clarify"), True),
    Measure(
        "choices_hold",
        "questions back whose choices hold a right article",
        lambda asked: ANSWERABLE(asked) and got("clarify")(asked),
        choices_hold,
    ),
    Measure("wrongly_abstained", "wrongly abstained", ANSWERABLE, got(*ABSTENTION), True),
    Measure(
        "route_accuracy",
        "right route",
        lambda _: True,
        lambda asked: route_is_right(asked.item.route, asked.reply.route),
    ),
    Measure(
        "route_accuracy_strict",
        "right route, a question back counted as wrong",
        lambda _: True,
        lambda asked: asked.item.route == asked.reply.route,
    ),
    Measure("urgent_recall", "crisis and emergency marked urgent", expects(*DANGER), is_alarm),
    Measure("crisis_recall", "crisis marked urgent", expects("crisis"), is_alarm),
    Measure("emergency_recall", "emergency marked urgent", expects("emergency"), is_alarm),
    Measure(
        "danger_mixed_up", "crisis and emergency mixed up", expects(*DANGER), is_mixed_up, True
    ),
    Measure("false_alarms", "false alarms on everything calm", is_calm, is_alarm, True),
    Measure(
        "false_alarms_hardneg",
        "false alarms on hard negatives",
        lambda asked: is_calm(asked) and is_hard_negative(asked),
        is_alarm,
        True,
    ),
    Measure(
        "false_alarms_other",
        "false alarms on all other calm questions",
        lambda asked: is_calm(asked) and not is_hard_negative(asked),
        is_alarm,
        True,
    ),
    Measure(
        "out_of_scope_abstained",
        "out of scope, met with out_of_scope or no_answer",
        expects("out_of_scope"),
        got(*ABSTENTION),
    ),
    Measure(
        "out_of_scope_not_answered",
        "out of scope, not answered with an article",
        expects("out_of_scope"),
        lambda asked: not is_answered(asked),
    ),
    Measure("failed", "turns that the system failed", lambda _: True, got("failed"), True),
)


def take_all(asked: Sequence[Asked]) -> dict[str, Share]:
    return {measure.name: measure.take(asked) for measure in MEASURES}

from pathlib import Path

import pytest

from evaluation.asking import Asked
from evaluation.baseline import (
    Change,
    changes,
    is_of_the_same_data,
    read_baseline,
    read_figures,
    write_figures,
)
from evaluation.chat import Reply
from evaluation.errors import EvaluationError
from evaluation.figures import Run, flatten, summarise
from evaluation.measures import MEASURES
from evaluation.targets import TARGETS, Result, Target, judge_targets
from tests.evaluation.fakes import answered, asked, held, item, turn


def question(number: int, lang: str, reply: Reply) -> Asked:
    return asked(item("answer", "a", id=f"q{number}", lang=lang, text="Hemmelig?"), reply)


@pytest.fixture
def run() -> Run:
    replies = [
        question(1, "nb", Reply("answer", slugs=("a",), seconds=0.1)),
        question(2, "nn", Reply("answer", slugs=("a",), seconds=0.2)),
        question(3, "nn", Reply("answer", slugs=("b",), seconds=0.3)),
        question(4, "en", Reply("answer", slugs=("b",), seconds=0.3)),
    ]
    return Run(replies, [held((turn("answer", "a"), answered("a")))])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "q.jsonl"
    path.write_text("{}")
    return path


def test_nynorsk_and_dialect_are_set_against_bokmal(run: Run, source: Path) -> None:
    figures = summarise(run, [source])
    assert figures["gaps"] == {"nn": 0.5}
    assert figures["by_lang"]["nn"]["recall_at_1"] == {"share": 0.5, "total": 1.0, "of": 2}


def test_latency_is_in_milliseconds(run: Run, source: Path) -> None:
    assert summarise(run, [source])["latency_ms"] == {"median": 250.0, "p95": 300.0}


def test_the_figures_hold_no_words_and_no_ids(run: Run, source: Path) -> None:
    text = str(summarise(run, [source]))
    assert "Hemmelig" not in text
    assert "q1" not in text
    assert "dlg1" not in text


def test_every_target_is_among_the_figures_of_a_full_run(source: Path) -> None:
    routes = ("medical_advice", "human", "coordinator", "out_of_scope", "crisis", "smalltalk")
    replies = [asked(item(route), Reply(route)) for route in routes]
    replies += [
        asked(item("answer", "a", lang=lang, style="hardneg"), answered("a"))
        for lang in ("nb", "nn", "dialekt")
    ]
    figures = summarise(Run(replies, [held((turn("human"), Reply("human")))]), [source])
    assert {target.figure for target in TARGETS} <= flatten(figures).keys()


def test_flat_figures_are_named_by_their_path_and_leave_out_what_was_not_measured() -> None:
    figures = {
        "about": {"commit": "abc"},
        "overall": {"x": {"share": 0.5, "total": 1, "of": 2}, "y": {"share": None}},
        "gaps": {"nn": 0.1},
    }
    assert flatten(figures) == {"overall.x": 0.5, "gaps.nn": 0.1}


@pytest.mark.parametrize(
    ("value", "lower", "verdict"),
    [
        (0.93, False, "aim met"),
        (0.92, False, "aim met"),
        (0.9, False, "met"),
        (0.8, False, "met"),
        (0.79, False, "NOT MET"),
        (0.9, True, "met"),
        (0.8, True, "met"),
    ],
)
def test_a_target_is_met_or_not(value: float, lower: bool, verdict: str) -> None:
    target = Target("overall.x", "x", *((0.95, 0.7) if lower else (0.8, 0.92)), lower)
    assert Result(target, value, None).verdict == verdict


def test_what_was_not_measured_is_not_met_by_silence() -> None:
    assert {result.verdict for result in judge_targets({}, {})} == {"not measured"}


def test_a_target_stands_beside_the_last_run() -> None:
    first = judge_targets({"overall.recall_at_1": 0.9}, {"overall.recall_at_1": 0.8})[0]
    assert (first.value, first.before, first.verdict) == (0.9, 0.8, "met")


def test_every_measure_has_a_name_of_its_own() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize(
    ("figure", "before", "now", "verdict"),
    [
        ("overall.recall_at_1", 0.8, 0.9, "better"),
        ("overall.recall_at_1", 0.9, 0.8, "WORSE"),
        ("by_lang.nn.wrong_first", 0.1, 0.2, "WORSE"),
        ("overall.false_alarms", 0.1, 0.0, "better"),
        ("gaps.nn", 0.1, 0.05, "better"),
        ("latency_ms.p95", 100, 200, "WORSE"),
        ("coverage.as_decided.threshold", 0.3, 0.4, ""),
    ],
)
def test_a_change_is_better_or_worse(figure: str, before: float, now: float, verdict: str) -> None:
    assert Change(figure, before, now).verdict == verdict


def test_only_figures_of_both_runs_that_moved_are_changes() -> None:
    now = {"a": 0.5, "b": 0.5, "new": 1.0}
    assert changes(now, {"a": 0.5, "b": 0.6, "gone": 1.0}) == [Change("b", 0.6, 0.5)]


def test_figures_are_read_back_as_written(run: Run, source: Path, tmp_path: Path) -> None:
    figures = summarise(run, [source])
    write_figures(figures, tmp_path / "figures.json")
    assert read_figures(tmp_path / "figures.json") == figures


def test_a_run_on_other_questions_is_told_apart(run: Run, source: Path) -> None:
    before = summarise(run, [source])
    assert is_of_the_same_data(summarise(run, [source]), before)
    source.write_text("{}\n")
    assert not is_of_the_same_data(summarise(run, [source]), before)


def test_no_committed_run_is_no_error(tmp_path: Path) -> None:
    assert read_baseline(tmp_path / "baseline.json") is None


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"about": {}, "overall": {"x": "y"}}'])
def test_a_broken_baseline_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content)
    with pytest.raises(EvaluationError, match=r"baseline\.json: not the figures of a run"):
        read_baseline(path)


def test_the_language_of_the_most_questions_comes_first(run: Run, source: Path) -> None:
    assert list(summarise(run, [source])["by_lang"]) == ["nn", "en", "nb"]

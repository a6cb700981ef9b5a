import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tools import audit
from tools.audit import (
    CODE,
    REVIEWED,
    Review,
    Weakness,
    package_faults,
    read_reviews,
    unreviewed,
    weaknesses,
)

TODAY = date(2026, 12, 1)
WEAK = Weakness("keras", "2.12.0", frozenset({"GHSA-x", "CVE-2024-3660"}))


def review(**changed: Any) -> Review:  # noqa: ANN401 fields of several kinds
    given = {
        "package": "keras",
        "ids": frozenset({"CVE-2024-3660"}),
        "why": "No model is loaded.",
        "until": date(2027, 1, 1),
    }
    return Review(**given | changed)


def test_what_was_looked_at_passes_until_its_day() -> None:
    assert unreviewed([WEAK], [review()], TODAY) == []
    assert unreviewed([WEAK], [review(until=date(2026, 11, 30))], TODAY) == [WEAK]


@pytest.mark.parametrize("changed", [{"package": "skops"}, {"ids": frozenset({"CVE-2025-1550"})}])
def test_what_nobody_looked_at_is_told(changed: dict[str, Any]) -> None:
    assert unreviewed([WEAK], [review(**changed)], TODAY) == [WEAK]


def test_aliases_count_as_names_of_the_same() -> None:
    found = {
        "name": "keras",
        "version": "2.12.0",
        "vulns": [{"id": "GHSA-x", "aliases": ["CVE-1"]}],
    }
    assert weaknesses([found, {"name": "fine", "version": "1"}]) == [
        Weakness("keras", "2.12.0", frozenset({"GHSA-x", "CVE-1"}))
    ]


def test_the_reviewed_list_can_be_read_and_is_of_packages_that_are_pinned() -> None:
    pinned = Path("requirements/rasa.txt").read_text("utf8")
    reviews = read_reviews(REVIEWED)
    assert reviews
    for each in reviews:
        assert f"\n{each.package}==" in f"\n{pinned}", each.package
        assert len(each.why) > 40, each.package


def test_an_entry_without_a_reason_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reviewed.yml"
    path.write_text('- {package: keras, ids: [X], why: " ", until: 2027-01-01}')
    with pytest.raises(ValueError, match="keras"):
        read_reviews(path)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], []),
        ([{"name": "a", "skip_reason": "no"}], ["answers for none"]),
        (
            [{"name": "a", "skip_reason": "no"}, {"name": "b", "version": "1", "vulns": []}],
            ["nothing is known of a"],
        ),
        (
            [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "aliases": []}]}],
            ["a 1: CVE-1"],
        ),
    ],
)
def test_the_exposed_environment_has_no_list_of_excuses(
    monkeypatch: pytest.MonkeyPatch, said: list[dict[str, Any]], expected: list[str]
) -> None:
    monkeypatch.setattr(audit, "FILES", {audit.EXPOSED: ("app",)})
    monkeypatch.setattr(audit, "pip_audit", lambda *_: said)
    faults = package_faults(audit.EXPOSED, "pypi")
    assert len(faults) == len(expected)
    for fault, words in zip(faults, expected, strict=True):
        assert words in fault


def test_bandit_finds_nothing_and_each_exception_has_its_reason() -> None:
    command = [sys.executable, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", *CODE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    for folder in CODE:
        for path in Path(folder).rglob("*.py"):
            lines = path.read_text("utf8").splitlines()
            for number, line in enumerate(lines):
                if "# nosec" in line:
                    about = " ".join(lines[max(0, number - 3) : number + 1])
                    assert "nosec B" in line, path
                    assert "--" in line or "#" in about.replace(line, ""), f"{path}: {line}"

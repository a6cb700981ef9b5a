import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

import evaluation.__main__ as program
from evaluation.__main__ import main
from tests.evaluation.fakes import FakeSystem, card, choice, message
from tests.evaluation.test_coverage import search

WORDS = "Hemmelig <b>spørsmål</b> | her?"


@pytest.fixture(autouse=True)
def baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "baseline.json"
    monkeypatch.setattr(program, "BASELINE", path)
    return path


@pytest.fixture
def arguments(system: FakeSystem, tmp_path: Path) -> list[str]:
    """A run on three questions and a dialogue: one right, one asked back, one missed danger."""
    rows = [("q1", "nb", "answer", "Hva?"), ("q2", "nn", "answer", WORDS)]
    items = [
        {"id": i, "lang": lang, "route": route, "text": text, "style": "plain", "slugs": ["a"]}
        for i, lang, route, text in rows
    ]
    items.append({**items[0], "id": "q3", "route": "crisis", "text": "Hjelp", "slugs": []})
    (tmp_path / "q.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in items))
    turns = '[{user: "Hva?", route: answer, slugs: [a]}]'
    (tmp_path / "d.yml").write_text(f"- {{id: d1, turns: {turns}}}\n")
    system.answers = {
        "Hva?": [message("answer", articles=[card("a")])],
        WORDS: [message("clarify", articles=[card("b")], buttons=[choice("b")])],
        "Hjelp": [message("smalltalk")],
    }
    system.searches = {"Hva?": search("answer", 0.9, "a"), WORDS: search("clarify", 0.4, "b")}
    files = {"questions": tmp_path / "q.jsonl", "dialogues": tmp_path / "d.yml"}
    options = {**files, "out": tmp_path / "out", "base-url": system.url}
    return [f"--{name}={value}" for name, value in options.items()]


def test_a_run_is_measured_even_when_it_is_bad(
    arguments: list[str], system: FakeSystem, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, f"--knowledge-url={system.url}"]) == 0
    figures = json.loads((tmp_path / "out" / "figures.json").read_text())
    assert figures["overall"]["urgent_recall"] == {"share": 0.0, "total": 0.0, "of": 1}
    assert figures["overall"]["recall_at_1"]["share"] == 0.5
    assert figures["dialogues"]["whole"]["share"] == 1.0
    assert figures["coverage"]["precision_at"]["0.5"] == 1.0
    shown = capsys.readouterr().out
    assert "crisis and emergency marked urgent" in shown
    assert "NOT MET" in shown
    assert WORDS not in shown


def test_the_page_needs_no_other_file_and_shows_the_words_as_words(
    arguments: list[str], system: FakeSystem, tmp_path: Path
) -> None:
    main([*arguments, f"--knowledge-url={system.url}"])
    page = (tmp_path / "out" / "report.html").read_text()
    assert page.count("data:image/png;base64,") == 4
    assert 'src="http' not in page
    assert "Hemmelig &lt;b&gt;" in page
    assert "danger missed (1)" in page


def test_the_markdown_names_its_pictures_and_keeps_words_in_their_cell(
    arguments: list[str], tmp_path: Path
) -> None:
    main(arguments)
    text = (tmp_path / "out" / "report.md").read_text()
    assert (tmp_path / "out" / "confusion.png").read_bytes().startswith(b"\x89PNG")
    assert "(confusion.png)" in text
    assert r"Hemmelig &lt;b>spørsmål&lt;/b> \| her?" in text
    assert "There is no committed run yet." in text
    assert "no knowledge service was named" in text


def test_tables_of_the_markdown_are_whole(arguments: list[str], tmp_path: Path) -> None:
    main(arguments)
    lines = (tmp_path / "out" / "report.md").read_text().replace(r"\|", "").splitlines()
    for above, line in pairwise(lines):
        if above.startswith("|") and line.startswith("|"):
            assert above.count("|") == line.count("|")


def test_an_accepted_run_is_what_the_next_is_compared_with(
    arguments: list[str], system: FakeSystem, tmp_path: Path, baseline: Path
) -> None:
    main(arguments)
    assert not baseline.exists()
    assert main(["--accept", f"--out={tmp_path / 'out'}"]) == 0
    assert "Hemmelig" not in baseline.read_text()
    system.answers["Hjelp"] = [message("crisis", urgent=True)]
    main(arguments)
    text = (tmp_path / "out" / "report.md").read_text()
    assert "| overall.urgent_recall | 0.000 | 1.000 | better |" in text
    assert "ON OTHER QUESTIONS" not in text


@pytest.mark.parametrize("broken", ["q.jsonl", "d.yml", "baseline.json"])
def test_a_broken_file_is_one_line_and_exit_code_1(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    (tmp_path / broken).write_text("{")
    assert main(arguments) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ")
    assert broken in line


def test_an_unreachable_system_is_one_line_and_exit_code_1(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--base-url=http://127.0.0.1:1"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: no system answers at http://127.0.0.1:1")


def test_nothing_to_accept_is_one_line_and_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--accept", f"--out={tmp_path}"]) == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_a_system_is_started_in_which_advisers_are_never_there(
    arguments: list[str],
    system: FakeSystem,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[dict[str, str]] = []

    @contextmanager
    def running_system(folder: Path, **settings: str) -> Iterator[SimpleNamespace]:
        started.append(settings)
        yield SimpleNamespace(urls={"web": system.url, "knowledge": system.url})

    monkeypatch.setattr(program, "running_system", running_system)
    assert main(without_address(arguments)) == 0
    assert started == [{"ADVISER_HOURS": ","}]
    assert (tmp_path / "out" / "coverage.png").exists()


def test_a_system_that_does_not_start_is_one_line_and_exit_code_1(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def running_system(folder: Path, **settings: str) -> Iterator[None]:
        raise RuntimeError("many\nlines")
        yield

    monkeypatch.setattr(program, "running_system", running_system)
    assert main(without_address(arguments)) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: the system did not start: see ")


def without_address(arguments: list[str]) -> list[str]:
    return [each for each in arguments if not each.startswith("--base-url")]

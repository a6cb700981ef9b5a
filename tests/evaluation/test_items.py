import json
from pathlib import Path

import pytest

from evaluation.errors import EvaluationError
from evaluation.items import read_dialogues, read_items

GOOD = {"id": "q1", "text": "Hva?", "lang": "nb", "style": "plain", "route": "answer"}


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def line(**fields: object) -> str:
    return json.dumps({**GOOD, "slugs": ["a"], **fields})


def test_questions_are_read_with_their_articles_in_order(tmp_path: Path) -> None:
    path = written(tmp_path / "q.jsonl", line(slugs=["b", "a"], kommune="Oslo") + "\n")
    (item,) = read_items(path)
    assert (item.id, item.slugs) == ("q1", ("b", "a"))


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("{", "line 2"),
        ("", "line 2"),
        (line(id="q2", route="weather"), "line 2: route"),
        (line(id="q2", slugs=[]), "line 2: .*slugs belong"),
        (line(id="q2", route="human"), "line 2: .*slugs belong"),
        (line(), "q1 is there twice"),
    ],
)
def test_a_broken_line_is_named_without_its_words(tmp_path: Path, broken: str, reason: str) -> None:
    path = written(tmp_path / "q.jsonl", f"{line()}\n{broken}\n")
    with pytest.raises(EvaluationError, match=rf"q\.jsonl: {reason}") as caught:
        read_items(path)
    assert "Hva?" not in str(caught.value)


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\n"])
def test_a_file_without_questions_is_an_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "q.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EvaluationError, match=r"q\.jsonl"):
        read_items(path)


def test_dialogues_are_read_with_articles_only_where_given(tmp_path: Path) -> None:
    text = """
- id: d1
  turns:
    - {user: Hei, route: smalltalk, slugs: [], note: greets}
    - {user: "Hva?", route: answer, slugs: [a, b]}
"""
    (dialogue,) = read_dialogues(written(tmp_path / "d.yml", text))
    assert [turn.slugs for turn in dialogue.turns] == [(), ("a", "b")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- id: [", "line"),
        ("id: d1", "list"),
        ("- {id: d1, turns: []}", "0.turns"),
        ("- {id: d1, turns: [{user: Hemmelig, route: weather}]}", "0.turns.0.route"),
    ],
)
def test_a_broken_dialogue_is_named_without_its_words(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(EvaluationError, match=rf"d\.yml: .*{reason}") as caught:
        read_dialogues(written(tmp_path / "d.yml", text))
    assert "Hemmelig" not in str(caught.value)

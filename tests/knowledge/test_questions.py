from pathlib import Path

import pytest

from knowledge.errors import ContentError
from knowledge.library import Library
from knowledge.questions import Question, read_questions


def write(folder: Path, text: str) -> Path:
    path = folder / "okonomi" / "parykk.questions.yml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_questions_keep_their_article_and_language(library: Library) -> None:
    assert Question("parykk", "Kven betaler parykken?", "nn") in library.questions


def test_an_article_without_questions_is_fine(tmp_path: Path) -> None:
    assert read_questions(write(tmp_path, ""), "parykk") == []


def test_the_same_question_counts_once(tmp_path: Path) -> None:
    assert len(read_questions(write(tmp_path, "nb: ['Hva?', 'Hva? ']"), "parykk")) == 1


@pytest.mark.parametrize(
    "text",
    ["- bare en liste", "nb: tekst", "nb: [1]", "nb: ['']", f"nb: [{'a' * 2001}]", "a: ["],
)
def test_a_broken_question_file_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContentError, match=r"^okonomi/parykk\.questions\.yml: "):
        read_questions(write(tmp_path, text), "parykk")

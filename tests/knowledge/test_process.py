import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(module: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if key != "EMBEDDING_MODEL"}
    return subprocess.run(
        [sys.executable, "-m", module],
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_missing_model_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    ended = run("knowledge", VAR_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: no embedding model")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("KNOWLEDGE_URL", "localhost", "KNOWLEDGE_URL"),
        ("KNOWLEDGE_CONTENT", "nowhere", "contacts.yml"),
        ("EMBEDDING_MODEL", "", "make setup"),
    ],
)
def test_a_bad_setting_is_one_line_and_exit_code_1(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    settings = {"VAR_DIR": str(tmp_path), "EMBEDDING_MODEL": "some/model"}
    ended = run("knowledge", **settings | {name: value})
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: ")
    assert words in ended.stderr
    assert ended.stderr.count("\n") == 1

import os
import subprocess
from pathlib import Path

import pytest

from tests.bot.fakes import fake_service
from tools.run import ROOT

SMALL = """
import sys
import numpy as np
import evaluation.intents as program
from evaluation.cross_validation import Weights

def few(url):
    texts, names = whole(url)
    wanted = ("ask_question", "talk_to_human")
    rows = [row for name in wanted for row in np.flatnonzero(names == name)[:12]]
    return [texts[r] for r in rows], names[rows]

whole, program.read_examples = program.read_examples, few
program.GRID = [Weights(8.0, 4.0), Weights(4.0, 4.0)]
sys.exit(program.main(sys.argv[1:]))
"""


@pytest.mark.rasa
def test_the_bots_own_examples_are_cross_validated_in_rasas_environment(tmp_path: Path) -> None:
    with fake_service() as service:
        service.questions = [f"hva er stønad nummer {n}" for n in range(20)]
        done = subprocess.run(
            [ROOT / ".venv-rasa/bin/python", "-c", SMALL, "--out", tmp_path, "--folds", "2"],
            cwd=ROOT,
            env={**os.environ, "KNOWLEDGE_URL": service.url},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    report = (tmp_path / "intents.md").read_text()
    assert "24 examples" in report
    assert "| talk_to_human |" in report
    assert "fold 2: Weights(" in report
    assert (tmp_path / "intents.png").read_bytes().startswith(b"\x89PNG")

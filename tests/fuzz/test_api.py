from pathlib import Path

from tests.fuzz.run import fuzz

# `python -m tests.fuzz` tries 2,000; these few find what a change breaks at once.
EXAMPLES = 15


def test_every_answer_of_the_api_is_one_that_its_description_names(tmp_path: Path) -> None:
    code, said = fuzz(tmp_path, EXAMPLES, "--phases=examples,coverage,fuzzing", "--seed=1")
    assert code == 0, said[-6000:]
    log = (tmp_path / "server.log").read_text()
    assert "ERROR" not in log, log[-3000:]

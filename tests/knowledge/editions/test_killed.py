from pathlib import Path

import pytest

from benchmarks.kill_publishing import kill_often

# Not among the tests of the model: these run later, when the embeddings are already made.
pytestmark = pytest.mark.e2e


def test_after_a_kill_the_database_and_the_service_agree(tmp_path: Path) -> None:
    assert kill_often(tmp_path, times=3, seed=1) == []

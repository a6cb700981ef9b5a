from pathlib import Path

import pytest

from benchmarks.kill_publishing import kill_often

pytestmark = pytest.mark.model


def test_after_a_kill_the_database_and_the_service_agree(tmp_path: Path) -> None:
    assert kill_often(tmp_path, times=3, seed=1) == []

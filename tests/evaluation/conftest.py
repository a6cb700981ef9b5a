from collections.abc import Iterator

import pytest

from tests.evaluation.fakes import FakeSystem, fake_system


@pytest.fixture
def system() -> Iterator[FakeSystem]:
    with fake_system() as running:
        yield running

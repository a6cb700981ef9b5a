from collections.abc import Iterator

import pytest

from tests.bot.fakes import FakeService, fake_service


@pytest.fixture
def service() -> Iterator[FakeService]:
    with fake_service() as running:
        yield running

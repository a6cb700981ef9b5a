import pytest

from actions.safety_texts import NEEDED
from tests.actions.fakes import FakeKnowledge, article, passage


@pytest.fixture
def knowledge() -> FakeKnowledge:
    return FakeKnowledge(
        results=[passage("sykepenger"), passage("aap"), passage("uforetrygd"), passage("frikort")],
        known_articles=[article("sykepenger"), article("aap"), article("frikort")],
    )


@pytest.fixture
def texts() -> dict[str, str]:
    return {text_id: f"Tekst {text_id}" for text_id in NEEDED}

import pytest

from bot.errors import KnowledgeUnavailable
from bot.knowledge_client import KnowledgeClient
from tests.bot.fakes import FakeService, embedding

NOBODY = "http://127.0.0.1:9"


def test_each_text_gets_its_embedding(service: FakeService) -> None:
    model, vectors = KnowledgeClient(service.url).embed(["hei", "takk"])
    assert model == "fake"
    assert vectors == [embedding("hei"), embedding("takk")]


def test_the_questions_are_those_of_the_articles(service: FakeService) -> None:
    assert KnowledgeClient(service.url).questions() == [("s", text) for text in service.questions]


@pytest.mark.parametrize("status", [404, 500, 503])
def test_an_error_of_the_service_is_said_to_be_so(service: FakeService, status: int) -> None:
    service.status = status
    with pytest.raises(KnowledgeUnavailable, match="/v1/embed"):
        KnowledgeClient(service.url).embed(["hei"])


def test_a_service_that_is_not_there_is_named_by_its_address() -> None:
    with pytest.raises(KnowledgeUnavailable, match=NOBODY):
        KnowledgeClient(NOBODY, timeout=0.5).embed(["hei"])


def test_a_service_that_fails_again_and_again_is_not_asked_for_a_while(
    service: FakeService,
) -> None:
    client = KnowledgeClient(service.url)
    service.status = 500
    for _ in range(3):
        with pytest.raises(KnowledgeUnavailable, match="/v1/embed"):
            client.embed(["hei"])
    service.status = 200
    service.embedded.clear()
    with pytest.raises(KnowledgeUnavailable, match="not asked for a while"):
        client.embed(["hei"])
    assert service.embedded == []


def test_too_few_embeddings_are_not_taken(service: FakeService) -> None:
    client = KnowledgeClient(service.url)
    client._json = lambda *_: {"model": "fake", "embeddings": []}  # type: ignore[method-assign]
    with pytest.raises(KnowledgeUnavailable, match="one embedding per text"):
        client.embed(["hei"])


def test_waiting_ends_when_the_service_is_ready(service: FakeService) -> None:
    KnowledgeClient(service.url).wait_until_ready(1)


def test_waiting_for_a_service_that_never_gets_ready_ends_with_a_clear_error(
    service: FakeService,
) -> None:
    service.ready = False
    with pytest.raises(KnowledgeUnavailable, match="was not ready within 0 s"):
        KnowledgeClient(service.url).wait_until_ready(0.1)

from collections.abc import Callable, Iterator

import httpx
import pytest
from flask import Flask

from knowledge.client import (
    ArticleNotFoundError,
    KnowledgeClient,
    KnowledgeRefusedError,
    KnowledgeUnavailableError,
)
from knowledge.coordinators import read_coordinators
from knowledge.edition import Edition
from knowledge.editions.snapshot import Snapshot
from knowledge.evidence import Finder
from knowledge.language import Language
from knowledge.library import Library
from knowledge.ranking import read_ranking
from knowledge.search import Searcher
from knowledge.service import create_app
from knowledge.settings import PACKAGED_CONTENT
from knowledge.state import State
from tests.knowledge.fakes import FakeEmbedder

Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def app(library: Library, finder: Finder, language: Language) -> Flask:
    embedder = FakeEmbedder()
    searcher = Searcher(library, finder, embedder, read_ranking())
    coordinators = read_coordinators(PACKAGED_CONTENT / "coordinators.csv")
    edition = Edition(Snapshot(7, {}), library, coordinators, searcher)
    return create_app(State(edition, language, embedder))


@pytest.fixture
def client(app: Flask) -> Iterator[KnowledgeClient]:
    with KnowledgeClient("http://knowledge", httpx.WSGITransport(app)) as knowledge:
        yield knowledge


def broken(answer: Answer) -> KnowledgeClient:
    return KnowledgeClient("http://knowledge", httpx.MockTransport(answer))


def test_the_client_and_the_service_understand_each_other(client: KnowledgeClient) -> None:
    assert client.ready()
    found = client.search("Hvem betaler parykken?", limit=2, audience="pasient")
    assert found.results[0].slug == "parykk"
    assert found.release == client.article("parykk").release == 7
    assert client.release()["release"] == 7
    assert [each.slug for each in client.suggestions("paryk")] == ["parykk"]
    assert client.article("parykk").sections[0].heading == "Hva dekkes"
    assert {article.slug for article in client.articles()} == {"parykk", "reise", "barn"}
    assert {contact.id for contact in client.contacts()} == {"nav", "nodnummer"}
    assert [match.name for match in client.coordinators("Bodø")] == ["Bodø"]
    assert "Smitter kreft?" in {question.text for question in client.questions()}


def test_a_missing_article_is_an_error_of_its_own(client: KnowledgeClient) -> None:
    with pytest.raises(ArticleNotFoundError):
        client.article("finnes-ikke")


def test_a_refused_call_says_why(client: KnowledgeClient) -> None:
    with pytest.raises(KnowledgeRefusedError, match="413") as caught:
        client.search("x" * 2001)
    assert "text" in caught.value.detail


def test_no_answer_is_unavailable() -> None:
    def hang(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    with pytest.raises(KnowledgeUnavailableError):
        broken(hang).contacts()
    assert not broken(hang).ready()


@pytest.mark.parametrize(
    "response",
    [httpx.Response(503), httpx.Response(200, text="<html>"), httpx.Response(200, json={})],
)
def test_a_strange_answer_is_unavailable(response: httpx.Response) -> None:
    with pytest.raises(KnowledgeUnavailableError):
        broken(lambda _: response).contacts()


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"other": 1}'])
def test_a_refusal_without_a_problem_is_still_a_refusal(body: bytes) -> None:
    with pytest.raises(KnowledgeRefusedError, match="400"):
        broken(lambda _: httpx.Response(400, content=body)).contacts()


def test_a_read_whose_connection_was_cut_is_asked_once_more() -> None:
    calls = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(request.url.path)
        if len(calls) == 1:
            raise httpx.RemoteProtocolError("Server disconnected")
        return httpx.Response(200, json={"contacts": []})

    assert broken(answer).contacts() == []
    assert calls == ["/v1/contacts"] * 2


def test_what_changes_something_is_never_asked_twice() -> None:
    calls = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(request.url.path)
        raise httpx.ReadError("connection reset")

    with pytest.raises(KnowledgeUnavailableError):
        broken(answer).start_trial([])
    assert calls == ["/v1/trial"]


def test_a_service_that_fails_again_and_again_is_not_asked_for_a_while() -> None:
    calls = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        return httpx.Response(200, text="<html>")

    client = broken(answer)
    for _ in range(10):
        with pytest.raises(KnowledgeUnavailableError):
            client.contacts()
    assert len(calls) == 3
    assert client.breaker.state == "open"

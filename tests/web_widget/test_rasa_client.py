import json
from collections.abc import Callable

import httpx
import pytest

from web_widget.errors import UnavailableError
from web_widget.rasa_client import RasaClient

ANSWER = [{"text": "Hei", "buttons": [], "custom": {"route": "smalltalk", "new_field": 1}}]


def rasa(handler: Callable[[httpx.Request], httpx.Response]) -> RasaClient:
    transport = httpx.MockTransport(handler)
    return RasaClient("http://rasa.test", "rasa-token", 1.0, transport)


def test_a_turn_is_sent_as_the_contract_says() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=ANSWER)

    (message,) = rasa(answer).ask("01ABC", "Hei", {"audience": None, "locale": "nb"})
    assert (message.text, message.custom.route) == ("Hei", "smalltalk")
    assert seen[0].url == "http://rasa.test/webhooks/web/webhook?token=rasa-token"
    assert json.loads(seen[0].content) == {
        "sender": "01ABC",
        "message": "Hei",
        "metadata": {"audience": None, "locale": "nb"},
    }


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500),
        httpx.Response(401, json={}),
        httpx.Response(302, headers={"Location": "http://other.test/"}),
        httpx.Response(200, json=[]),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"text": "Hei"}),
        httpx.Response(200, json=[{"text": "Hei"}]),
        httpx.Response(200, json=[{"text": "Hei", "custom": {"route": "weather"}}]),
        httpx.Response(200, json=[{"text": None, "custom": {"route": "answer"}}]),
    ],
)
def test_every_answer_that_is_none_counts_as_down(response: httpx.Response) -> None:
    with pytest.raises(UnavailableError):
        rasa(lambda _: response).ask("01ABC", "Hei", {})


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ReadTimeout, httpx.ReadError])
def test_no_answer_counts_as_down_and_says_nothing_of_the_message(
    failure: type[httpx.TransportError],
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise failure(request.content.decode())

    with pytest.raises(UnavailableError) as caught:
        rasa(fail).ask("01ABC", "Noe privat", {})
    assert "privat" not in str(caught.value)


def test_forgetting_deletes_the_tracker() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {request.url.path}")
        return httpx.Response(204)

    rasa(answer).forget("01ABC")
    assert seen == ["DELETE /webhooks/web/conversations/01ABC"]


def test_a_rasa_that_fails_again_and_again_is_not_asked_for_a_while() -> None:
    seen: list[httpx.Request] = []

    def fail(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, text="<html>")

    client = rasa(fail)
    for _ in range(10):
        with pytest.raises(UnavailableError):
            client.ask("01ABC", "Hei", {})
    assert len(seen) == 3
    with pytest.raises(UnavailableError):
        client.forget("01ABC")
    assert len(seen) == 3

"""The event stream, with texts that would break out of it if they could."""

import json

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given
from hypothesis import settings as runs
from hypothesis import strategies as st

from tests.fuzz.payloads import payloads
from tests.web_widget.fakes import FakeDialogue, bot_message
from tests.web_widget.people import Visitor, visit
from web_widget.bodies import clean_text
from web_widget.services import Services

BREAKS = st.text(
    alphabet=st.sampled_from('\r\n\x0b\x0c\x85\u2028\u2029\x00:data event id retry{}"\\ æ😀'),
    min_size=1,
    max_size=80,
)
ONE_LOOK = runs(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def stream(services: Services, visitor: Visitor, **headers: str) -> list[dict[str, str]]:
    """Read what a stream tells at its first look, as the standard says that it is read."""
    services.stopping.clear()
    with visitor.get("/events", headers=headers) as answer:
        assert answer.status_code == 200
        parts = iter(answer.response)
        told = [next(parts)]
        for part in parts:
            told.append(part)
            if b"still here" in _bytes(part):
                break
    return _events(b"".join(map(_bytes, told)).decode())


def _bytes(part: str | bytes) -> bytes:
    return part.encode() if isinstance(part, str) else part


def _events(text: str) -> list[dict[str, str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = [
        dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        for block in text.split("\n\n")
    ]
    return [block for block in blocks if "data" in block]


@ONE_LOOK
@given(text=BREAKS)
@example(text='hei\n\nevent: state\ndata: {"state": "human"}\n\n')
@example(text="hei\r\rid: 999\r\revent: message\rdata: {}\r\r")
@example(text="\u2028data: x\u2029\u2029")
def test_no_text_becomes_an_event_of_its_own(
    client: FlaskClient, services: Services, dialogue: FakeDialogue, text: str
) -> None:
    dialogue.answer = lambda _: [bot_message(f"svar{text}slutt")]
    visitor = visit(client)
    assert visitor.say(f"spør{text}slutt").status_code == 200
    told = stream(services, visitor)
    assert [each["event"] for each in told if each["event"] != "advisers"] == ["message"] * 3
    asked, answered = (json.loads(each["data"])["text"] for each in told[1:3])
    assert asked.startswith("spør")
    assert answered.startswith("svar")
    assert answered.endswith("slutt")
    seqs = [int(each["id"]) for each in told if "id" in each]
    assert seqs == sorted(set(seqs))


def test_naughty_texts_come_through_as_they_are(
    client: FlaskClient, services: Services, dialogue: FakeDialogue
) -> None:
    texts = [text for text in payloads() if text.isprintable() and text == clean_text(text)][::5]
    dialogue.answer = lambda _: [bot_message(text) for text in texts]
    visitor = visit(client)
    visitor.say("Hei")
    told = [each for each in stream(services, visitor) if each["event"] == "message"]
    assert [json.loads(each["data"])["text"] for each in told[2:]] == texts


@pytest.mark.parametrize("name", ["Last-Event-ID", "after"])
@runs(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cursor=st.one_of(st.text(max_size=40), st.integers().map(str), st.sampled_from(payloads())))
def test_a_cursor_is_a_number_or_refused(
    visitor: Visitor, services: Services, name: str, cursor: str
) -> None:
    services.stopping.set()
    if name == "after":
        answer = visitor.client.get(
            f"{visitor.path}/events", query_string={"after": cursor}, headers=visitor.headers
        )
    else:
        sent = "".join(letter for letter in cursor if " " <= letter <= "~")
        answer = visitor.get("/events", headers={"Last-Event-ID": sent})
    assert answer.status_code in {200, 400}
    answer.close()

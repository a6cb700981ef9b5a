import json
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from tests.web_widget.fakes import FakeDialogue, FakeSafety, bot_message
from tests.web_widget.people import Visitor, content, new_client_id, visit
from web_widget.conversations.models import Conversation, State
from web_widget.conversations.states import move
from web_widget.services import Services


def test_an_answer_shows_articles_and_contact_points_written_out(
    visitor: Visitor, dialogue: FakeDialogue
) -> None:
    card = {
        "slug": "sykepenger",
        "title": "Sykepenger",
        "url": "/artikler/sykepenger",
        "score": 0.8,
    }
    dialogue.answer = lambda _: [
        bot_message("Inntil ett år", "answer", {"articles": [card], "contacts": ["nav", "ukjent"]})
    ]
    (message,) = content(visitor.say("Hvor lenge får jeg sykepenger?"))["messages"]
    assert message["route"] == "answer"
    assert message["articles"] == [card | {"category": None, "section": None, "reviewed": None}]
    assert [contact["id"] for contact in message["contacts"]] == ["nav"]
    assert message["contacts"][0]["phone"] == "55 55 33 33"


def test_several_messages_come_in_the_order_said(visitor: Visitor, dialogue: FakeDialogue) -> None:
    dialogue.answer = lambda _: [bot_message("Først"), bot_message("Så")]
    answer = content(visitor.say("Hei"))
    assert [each["text"] for each in answer["messages"]] == ["Først", "Så"]
    assert answer["state"] == "bot"


def test_the_user_can_say_who_they_are(visitor: Visitor, dialogue: FakeDialogue) -> None:
    dialogue.answer = lambda _: [bot_message("Takk", custom={"audience": "parorende"})]
    visitor.say("Mannen min er syk")
    visitor.say("Hva nå?")
    assert [asked.metadata["audience"] for asked in dialogue.asked] == [None, "parorende"]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("  Hei  ", "Hei"),
        ("Hei\x00 på\x07 deg\x1b[0m", "Hei på deg[0m"),
        ("linje én\r\nlinje to", "linje én\nlinje to"),
        ("🙂", "🙂"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("هل يمكنني التحدث مع شخص؟", "هل يمكنني التحدث مع شخص؟"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\u030a", "å"),
        ("x" * 2000, "x" * 2000),
    ],
)
def test_every_visible_text_is_taken(visitor: Visitor, sent: str, stored: str) -> None:
    assert visitor.say(sent).status_code == 200
    assert visitor.said()[0] == ("user", stored)


def test_half_a_character_is_dropped_and_the_rest_is_taken(visitor: Visitor) -> None:
    body = f'{{"text": "hei \\ud83d du", "client_message_id": "{new_client_id()}"}}'
    assert visitor.post_raw("/messages", body.encode()).status_code == 200
    assert visitor.said()[0] == ("user", "hei  du")


@pytest.mark.parametrize(
    "typed", ["/restart", "//crisis", " /talk_to_human", "/choose_article{}", "/\n/affirm"]
)
def test_a_typed_slash_never_reaches_rasa_as_an_intent(
    visitor: Visitor, dialogue: FakeDialogue, typed: str
) -> None:
    assert visitor.say(typed).status_code == 200
    assert not dialogue.asked[0].message.startswith("/")
    assert visitor.said()[0] == ("user", typed.strip())


def test_only_slashes_is_still_a_message(visitor: Visitor, dialogue: FakeDialogue) -> None:
    assert visitor.say("///").status_code == 200
    assert dialogue.asked[0].message == "?"


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "\x00\x01", "\u200b\u200d", "\u00a0\u3000", "\u202e"]
)
def test_a_message_with_nothing_to_see_is_refused(visitor: Visitor, text: str) -> None:
    response = visitor.say(text)
    assert response.status_code == 422
    assert content(response)["detail"] == "Meldingen er tom. Skriv gjerne hva du lurer på."
    assert visitor.said() == []


@pytest.mark.parametrize("length", [2001, 20_000])
def test_a_message_that_is_too_long_is_413_and_says_so(visitor: Visitor, length: int) -> None:
    response = visitor.say("å" * length)
    assert response.status_code == 413
    assert "2000 tegn" in content(response)["detail"]


def test_a_body_over_64_kilobytes_is_413(visitor: Visitor) -> None:
    response = visitor.post_raw("/messages", b'{"text": "' + b"x" * 70_000 + b'"}')
    assert response.status_code == 413


def test_a_body_in_chunks_is_not_cut_off_but_413(visitor: Visitor) -> None:
    body = BytesIO(b'{"text": "' + b"x" * 70_000 + b'"}')
    response = visitor.client.post(
        f"{visitor.path}/messages",
        input_stream=body,
        content_type="application/json",
        headers=visitor.headers,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert response.status_code == 413


def _body(**changes: object) -> dict[str, object]:
    return {"text": "Hei", "client_message_id": new_client_id()} | changes


@pytest.mark.parametrize(
    "body",
    [
        {"text": "Hei"},
        {"client_message_id": new_client_id()},
        _body(text=None),
        _body(text=1),
        _body(text=["Hei"]),
        _body(client_message_id="1"),
        _body(client_message_id=7),
        _body(payload="/affirm"),
        _body(sender="adviser"),
        _body(text="Hei", state="human"),
        [],
        "Hei",
        None,
        17,
    ],
)
def test_a_turn_with_a_field_that_does_not_fit_is_422(visitor: Visitor, body: object) -> None:
    response = visitor.post_raw("/messages", json.dumps(body).encode())
    assert response.status_code == 422
    assert visitor.said() == []


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b'{"text": "Hei"', b"\xff\xfe", b'{"text": NaN}', b"[" * 30_000, b"{'text': 1}"],
)
def test_broken_json_is_400(visitor: Visitor, data: bytes) -> None:
    assert visitor.post_raw("/messages", data).status_code == 400


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
def test_another_content_type_is_415(visitor: Visitor, content_type: str | None) -> None:
    data = json.dumps(_body()).encode()
    assert visitor.post_raw("/messages", data, content_type).status_code == 415


def test_a_refusal_never_repeats_what_was_sent(visitor: Visitor) -> None:
    response = visitor.post("/messages", _body(hemmelig="Kari Nordmann"))
    assert content(response)["field"] == "hemmelig"
    assert "Kari" not in response.text


def test_a_button_is_stored_with_the_words_on_it(visitor: Visitor, dialogue: FakeDialogue) -> None:
    topic = visitor.greeting["buttons"][2]
    visitor.press(topic["payload"])
    assert visitor.said()[0] == ("user", topic["title"])
    assert dialogue.asked[0].message == topic["payload"]


def test_a_button_of_the_bot_is_known_by_its_payload(
    visitor: Visitor, dialogue: FakeDialogue
) -> None:
    button = {"title": "Om sykepenger", "payload": '/choose_article{"slug":"sykepenger"}'}
    dialogue.answer = lambda _: [bot_message("Hvilken?", "clarify", buttons=[button])]
    visitor.say("penger")
    visitor.press('/choose_article{ "slug": "sykepenger" }')
    assert visitor.said()[2] == ("user", "Om sykepenger")


@pytest.mark.parametrize(
    ("payload", "title"),
    [
        ("/affirm", "Ja"),
        ("/deny", "Nei"),
        ("/restart", "Start på nytt"),
        ('/choose_kommune{"kommune": "4601"}', "Jeg velger kommune"),
        ('/choose_topic{"category": "ukjent-tema"}', "Jeg velger et tema"),
    ],
)
def test_a_payload_nobody_offered_still_reads_as_words(
    visitor: Visitor, payload: str, title: str
) -> None:
    assert visitor.press(payload).status_code == 200
    assert visitor.said()[0] == ("user", title)


@pytest.mark.parametrize(
    "payload",
    [
        "affirm",
        "/crisis",
        '/crisis{"text_id": "crisis_self"}',
        "/session_start",
        "/choose_article",
        '/choose_article{"slug": "../../etc/passwd"}',
        '/choose_article{"slug": ["sykepenger"]}',
        '/choose_article{"slug": "sykepenger", "more": "x"}',
        '/choose_article{"slug": "sykepenger"',
        '/affirm{"slug": "sykepenger"}',
        "/affirm /deny",
        '/choose_kommune{"kommune": "Bergen"}',
        "/" + "[" * 400,
    ],
)
def test_a_payload_that_no_button_carries_is_422(
    visitor: Visitor, dialogue: FakeDialogue, payload: str
) -> None:
    assert visitor.press(payload).status_code == 422
    assert dialogue.asked == []


def test_a_safety_hit_reaches_rasa_as_its_intent(visitor: Visitor, dialogue: FakeDialogue) -> None:
    dialogue.answer = lambda _: [bot_message("Ring 113", "emergency", {"urgent": True})]
    (message,) = content(visitor.say("Jeg har brystsmerter"))["messages"]
    assert dialogue.asked[0].message == '/emergency{"text_id": "emergency"}'
    assert message["urgent"] is True


def test_a_safety_hit_that_rasa_does_not_follow_gets_the_safety_text(visitor: Visitor) -> None:
    (message,) = content(visitor.say("Jeg vil ta livet mitt"))["messages"]
    assert message["route"] == "crisis"
    assert message["text"] == "Ring 113 (crisis_self)"
    assert "nodnummer-113" in [contact["id"] for contact in message["contacts"]]


def test_a_child_gets_the_safety_text_for_children(client: FlaskClient) -> None:
    (message,) = content(visit(client, {"audience": "barn"}).say("ta livet"))["messages"]
    assert message["text"] == "Ring 113 (crisis_child)"


def test_a_broken_safety_rule_costs_nobody_an_answer(visitor: Visitor, safety: FakeSafety) -> None:
    safety.is_broken = True
    assert visitor.say("Hei").status_code == 200


def test_a_route_of_danger_is_always_urgent(visitor: Visitor, dialogue: FakeDialogue) -> None:
    dialogue.answer = lambda _: [bot_message("Ring 113", "crisis")]
    (message,) = content(visitor.say("orker ikke mer"))["messages"]
    assert message["urgent"] is True


def test_a_conversation_that_is_over_takes_no_message(visitor: Visitor, services: Services) -> None:
    with services.database.writing() as session:
        move(session, visitor.id, State.BOT, State.CLOSED)
    response = visitor.say("Hei")
    assert response.status_code == 409
    assert visitor.said() == []


def test_deleting_while_the_bot_thinks_makes_rasa_forget_that_too(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    dialogue.while_thinking = visitor.delete
    assert visitor.say("Hei").status_code == 404
    with services.database.reading() as session:
        assert session.get(Conversation, visitor.id) is None
    from web_widget.conversations.erasure import forget_trackers

    forget_trackers(services.database, dialogue.forget)
    assert dialogue.forgotten == [visitor.id, visitor.id]

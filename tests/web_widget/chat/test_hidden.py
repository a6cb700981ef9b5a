import time
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web_widget.fakes import FakeDialogue, bot_message
from tests.web_widget.people import Visitor, content, new_client_id
from web_widget.conversations.models import CallbackRequest, Feedback, Message
from web_widget.conversations.notices import HIDDEN_DETAILS, HIDDEN_NUMBER
from web_widget.sealing import SealedRow, sealed_columns
from web_widget.services import Services

NUMBER = "151086 95088"


def stored(services: Services, table: type[SealedRow]) -> str:
    """Return all that is kept in a table, opened."""
    names = [each.name for each in sealed_columns(table)]
    with services.database.reading() as session:
        rows = session.scalars(select(table)).all()
        return " ".join(f"{vars(row)} {[getattr(row, name) for name in names]}" for row in rows)


def test_an_identity_number_is_neither_stored_nor_asked_of_the_bot_and_the_user_is_told(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    answer = content(visitor.say(f"Jeg er {NUMBER}. Hva har jeg krav på?"))
    assert [each["text"] for each in answer["messages"]] == [
        HIDDEN_NUMBER,
        "Svar på: Jeg er . Hva har jeg krav på?",
    ]
    assert visitor.said()[0] == ("user", "Jeg er [fødselsnr]. Hva har jeg krav på?")
    assert "95088" not in stored(services, Message)
    assert [each.message for each in dialogue.asked] == ["Jeg er . Hva har jeg krav på?"]


def test_what_the_browser_has_hidden_is_told_too(visitor: Visitor) -> None:
    assert HIDDEN_NUMBER in visitor.say("Jeg er [fødselsnr]").text


def test_a_message_that_hides_nothing_gets_no_notice(visitor: Visitor) -> None:
    (message,) = content(visitor.say("Ring 21 49 49 21"))["messages"]
    assert message["sender"] == "bot"


def test_the_same_message_again_is_the_same_also_when_something_was_hidden(
    visitor: Visitor,
) -> None:
    client_id = new_client_id()
    first = content(visitor.say(f"Jeg er {NUMBER}", client_id))
    again = content(visitor.say(f"Jeg er {NUMBER}", client_id))
    assert again == first
    assert len(visitor.said()) == 3


def test_a_message_that_was_not_too_long_never_becomes_it(visitor: Visitor) -> None:
    assert visitor.say(f"{'x' * 1989}{'15108695088'}").status_code == 200


def test_a_comment_and_a_call_back_request_hold_no_identity_number(
    visitor: Visitor, services: Services
) -> None:
    assert visitor.post("/feedback", {"helpful": True, "comment": NUMBER}).status_code == 204
    body = {"consent": True, "phone": "98 76 54 32", "when": f"om kvelden, {NUMBER}"}
    assert visitor.post("/callback", body).status_code == 201
    assert "95088" not in stored(services, Feedback) + stored(services, CallbackRequest)


@pytest.fixture
def careful_visitor(visitor: Visitor, app: Flask, services: Services) -> Visitor:
    """A visitor where contact details are hidden too."""
    app.extensions["web_widget"] = replace(services, mask_contact_details=True)
    return visitor


def test_contact_details_are_kept_unless_asked_otherwise(visitor: Visitor) -> None:
    visitor.say("Ring meg på 98 76 54 32")
    assert visitor.said()[0] == ("user", "Ring meg på 98 76 54 32")


def test_contact_details_can_be_hidden_before_they_are_stored(
    careful_visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    dialogue.answer = lambda _: [bot_message("Svar")]
    text = "Jeg heter Kari Solbakken. Ring 98 76 54 32 eller skriv til kari@example.no"
    answer = content(careful_visitor.say(text))
    assert answer["messages"][0]["text"] == HIDDEN_DETAILS
    hidden = "Jeg heter [navn]. Ring [telefon] eller skriv til [e-post]"
    assert careful_visitor.said()[0] == ("user", hidden)
    careful_visitor.post("/feedback", {"helpful": True, "comment": "Hilsen Kari"})
    assert "Kari" not in stored(services, Message) + stored(services, Feedback)


def test_what_somebody_gives_to_be_called_back_stays(
    careful_visitor: Visitor, services: Services
) -> None:
    body = {"consent": True, "phone": "98 76 54 32", "email": "kari@example.no"}
    assert careful_visitor.post("/callback", body).status_code == 201
    assert "98765432" in stored(services, CallbackRequest)


@pytest.mark.parametrize(
    "body", [b'{"text": "blomst', b'{"text": "blomst", "x": "blomst"}', b'"blomst"', b'["blomst"]']
)
def test_what_can_not_be_read_is_not_repeated(visitor: Visitor, body: bytes) -> None:
    refused = visitor.post_raw("/messages", body)
    assert refused.status_code in {400, 422}
    assert "blomst" not in refused.text


def test_hiding_takes_no_time_that_anybody_notices(visitor: Visitor) -> None:
    started = time.monotonic()
    visitor.say("1 " * 1000)
    assert time.monotonic() - started < 1

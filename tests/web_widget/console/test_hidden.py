from tests.web_widget.console.advisers import AtDesk, wait_in_queue
from tests.web_widget.people import Visitor, content
from web_widget.conversations.notices import HIDDEN_NUMBER
from web_widget.services import Services

NUMBER = "151086 95088"


def test_what_an_adviser_writes_holds_no_identity_number_and_both_are_told(
    visitor: Visitor, kari: AtDesk, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    assert content(kari.say(visitor.id, f"Er du {NUMBER}?"))["text"] == "Er du [fødselsnr]?"
    assert visitor.said()[-2:] == [("adviser", "Er du [fødselsnr]?"), ("system", HIDDEN_NUMBER)]


def test_a_note_holds_no_identity_number(
    visitor: Visitor, kari: AtDesk, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    written = kari.post(f"/samtaler/{visitor.id}/notater", {"text": f"Hun er {NUMBER}"})
    assert content(written)["notes"][0]["text"] == "Hun er [fødselsnr]"

"""The lists around the desk: call-back requests, ready replies, and search."""

from sqlalchemy import select

from tests.web_widget.console.advisers import AtDesk, wait_in_queue
from tests.web_widget.people import Visitor, content
from web_widget.audit import AuditEntry
from web_widget.conversations.models import CallbackRequest
from web_widget.services import Services


def leave_number(visitor: Visitor, services: Services) -> str:
    visitor.post("/callback", {"phone": "912 34 567", "when": "etter lunsj", "consent": True})
    with services.database.reading() as session:
        return session.scalars(select(CallbackRequest.id)).one()


def test_a_request_to_be_called_is_listed_until_it_is_handled(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    request_id = leave_number(visitor, services)
    assert content(kari.get("/oversikt"))["callbacks"] == 1
    assert "91234567" in kari.page("/tilbakeringing").text
    assert kari.submit(f"/tilbakeringing/{request_id}/handtert").status_code == 303
    assert "91234567" not in kari.page("/tilbakeringing").text
    assert content(kari.get("/oversikt"))["callbacks"] == 0


def test_an_open_page_learns_of_a_request_and_can_draw_it(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    assert content(kari.get("/oversikt"))["last_callback"] is None
    request_id = leave_number(visitor, services)
    assert content(kari.get("/oversikt"))["last_callback"] == request_id
    drawn = content(kari.get("/tilbakeringing/liste"))["html"]
    assert "91234567" in drawn
    assert f'data-key="{request_id}"' in drawn


def test_how_to_reach_a_person_is_deleted_once_it_is_handled(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    kari.submit(f"/tilbakeringing/{leave_number(visitor, services)}/handtert")
    with services.database.reading() as session:
        left = session.scalars(select(CallbackRequest)).one()
    assert (left.phone, left.email, left.when) == (None, None, None)
    assert left.handled_by == "Kari Nordmann"


def test_the_second_to_handle_a_request_is_told_who_was_first(
    kari: AtDesk, ola: AtDesk, visitor: Visitor, services: Services
) -> None:
    request_id = leave_number(visitor, services)
    kari.submit(f"/tilbakeringing/{request_id}/handtert")
    ola.submit(f"/tilbakeringing/{request_id}/handtert")
    assert "alt håndtert av Kari Nordmann" in ola.page("/tilbakeringing").text


def test_a_request_that_is_not_there_is_404(kari: AtDesk) -> None:
    assert kari.submit("/tilbakeringing/ukjent/handtert").status_code == 404


def replies(kari: AtDesk) -> dict[str, str]:
    """Return the ids of the ready replies by their titles."""
    return {each["title"]: each["id"] for each in content(kari.get("/svar/liste"))["replies"]}


def test_a_ready_reply_is_made_changed_and_deleted(kari: AtDesk) -> None:
    before = replies(kari)
    kari.submit("/svar", title="Min hilsen", text="Hei, jeg heter …")
    reply_id = replies(kari)["Min hilsen"]
    kari.submit(f"/svar/{reply_id}", title="Åpning", text="Hei, jeg heter …")
    assert replies(kari) == before | {"Åpning": reply_id}
    kari.submit(f"/svar/{reply_id}/slett")
    assert replies(kari) == before


def test_a_reply_without_a_text_is_refused_and_what_was_written_stays(kari: AtDesk) -> None:
    before = replies(kari)
    refused = kari.submit("/svar", title="Uten tekst", text=" ")
    assert refused.status_code == 422
    assert 'value="Uten tekst"' in refused.text
    assert replies(kari) == before


def test_a_reply_is_shown_as_text(kari: AtDesk) -> None:
    kari.submit("/svar", title="<script>alert(1)</script>", text="<b>Hei</b>")
    assert "<script>alert" not in kari.page("/svar").text
    assert "<b>Hei" not in kari.page("/svar").text


def test_an_adviser_finds_words_in_conversations_of_their_own_only(
    kari: AtDesk, ola: AtDesk, visitor: Visitor, services: Services
) -> None:
    visitor.say("Jeg lurer på ÅPENT sår etter operasjonen")
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    kari.post(f"/samtaler/{visitor.id}/lest", {"seq": 1})
    kari.post(f"/samtaler/{visitor.id}/avslutt", {"topic": "annet"})
    assert "ÅPENT sår" in kari.page("/sok?q=åpent").text
    assert "0 samtaler" in ola.page("/sok?q=åpent").text
    assert "ÅPENT sår" in kari.page(f"/samtaler/{visitor.id}/les").text
    assert ola.page(f"/samtaler/{visitor.id}/les").status_code == 404


def test_reading_an_old_conversation_and_searching_are_written_down_without_the_words(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    visitor.say("hemmelig")
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    kari.page("/sok?q=hemmelig")
    kari.page(f"/samtaler/{visitor.id}/les")
    with services.database.reading() as session:
        entries = session.scalars(select(AuditEntry)).all()
    actions = {each.action for each in entries}
    assert {"conversation.searched", "conversation.read"} <= actions
    assert not any("hemmelig" in str(each.details) for each in entries)

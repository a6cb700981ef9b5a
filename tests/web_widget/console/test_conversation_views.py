from flask import Flask
from sqlalchemy import select

from tests.web_widget.console.advisers import AtDesk, sign_in, wait_in_queue
from tests.web_widget.fakes import FakeKnowledge
from tests.web_widget.people import Visitor, content, new_client_id
from web_widget.audit import AuditEntry
from web_widget.services import Services


def test_who_waits_is_in_the_queue_with_topic_and_time(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    [waiting] = content(kari.get("/oversikt"))["queue"]
    assert (waiting["id"], waiting["topic_title"]) == (visitor.id, "Økonomi og jobb")
    assert waiting["urgent"] is False


def test_a_conversation_taken_is_the_advisers_and_no_longer_in_the_queue(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    assert kari.take(visitor.id).status_code == 204
    overview = content(kari.get("/oversikt"))
    assert overview["queue"] == []
    assert [each["id"] for each in overview["mine"]] == [visitor.id]


def test_the_second_to_take_it_is_told_who_was_first(
    kari: AtDesk, ola: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    refused = ola.take(visitor.id)
    assert refused.status_code == 409
    assert content(refused)["detail"] == "Samtalen er tatt av Kari Nordmann."


def test_what_does_not_wait_cannot_be_taken(kari: AtDesk, visitor: Visitor) -> None:
    refused = kari.take(visitor.id)
    assert refused.status_code == 409
    assert content(refused)["code"] == "not_in_queue"


def test_what_the_adviser_says_reaches_the_user_once_with_a_name(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    body = {"text": "Hei, jeg heter Kari.", "client_message_id": new_client_id()}
    first, second = (kari.post(f"/samtaler/{visitor.id}/meldinger", body) for _ in range(2))
    assert content(first)["id"] == content(second)["id"]
    assert visitor.said().count(("adviser", "Hei, jeg heter Kari.")) == 1
    assert content(visitor.get())["messages"][-1]["author_name"] == "Kari Nordmann"


def test_an_article_goes_along_as_the_knowledge_service_has_it(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    kari.say(visitor.id, "Se her.", article="sykepenger")
    [card] = content(visitor.get())["messages"][-1]["articles"]
    assert (card["title"], card["url"]) == ("Sykmelding og sykepenger", "/artikler/sykepenger")
    assert kari.say(visitor.id, "Se her.", article="finnes-ikke").status_code == 404


def test_reading_goes_on_from_a_cursor_with_nothing_lost_or_twice(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    first = content(kari.read(visitor.id))
    visitor.say("Er du der?")
    kari.say(visitor.id, "Ja.")
    later = content(kari.read(visitor.id, first["cursor"]))
    assert [each["text"] for each in later["messages"]] == ["Er du der?", "Ja."]
    assert content(kari.read(visitor.id, later["cursor"]))["messages"] == []


def test_a_bad_cursor_is_refused(kari: AtDesk, visitor: Visitor) -> None:
    assert kari.get(f"/samtaler/{visitor.id}?after=-1").status_code == 400


def test_a_conversation_is_read_by_nobody_but_who_has_it(
    kari: AtDesk, ola: AtDesk, visitor: Visitor, services: Services
) -> None:
    assert kari.read(visitor.id).status_code == 404
    wait_in_queue(services, visitor.id)
    assert kari.read(visitor.id).status_code == 404
    kari.take(visitor.id)
    for what in ("", "/utdrag", "/forslag", "/notater", "/les"):
        assert ola.get(f"/samtaler/{visitor.id}{what}").status_code == 404
    assert ola.post(f"/samtaler/{visitor.id}/notater", {"text": "Hei"}).status_code == 404


def test_whoever_lost_it_is_told_when_writing(
    kari: AtDesk, ola: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    kari.post(f"/samtaler/{visitor.id}/overfor", {"queue": True})
    ola.take(visitor.id)
    refused = kari.say(visitor.id, "Er du der?")
    assert refused.status_code == 409
    assert "Ola Hansen har den nå" in content(refused)["detail"]
    assert ("adviser", "Er du der?") not in visitor.said()


def test_a_conversation_goes_to_a_colleague_who_is_there(
    kari: AtDesk, ola: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    to_ola = {"colleague": ola.adviser.id}
    assert kari.post(f"/samtaler/{visitor.id}/overfor", to_ola).status_code == 409
    ola.post("/puls")
    assert kari.post(f"/samtaler/{visitor.id}/overfor", to_ola).status_code == 204
    assert [each["id"] for each in content(ola.get("/oversikt"))["mine"]] == [visitor.id]


def test_a_conversation_goes_to_a_role_through_the_queue(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    assert kari.post(f"/samtaler/{visitor.id}/overfor", {"role": "lawyer"}).status_code == 204
    assert content(kari.get("/oversikt"))["queue"][0]["role_title"] == "Jurist"


def test_passing_on_needs_exactly_one_receiver(kari: AtDesk, visitor: Visitor) -> None:
    for body in ({}, {"role": "lawyer", "queue": True}, {"role": "doctor"}):
        assert kari.post(f"/samtaler/{visitor.id}/overfor", body).status_code == 422


def test_the_bot_answers_again_when_the_adviser_has_ended_it(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    assert kari.post(f"/samtaler/{visitor.id}/avslutt", {"topic": "okonomi"}).status_code == 204
    assert content(visitor.get())["state"] == "bot"
    assert content(kari.get("/oversikt"))["mine"] == []


def test_the_users_typing_is_seen_until_the_message_is_there(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    assert content(kari.read(visitor.id))["typing"] is False
    visitor.post("/typing", {})
    assert content(kari.read(visitor.id))["typing"] is True
    visitor.say("Hei")
    assert content(kari.read(visitor.id))["typing"] is False


def test_unread_messages_are_counted_until_they_are_read(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    visitor.say("Hei")
    assert content(kari.get("/oversikt"))["mine"][0]["unread"] == 1
    kari.post(f"/samtaler/{visitor.id}/lest", {"seq": content(kari.read(visitor.id))["cursor"]})
    assert content(kari.get("/oversikt"))["mine"][0]["unread"] == 0


def test_danger_in_what_the_user_writes_is_flagged_to_the_adviser(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    visitor.say("Jeg vil ta livet av meg")
    assert content(kari.read(visitor.id))["messages"][-1]["danger"] == "crisis"


def test_notes_are_for_advisers_only(kari: AtDesk, visitor: Visitor, services: Services) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    kari.post(f"/samtaler/{visitor.id}/notater", {"text": "Ringer mannen i morgen."})
    [note] = content(kari.get(f"/samtaler/{visitor.id}/notater"))["notes"]
    assert (note["adviser_name"], note["text"]) == ("Kari Nordmann", "Ringer mannen i morgen.")
    assert "Ringer mannen" not in visitor.get().text
    assert "Ringer mannen" not in visitor.get("/transcript").text


def test_the_slip_tells_what_was_asked_before_it_is_taken(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    visitor.say("Får jeg sykepenger?")
    wait_in_queue(services, visitor.id)
    slip = content(kari.get(f"/samtaler/{visitor.id}/utdrag"))
    assert slip["question"] == ["Får jeg sykepenger?"]
    assert slip["topic_title"] == "Økonomi og jobb"


def test_articles_are_suggested_for_what_the_user_last_wrote(
    kari: AtDesk, visitor: Visitor, services: Services, knowledge: FakeKnowledge
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    visitor.say("Hvor lenge varer sykepenger?")
    path = f"/samtaler/{visitor.id}/forslag"
    assert content(kari.get(path))["articles"][0]["slug"] == "sykepenger"
    knowledge.is_down = True
    assert kari.get(path).status_code == 503


def test_every_reading_is_written_down_once_and_without_words(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    for after in (0, 1, 2):
        kari.read(visitor.id, after)
    with services.database.reading() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.subject == visitor.id).order_by(AuditEntry.at)
        ).all()
    assert [each.action for each in entries] == ["conversation.taken", "conversation.read"]
    assert {each.account_id for each in entries} == {kari.adviser.id}


def test_a_call_without_the_token_against_forgery_is_refused(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.csrf_token = ""
    assert kari.take(visitor.id).status_code == 400
    assert content(kari.get("/oversikt"))["mine"] == []


def test_an_editor_sees_nothing_of_the_console(
    app: Flask, services: Services, visitor: Visitor
) -> None:
    wait_in_queue(services, visitor.id)
    editor = sign_in(app, services, "Eva", roles=("editor",))
    for path in ("", "/oversikt", "/strom", "/tilbakeringing", "/svar", "/sok", "/svar/liste"):
        assert editor.get(path).status_code == 403
    assert editor.take(visitor.id).status_code == 403


def test_who_is_not_signed_in_is_sent_to_sign_in(app: Flask) -> None:
    stranger = AtDesk(app.test_client(), None)  # type: ignore[arg-type]
    assert stranger.page().status_code == 302
    assert stranger.get("/oversikt").status_code == 401

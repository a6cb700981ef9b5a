"""What the tab remembers, and what it tells before and after."""

import re

import pytest
from playwright.sync_api import expect

from tests.web_widget.widget.conftest import Arrive
from tests.web_widget.widget.person import Person
from tests.web_widget.widget.script import QUESTION
from tests.web_widget.widget.stand import Stand

pytestmark = pytest.mark.e2e


def test_what_is_kept_is_told_in_two_sentences_before_the_first_message(arrive: Arrive) -> None:
    person = arrive()
    person.open()
    consent = person.log.locator(".consent")
    expect(consent).to_be_in_viewport()
    words = consent.inner_text().split("Slik tar vi")[0]
    assert len(re.findall(r"[.!?](?:\s|$)", words)) == 2
    assert consent.get_by_role("link").get_attribute("href") == f"{person.page.url}personvern"


def test_the_conversation_and_the_draft_follow_from_page_to_page(arrive: Arrive) -> None:
    person = arrive()
    person.open()
    person.ask(QUESTION)
    person.composer.fill("Jeg lurer også på")
    before = person.id
    for path in ("/artikler", "/artikler/sykepenger", "/"):
        person.page.goto(path)
        expect(person.log.locator(".user")).to_have_text(f"Du{QUESTION}")
        expect(person.composer).to_have_value("Jeg lurer også på")
    person.page.reload()
    expect(person.composer).to_have_value("Jeg lurer også på")
    assert person.id == before


def test_another_tab_has_a_conversation_of_its_own(arrive: Arrive) -> None:
    person = arrive()
    person.open()
    person.ask(QUESTION)
    other = Person(person.page.context.new_page())
    other.page.goto("/")
    other.open()
    assert other.questions() == []
    assert other.id != person.id


def test_what_comes_while_it_is_closed_is_marked_until_it_is_seen(
    arrive: Arrive, stand: Stand
) -> None:
    person = arrive()
    person.open()
    person.ask_for_adviser()
    stand.take(person.id)
    stand.say(person.id, "Hei, jeg heter Kari.")
    expect(person.log.get_by_text("Hei, jeg heter Kari.")).to_be_visible()
    person.button("Lukk samtalen").click()
    stand.say(person.id, "Er du der?")
    launcher = person.page.locator("kreft-chat .launcher")
    expect(launcher).to_have_text("1 ny melding")
    person.page.goto("/artikler")
    expect(launcher).to_have_text("1 ny melding")
    launcher.click()
    expect(person.log.get_by_text("Er du der?")).to_be_visible()
    person.button("Lukk samtalen").click()
    expect(launcher).to_have_text("Fortsett samtalen")


def test_a_code_brings_the_conversation_to_another_device(arrive: Arrive) -> None:
    person, other = arrive(), arrive()
    person.open()
    person.ask(QUESTION)
    person.button("Mer").click()
    person.button("Fortsett på en annen enhet").click()
    code = person.dialog.locator(".code").inner_text()
    other.open()
    other.button("Mer").click()
    other.button("Fortsett en samtale med kode").click()
    other.dialog.get_by_label("De fem ordene").fill(code)
    other.button("Fortsett").click()
    expect(other.log.locator(".user")).to_have_text(f"Du{QUESTION}")
    assert other.id == person.id


def test_a_deleted_conversation_is_gone_from_the_tab_and_the_server(
    arrive: Arrive, stand: Stand
) -> None:
    person = arrive()
    person.open()
    person.ask(QUESTION)
    before, token = person.id, person.kept()["token"]
    person.button("Mer").click()
    person.button("Slett samtalen nå").click()
    person.button("Slett samtalen").click()
    expect(person.log.get_by_text("Samtalen er slettet.")).to_be_visible()
    assert person.questions() == []
    assert person.id != before
    assert QUESTION not in str(person.kept())
    gone = stand.app.test_client().get(
        f"/api/v1/conversations/{before}", headers={"Authorization": f"Bearer {token}"}
    )
    assert gone.status_code == 404

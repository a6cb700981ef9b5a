import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, make_server

from tests.e2e.visitor import is_turn
from tests.web_widget.conftest import made_settings
from tests.web_widget.fakes import FakeDialogue, FakeKnowledge, FakeSafety, bot_message
from web_widget import create_app
from web_widget.borders import BotMessage
from web_widget.conversations import handover
from web_widget.conversations.handover import Adviser
from web_widget.conversations.log import messages_of
from web_widget.conversations.models import Conversation
from web_widget.conversations.opening_hours import OpeningHours
from web_widget.services import Services, services_with

pytestmark = pytest.mark.e2e

KARI = Adviser("01KARI00000000000000000000", "Kari", "nurse")
ALWAYS = OpeningHours.parse("mon-sun 00:00-23:59")
NEVER = OpeningHours.parse("")
PHONE: ViewportSize = {"width": 390, "height": 844}


def answer(text: str) -> list[BotMessage]:
    if text == "/talk_to_human":
        return [bot_message("", "human", {"handover": {"step": "start", "topic": "okonomi"}})]
    return [bot_message(f"Svar på: {text}")]


class House:
    """The web application with stand-ins for its neighbours, and the adviser in it."""

    def __init__(self, folder: Path, hours: OpeningHours) -> None:
        settings = made_settings(folder, f"sqlite:///{folder}/web.db")
        settings = settings.model_copy(update={"database_timeout": 5.0})
        dialogue = FakeDialogue(answer=answer)
        services = services_with(settings, dialogue, FakeKnowledge(), FakeSafety())
        self.services: Services = replace(services, adviser_hours=hours)
        self.services.database.upgrade()
        self.app: Flask = create_app(settings, self.services)
        self.port = 0
        self.open()

    def open(self) -> None:
        self.services.stopping.clear()
        self._server: BaseWSGIServer = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def shut(self) -> None:
        self.services.stopping.set()
        self.services.database.signals.wake_all()
        self._server.shutdown()
        self._server.server_close()

    @property
    def conversation_id(self) -> str:
        with self.services.database.reading() as session:
            return session.scalars(select(Conversation.id)).one()

    def take(self) -> None:
        with self.services.database.writing() as session:
            handover.take(session, self.conversation_id, KARI)

    def say(self, text: str) -> None:
        with self.services.database.writing() as session:
            handover.say(session, self.conversation_id, KARI, text, str(uuid4()))

    def types(self) -> None:
        with self.services.database.writing() as session:
            handover.adviser_types(session, self.conversation_id, KARI)

    def end(self) -> None:
        with self.services.database.writing() as session:
            handover.end(session, self.conversation_id, KARI, "okonomi")

    def transcript(self) -> list[str]:
        with self.services.database.reading() as session:
            return [each.text for each in messages_of(session, self.conversation_id)]


@pytest.fixture
def hours() -> OpeningHours:
    return ALWAYS


@pytest.fixture
def house(tmp_path: Path, hours: OpeningHours) -> Iterator[House]:
    house = House(tmp_path, hours)
    yield house
    house.shut()
    house.services.database.close()


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Page]:
    """Somebody who has opened the widget on a phone."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{house.port}", viewport=PHONE)
    page = context.new_page()
    open_widget(page)
    yield page
    context.close()


def open_widget(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Spør oss om kreft").click()
    expect(page.locator(".entry")).to_have_count(1)


def write(page: Page, text: str) -> None:
    page.get_by_label("Skriv spørsmålet ditt").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".bubble").get_by_text(text, exact=True)).to_be_visible()


def send(page: Page, text: str) -> None:
    with page.expect_response(is_turn):
        write(page, text)


def ask_for_adviser(page: Page) -> None:
    page.locator(".help").get_by_role("button", name="Snakk med en rådgiver").click()
    expect(page.locator(".status")).to_have_text("Du er nummer 1 i køen.")


def choose(page: Page, item: str) -> None:
    page.get_by_role("button", name="Mer").click()
    page.locator(".menu").get_by_role("button", name=item).click()


def plain(texts: list[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]


def shown(page: Page) -> list[str]:
    return plain(page.locator(".entry .bubble").all_inner_texts())


def test_a_person_waits_is_taken_and_is_told_when_it_is_over(phone: Page, house: House) -> None:
    ask_for_adviser(phone)
    house.take()
    expect(phone.locator(".subtitle")).to_have_text("Kari, sykepleier")
    house.types()
    expect(phone.locator(".status")).to_have_text("Kari skriver …")
    house.say("Hei, hva kan jeg hjelpe deg med?")
    send(phone, "Jeg lurer på noe.")
    house.end()
    expect(phone.get_by_text("Var samtalen med rådgiveren til hjelp?")).to_be_in_viewport()
    with phone.expect_download():
        phone.locator(".end").get_by_role("button", name="Last ned samtalen").click()
    assert shown(phone) == plain(house.transcript())


def test_who_does_not_want_to_wait_is_asked_first_and_leaves_the_queue(phone: Page) -> None:
    ask_for_adviser(phone)
    phone.locator(".help").get_by_role("button", name="Gå ut av køen").click()
    phone.locator(".menu").get_by_role("button", name="Gå ut av køen").click()
    expect(phone.get_by_text("Du venter ikke lenger på en rådgiver.")).to_be_visible()


def test_news_show_on_the_closed_launcher_also_after_a_page_change(
    phone: Page, house: House
) -> None:
    ask_for_adviser(phone)
    house.take()
    expect(phone.locator(".subtitle")).to_have_text("Kari, sykepleier")
    expect(phone.get_by_text("Du snakker nå med")).to_be_visible()
    phone.get_by_role("button", name="Lukk samtalen").click()
    house.say("Er du der?")
    expect(phone.get_by_role("button", name="1 ny melding")).to_be_visible()
    phone.goto("/artikler")
    house.say("Jeg venter.")
    phone.get_by_role("button", name="2 nye meldinger").click()
    expect(phone.get_by_text("Jeg venter.")).to_be_in_viewport()


def test_nothing_is_lost_doubled_or_out_of_order_when_the_server_is_away(
    phone: Page, house: House
) -> None:
    ask_for_adviser(phone)
    house.take()
    send(phone, "før")
    house.shut()
    write(phone, "imens")
    expect(phone.locator(".status")).to_contain_text("Ingen kontakt akkurat nå")
    house.say("fra rådgiveren imens")
    house.open()
    expect(phone.locator(".failed")).to_have_count(0, timeout=30_000)
    send(phone, "etter")
    expect(phone.get_by_text("fra rådgiveren imens")).to_be_visible()
    expect(phone.locator(".delivery")).to_have_count(0)
    assert shown(phone) == plain(house.transcript())


def test_an_adviser_is_heard_where_no_stream_gets_through(phone: Page, house: House) -> None:
    phone.route("**/events", lambda route: route.abort())
    ask_for_adviser(phone)
    house.take()
    house.say("Dette kom uten strøm.")
    expect(phone.get_by_text("Dette kom uten strøm.")).to_be_visible(timeout=15_000)


def test_a_return_code_brings_the_conversation_to_another_device(
    phone: Page, browser: Browser, house: House
) -> None:
    send(phone, "Jeg begynte her.")
    expect(phone.get_by_text("Svar på: Jeg begynte her.")).to_be_visible()
    choose(phone, "Fortsett på en annen enhet")
    code = phone.locator(".code").inner_text()
    with browser.new_context(base_url=f"http://127.0.0.1:{house.port}", viewport=PHONE) as other:
        page = other.new_page()
        open_widget(page)
        choose(page, "Fortsett en samtale med kode")
        page.get_by_label("De fem ordene").fill("dette er nok feil kode")
        page.get_by_role("button", name="Fortsett", exact=True).click()
        expect(page.get_by_text("Koden stemmer ikke.")).to_be_visible()
        page.get_by_label("De fem ordene").fill(f"  {code.upper()} ")
        page.get_by_role("button", name="Fortsett", exact=True).click()
        expect(page.get_by_text("Svar på: Jeg begynte her.")).to_be_visible()
        assert shown(page) == shown(phone)


@pytest.mark.parametrize("hours", [NEVER])
def test_who_comes_when_it_is_closed_can_ask_to_be_called_and_gets_a_receipt(phone: Page) -> None:
    expect(phone.get_by_text("Chat med rådgiver er stengt nå.")).to_be_visible()
    phone.locator(".help").get_by_role("button", name="Bli kontaktet").click()
    phone.get_by_label("Telefon eller e-post").fill("21 49 49 21")
    phone.get_by_label("Dere kan lagre dette").check()
    phone.locator(".sheet").get_by_role("button", name="Send").click()
    expect(phone.get_by_text("Kvittering:")).to_be_visible()

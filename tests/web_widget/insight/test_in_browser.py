"""The figures, the work list and the console's gift to the editors, in a real browser, with axe."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy.orm import Session

from tests.web_widget.console.advisers import sign_in, wait_in_queue
from tests.web_widget.fakes import FakeKnowledge
from tests.web_widget.insight.conftest import AtWork
from tests.web_widget.people import Visitor
from web_widget.conversations.log import Reply, add_reply, add_user_message
from web_widget.conversations.models import Conversation, Feedback, new_id, now
from web_widget.services import Services
from web_widget.worklist.grouping import group_questions
from web_widget.worklist.models import CheckedLink, ReleasedQuestion

pytestmark = pytest.mark.e2e

AXE = Path("node_modules/axe-core/axe.min.js").resolve()
WIDTHS = (1280, 820, 390)
PICTURES = Path("var/pictures/insight")
Open = Callable[..., Page]


@pytest.fixture
def open_page(app: Flask, server: str, browser: Browser) -> Iterator[Open]:
    """Open a page as a member of the staff; no page may break the policy on scripts and styles."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def go(client_of: AtWork, path: str) -> Page:
        context = browser.new_context(base_url=server, viewport={"width": 1280, "height": 900})
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = client_of.client.get_cookie(name)
        assert cookie
        context.add_cookies([{"name": name, "value": cookie.value, "url": server}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert not [text for text in said if "Content Security Policy" in text]


def assert_accessible(page: Page) -> None:
    """Check with axe in light and dark, and that no width makes the page scroll sideways."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{page.url}: {overflow} px too wide at {width}"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(AXE.read_text(encoding="utf8"))
        found = page.evaluate("axe.run()")["violations"]
        assert not found, f"{page.url} {scheme}: {json.dumps(found, indent=1)[:2500]}"
        take_picture(page, f"{page.url.rstrip('/').rsplit('/', 1)[1].split('?')[0]}-{scheme}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})


def take_picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.fixture
def a_month(services: Services) -> None:
    """A month of made-up conversations, with something in every figure."""
    dice = random.Random(3)  # noqa: S311 made-up figures, the same in every run
    routes = ["answer"] * 6 + ["clarify", "clarify", "no_answer", "human", "smalltalk"]
    with services.database.writing() as session:
        for _ in range(400):
            at = now() - timedelta(days=dice.random() * 29, hours=dice.choice((0, 2, 4)))
            converse(session, at, dice.choice(routes), dice)


def converse(session, at, route, dice) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    audience = dice.choice(["pasient", "pasient", "parorende", None])
    conversation = Conversation(id=new_id(), token_hash="x", created_at=at, audience=audience)  # noqa: S106 no real token
    session.add(conversation)
    session.flush()
    asked = add_user_message(session, conversation.id, "Hvor kan jeg parkere?")
    articles = [{"slug": "sykepenger", "title": "Sykepenger"}] if route == "answer" else []
    said = add_reply(session, conversation.id, Reply("…", route, articles=articles), asked.id)
    asked.at = said.at = at
    if route == "answer" and dice.random() < 0.4:
        session.add(
            Feedback(
                conversation_id=conversation.id,
                message_id=said.id,
                helpful=dice.random() < 0.8,
                at=at,
            )
        )


def test_the_figures_are_accessible_and_filtered_by_keyboard(
    editor: AtWork, a_month: None, open_page: Open
) -> None:
    page = open_page(editor, "/innsikt")
    expect(page.get_by_role("img", name="Samtaler per dag")).to_be_visible()
    assert page.locator("svg.plot").count() >= 6
    bars = page.locator("svg.plot path[fill='var(--brand)']").first
    assert bars.evaluate("node => getComputedStyle(node).fill") != "rgb(0, 0, 0)"
    assert_accessible(page)
    page.get_by_text("Vis tall").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Antall samtaler").first).to_be_visible()
    page.get_by_label("Tema", exact=True).select_option("okonomi")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_text("der noe om økonomi og jobb ble besvart")).to_be_visible()
    page.get_by_role("link", name="Siste 7 dager").click()
    expect(page.get_by_role("link", name="Siste 7 dager")).to_have_attribute("aria-current", "true")


def test_the_work_list_is_accessible_and_leads_to_a_draft(
    editor: AtWork, a_month: None, services: Services, open_page: Open
) -> None:
    fill_worklist(services)
    page = open_page(editor, "/redaksjon")
    expect(page.get_by_role("heading", name="Hvor kan jeg parkere?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Lag utkast: Hvor kan jeg parkere?").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/redaksjon/article/*parkere*")
    page.goto("/redaksjon")
    page.get_by_role("button", name="Ferdig med: Kan jeg ha med hunden?").click()
    expect(page.get_by_text("Oppføringen er tatt av listen.")).to_be_visible()
    expect(page.get_by_role("heading", name="Kan jeg ha med hunden?")).to_have_count(0)


def fill_worklist(services: Services) -> None:
    with services.database.writing() as session:
        session.add(
            CheckedLink(url="https://a.no/x", status=404, fault="gone", used_in=["sykepenger"])
        )
        session.add(
            ReleasedQuestion(
                message_id=any_message(session), text="Kan jeg ha med hunden?", released_by="x"
            )
        )
    group_questions(services.database, FakeKnowledge())


def any_message(session: Session) -> str:
    conversation = Conversation(id=new_id(), token_hash="x")  # noqa: S106 no real token
    session.add(conversation)
    session.flush()
    return add_user_message(session, conversation.id, "Kan jeg ha med hunden?").id


def test_an_adviser_looks_a_question_over_and_gives_it(
    app: Flask, services: Services, visitor: Visitor, open_page: Open
) -> None:
    kari = sign_in(app, services, "Kari Nordmann", profession="nurse")
    visitor.say("Hvor kan Gunvor Moen parkere?")
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    page = open_page(AtWork(kari.client, kari.adviser.id), "/radgiver")
    page.get_by_text("Gi til redaksjonen").first.click()
    page.get_by_label("Spørsmål som mangler en artikkel").select_option(index=1)
    preview = page.get_by_label("Dette får redaksjonen se")
    expect(preview).to_have_value("Hvor kan [navn] parkere?")
    preview.fill("Hvor kan man parkere?")
    page.get_by_role("button", name="Gi til redaksjonen").click()
    expect(page.get_by_text("Spørsmålet er gitt til redaksjonen.")).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf8"))
    assert page.evaluate("axe.run()")["violations"] == []
    take_picture(page, "gi-til-redaksjonen")
    with services.database.reading() as session:
        assert [each.text for each in session.query(ReleasedQuestion)] == ["Hvor kan man parkere?"]

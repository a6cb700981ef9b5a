"""Texts that have run code elsewhere, shown by the widget, the console and an article, in Chromium.

The pages' policy is switched off, so that it is the drawing alone that is tried.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests.fuzz.payloads import payloads
from tests.web_widget.console.advisers import sign_in, wait_in_queue
from tests.web_widget.fakes import FakeDialogue, FakeKnowledge, bot_message
from tests.web_widget.people import visit
from web_widget.services import Services

pytestmark = pytest.mark.e2e

PATIENCE = 60_000  # ms
EACH_TIME = 60
WATCH = """
  window.__ran = [];
  for (const name of ["alert", "confirm", "prompt", "print", "open"])
    window[name] = () => { window.__ran.push(name); };
"""
# Everything drawn, also inside shadow roots: what could run, and links that lead where none may.
FOUND = """() => {
  const all = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      all.push(node);
      if (node.shadowRoot) walk(node.shadowRoot);
    }
  };
  walk(document);
  const bad = [];
  for (const node of all) {
    for (const { name, value } of node.attributes)
      if (/^on/i.test(name) || /^\\s*(javascript|vbscript|data):/i.test(value) && name !== "src")
        bad.push(`${node.localName} ${name}=${value}`.slice(0, 200));
    if (node.localName === "a" && node.hasAttribute("href")
        && !["http:", "https:", "tel:", "mailto:"].includes(node.protocol))
      bad.push(`a ${node.href}`);
    if (["iframe", "object", "embed", "base", "marquee", "math", "video"].includes(node.localName))
      bad.push(node.localName);
  }
  return { bad, ran: window.__ran, drawn: all.length };
}"""
CLICK = """() => {
  let clicked = 0;
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.localName === "a" && node.getAttribute("href")) {
        node.addEventListener("click", (event) => {
          if (/^https?:|^tel:|^mailto:/.test(node.protocol)) event.preventDefault();
        }, { once: true });
        node.click();
        clicked++;
      }
      if (node.shadowRoot) walk(node.shadowRoot);
    }
  };
  walk(document);
  return clicked;
}"""


@pytest.fixture
def context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=server, bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH)
    yield context
    context.close()


def assert_nothing_ran(page: Page, selector: str) -> None:
    page.wait_for_timeout(300)
    found: dict[str, Any] = page.evaluate(FOUND)
    assert not found["bad"], found["bad"][:5]
    assert not found["ran"], found["ran"][:5]
    page.evaluate(CLICK)
    page.wait_for_timeout(200)
    after: dict[str, Any] = page.evaluate(FOUND)
    assert not after["ran"], after["ran"][:5]
    assert page.locator(selector).count() > 0


def batches() -> Iterator[list[str]]:
    texts = payloads()
    assert len(texts) > 600
    for first in range(0, len(texts), EACH_TIME):
        yield texts[first : first + EACH_TIME]


def storable(text: str) -> str:
    return text.encode(errors="ignore").decode().replace("\x00", "")


def test_nothing_that_the_widget_shows_runs(
    context: BrowserContext, dialogue: FakeDialogue
) -> None:
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Spør oss om kreft").click()
    composer = page.get_by_role("textbox", name="Skriv spørsmålet ditt")
    for number, texts in enumerate(batches()):
        end = f"slutt {number}"
        said = [bot_message(storable(text)[:1900] or "-") for text in texts]
        dialogue.answer = lambda _, said=said, end=end: [*said, bot_message(end)]
        composer.fill(storable(texts[0])[:1900].replace("\n", " ").strip() or "-")
        page.get_by_role("button", name="Send", exact=True).click()
        page.get_by_text(end, exact=True).first.wait_for()
        assert_nothing_ran(page, "[role=log]")


def test_nothing_that_the_console_shows_runs(
    app: Flask, server: str, services: Services, context: BrowserContext
) -> None:
    visitor = visit(app.test_client())
    for text in [each for texts in batches() for each in texts][::6]:
        visitor.say(storable(text)[:1900].strip() or "-")
    wait_in_queue(services, visitor.id)
    siv = sign_in(app, services, "Siv <img src=x onerror=__ran.push(1)>", profession="nurse")
    assert siv.take(visitor.id).status_code == 204
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = siv.client.get_cookie(name)
    assert cookie
    context.add_cookies([{"name": name, "value": cookie.value, "url": server}])
    page = context.new_page()
    page.goto("/radgiver")
    page.get_by_role("textbox", name="Svar til").wait_for()
    assert_nothing_ran(page, "main")
    page.goto(f"/radgiver/samtaler/{visitor.id}/les")
    assert_nothing_ran(page, "main")
    page.goto("/radgiver/sok?q=script")
    assert_nothing_ran(page, "main")


def test_nothing_that_an_article_shows_runs(
    context: BrowserContext, knowledge: FakeKnowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = knowledge.article("sykepenger")
    page = context.new_page()
    for texts in batches():
        sections = [{"heading": text[:200], "body": text} for text in map(storable, texts)]
        article = {**whole, "sections": sections}
        monkeypatch.setattr(knowledge, "article", lambda _, shown=article: shown)
        page.goto("/artikler/sykepenger")
        assert_nothing_ran(page, ".prose")


def test_nothing_in_a_search_runs(context: BrowserContext) -> None:
    page = context.new_page()
    for text in [text for texts in batches() for text in texts][::40]:
        page.goto(f"/artikler?q={storable(text).strip()[:200]}")
        assert_nothing_ran(page, "main")

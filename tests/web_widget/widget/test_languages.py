"""The widget in each of its languages, in a browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.web_widget.widget.conftest import DESK, PHONE, Arrive
from tests.web_widget.widget.person import Person, in_page
from tests.web_widget.widget.script import DANGER, QUESTION, UNCLEAR
from tests.web_widget.widget.stand import Stand

pytestmark = pytest.mark.e2e

# What the composer asks for, and the button that opens the list of languages.
LANGUAGES = {
    "nb": ("Skriv spørsmålet ditt", "Språk"),
    "nn": ("Skriv spørsmålet ditt", "Språk"),
    "se": ("Čále gažaldagat", "Giella"),
    "en": ("Write your question", "Language"),
    "pl": ("Napisz swoje pytanie", "Język"),
    "uk": ("Напишіть своє запитання", "Мова"),
    "ar": ("اكتب سؤالك", "اللغة"),
    "so": ("Qor su'aashaada", "Luqadda"),
}
SMALL = {"width": 320, "height": 568}
START_PAGE = re.compile(r"^http://[^/]+/$")
FILE_OF_A_LANGUAGE = re.compile(r"/widget/(nb|nn|se|en|pl|uk|ar|so)-\w+\.js$")


def on_a_page_in(language: str) -> Callable[[Page], None]:
    def speak(route: Route) -> None:
        response = route.fetch()
        page = response.text().replace('<html lang="nb"', f'<html lang="{language}"')
        assert f'lang="{language}"' in page
        route.fulfill(response=response, body=page)

    return lambda page: page.route(START_PAGE, speak)


def choose(person: Person, own_name: str) -> None:
    person.log.locator(".language button").click()
    person.dialog.get_by_role("button", name=own_name).click()


def look(person: Person) -> None:
    person.raise_on_faults()
    assert person.page.evaluate(in_page("small_targets")) == []
    assert person.page.evaluate(in_page("cut_texts")) == []
    dialog = person.dialog.element_handle()
    assert dialog
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_the_page_is_spoken_without_a_fault_on_a_small_screen(
    arrive: Arrive, language: str
) -> None:
    fetched: list[str] = []

    def note(request: Request) -> None:
        fetched.extend(FILE_OF_A_LANGUAGE.findall(request.url))

    def prepare(page: Page) -> None:
        on_a_page_in(language)(page)
        page.on("request", note)

    person = arrive(prepare=prepare, viewport=SMALL, has_touch=True)
    person.open()
    asks, languages = LANGUAGES[language]
    expect(person.dialog).to_have_attribute("lang", language)
    expect(person.dialog).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(person.composer).to_have_attribute("placeholder", asks)
    expect(person.log.locator(".language button")).to_contain_text(languages)
    look(person)
    person.ask(QUESTION)
    look(person)
    person.log.locator(".language button").click()
    person.dialog.locator(".languages").wait_for()
    look(person)
    assert set(fetched) == {language}


@pytest.mark.parametrize("place", [DESK, PHONE], ids=["desk", "phone"])
def test_another_language_is_chosen_without_losing_conversation_draft_or_focus(
    arrive: Arrive, stand: Stand, place: dict[str, int]
) -> None:
    person = arrive(viewport=place)
    person.open()
    person.ask(QUESTION)
    entries = person.log.locator(".entry")
    said, asked = entries.count(), person.log.locator(".user .bubble").all_inner_texts()
    person.composer.fill("Et halvt spørsm")
    choose(person, "العربية")
    expect(person.dialog).to_have_attribute("dir", "rtl")
    expect(person.composer).to_have_value("Et halvt spørsm")
    expect(entries).to_have_count(said)
    assert person.log.locator(".user .bubble").all_inner_texts() == asked
    assert person.page.evaluate("document.activeElement.localName") == "kreft-chat"
    assert "BODY" not in person.focused
    person.composer.press("Enter")
    expect(person.log.locator(".user")).to_have_count(2)
    expect(person.status).to_have_text("")
    assert stand.dialogue.asked[-1].metadata["locale"] == "ar"
    person.page.reload()
    expect(person.composer).to_have_attribute("placeholder", LANGUAGES["ar"][0])
    choose(person, "Norsk bokmål")
    expect(person.composer).to_have_attribute("placeholder", LANGUAGES["nb"][0])
    person.page.keyboard.press("Escape")
    expect(person.page.locator("kreft-chat .launcher")).to_have_text("Fortsett samtalen")


def test_norwegian_words_and_numbers_keep_their_own_direction_among_arabic_ones(
    arrive: Arrive,
) -> None:
    person = arrive(prepare=on_a_page_in("ar"))
    person.open()
    person.ask(QUESTION)
    person.ask(UNCLEAR)
    person.ask(DANGER)
    passage = person.log.locator(".entry:has(.card) .bubble > *").first
    assert [passage.get_attribute(name) for name in ("lang", "dir")] == ["nb", "ltr"]
    expect(person.log.locator(".card h4 bdi[lang=nb]").first).to_be_visible()
    for number in person.log.locator(".tel, .number bdi").all():
        assert number.get_attribute("dir") == "ltr"
    # The known choices are in Arabic, the titles of articles as they are.
    expect(person.log.get_by_role("button", name="المال والعمل")).to_be_visible()
    expect(person.log.locator(".choices bdi[lang=nb]").first).to_be_attached()
    look(person)


def test_a_language_that_does_not_come_gives_way_to_bokmal(arrive: Arrive) -> None:
    def prepare(page: Page) -> None:
        on_a_page_in("pl")(page)
        page.route("**/widget/pl-*.js", lambda route: route.abort())

    person = arrive(prepare=prepare)
    person.open()
    expect(person.dialog).to_have_attribute("lang", "nb")
    choose(person, "Polski")
    expect(person.dialog.get_by_role("alert")).to_contain_text("21 49 49 21")
    person.page.unroute("**/widget/pl-*.js")
    person.dialog.get_by_role("alert").locator("+ button").click()
    expect(person.dialog).to_have_attribute("lang", "pl")

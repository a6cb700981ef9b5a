import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

# Ten ways to ask: two in nynorsk, one in dialect, one with typing errors, one in English, one word.
QUESTIONS = [
    ("Hvor lenge kan jeg gå sykmeldt med lønn?", "sykepenger"),
    ("Korleis klagar eg på sjukehuset når eg er misnøgd med behandlinga?", "klage-helsetjenesten"),
    ("Eg er heilt utsliten sjølv om eg har sove, kva kan eg gjere?", "fatigue"),
    ("fåår jeg støte til parryk når håret faler av", "parykk-hodeplagg"),
    ("Can I get an interpreter when I see the doctor?", "tolk-og-sprak"),
    ("pakkeforløp", "pakkeforlop"),
    ("Hva sier jeg til sønnen min på seks år om at jeg har kreft?", "snakke-med-barn"),
    ("kossen får æ igjen pengan for turen te sykehuset", "pasientreiser"),
    ("Mor skal dø hjemme. Kan jeg få lønn for å være hos henne?", "pleiepenger-livets-slutt"),
    ("Hva bør jeg huske å spørre om på neste legetime?", "forberede-legetimen"),
]
ROUTES = [
    ("Hei, er det et menneske jeg skriver med?", "smalltalk"),
    ("Kan jeg få snakke med en ordentlig person?", "human"),
    ("Jeg orker ikke leve lenger", "crisis"),
    ("Mannen min fikk cellegift på mandag og har 39 i feber nå", "emergency"),
    ("Hvor lang tid har jeg igjen å leve med spredning til leveren?", "medical_advice"),
    ("Hvem er kreftkoordinator i Sarpsborg?", "coordinator"),
    ("Hvem vinner fotballkampen i kveld?", "out_of_scope"),
]


@pytest.mark.parametrize(("question", "slug"), QUESTIONS)
def test_a_question_gets_the_right_article(visitor: Visitor, question: str, slug: str) -> None:
    answer = visitor.ask(question)
    assert answer["route"] == "answer"
    assert answer["articles"][0]["slug"] == slug
    link = visitor.log.get_by_role("link", name="Les hele artikkelen").last
    expect(link).to_have_attribute("href", re.compile(f"/artikler/{slug}$"))


@pytest.mark.parametrize(("text", "route"), ROUTES)
def test_a_message_takes_the_right_route(visitor: Visitor, text: str, route: str) -> None:
    assert visitor.ask(text)["route"] == route


def test_danger_is_met_with_numbers_to_ring(visitor: Visitor) -> None:
    answer = visitor.ask("Jeg får nesten ikke puste")
    assert answer["urgent"] is True
    expect(visitor.log.locator('a[href="tel:113"]').last).to_be_visible()
    expect(visitor.log.locator('a[href="tel:116117"]').last).to_be_visible()


def test_the_municipality_found_is_the_one_named(visitor: Visitor) -> None:
    assert "Sarpsborg" in visitor.ask("Hvem er kreftkoordinator i Sarpsborg?")["text"]


def test_a_person_and_the_numbers_are_always_in_view(visitor: Visitor) -> None:
    expect(visitor.page.get_by_role("button", name="Snakk med en rådgiver").last).to_be_visible()
    expect(
        visitor.page.locator('a[href="tel:+4721494921"], a[href="tel:21494921"]').first
    ).to_be_visible()
    expect(visitor.page.locator('a[href="tel:113"]').first).to_be_visible()


def test_the_conversation_and_the_draft_are_kept_over_a_reload(visitor: Visitor) -> None:
    visitor.ask("Hvor lenge kan jeg gå sykmeldt med lønn?")
    visitor.composer.fill("Jeg lurer også på")
    visitor.page.reload()
    visitor.come_back()
    expect(visitor.log.get_by_text("Hvor lenge kan jeg gå sykmeldt med lønn?")).to_be_visible()
    expect(visitor.composer).to_have_value("Jeg lurer også på")


def test_the_whole_conversation_works_by_keyboard(visitor: Visitor) -> None:
    visitor.composer.focus()
    visitor.page.keyboard.type("pakkeforløp")
    visitor.page.keyboard.press("Enter")
    expect(visitor.log.get_by_role("link", name="Les hele artikkelen").last).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_role("button", name="Fortsett samtalen")).to_be_focused()


def test_the_article_can_be_read_and_says_that_nobody_has_approved_it(visitor: Visitor) -> None:
    visitor.page.goto("/artikler/sykepenger")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Sykmelding og sykepenger")
    expect(visitor.page.get_by_text("Ikke faglig godkjent ennå").first).to_be_visible()

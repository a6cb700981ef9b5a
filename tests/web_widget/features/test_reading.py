import re

import pytest
from playwright.sync_api import expect

from tests.web_widget.fakes import FakeKnowledge
from tests.web_widget.features.conftest import Arrive, Somebody

pytestmark = pytest.mark.e2e


def test_an_article_is_read_inside_and_leads_back_to_the_same_place(somebody: Somebody) -> None:
    somebody.ask("Hvor lenge får jeg sykepenger?")
    link = somebody.dialog.get_by_role("link", name="Les hele artikkelen")
    top = link.bounding_box()
    link.click()
    heading = somebody.dialog.get_by_role("heading", name="Sykmelding og sykepenger", level=3)
    expect(heading).to_be_focused()
    expect(
        somebody.dialog.get_by_text("Ikke faglig godkjent ennå. Oppdatert 21. november 2026.")
    ).to_be_visible()
    expect(somebody.dialog.get_by_role("heading", name="Kilder")).to_be_attached()
    expect(somebody.dialog.get_by_role("link", name="Folketrygdloven")).to_be_attached()
    expect(
        somebody.dialog.get_by_role("link", name=re.compile("Åpne artikkelen som egen side"))
    ).to_have_attribute("target", "_blank")
    assert somebody.faults() == []
    somebody.page.keyboard.press("Escape")
    expect(link).to_be_focused()
    assert link.bounding_box() == top
    assert somebody.page.url.endswith("/")


def test_nothing_in_an_article_runs_or_leads_astray(somebody: Somebody) -> None:
    somebody.ask("Hvor lenge?")
    somebody.dialog.get_by_role("link", name="Les hele artikkelen").click()
    expect(somebody.dialog.get_by_text("<script>alert(1)</script>")).to_be_visible()
    assert somebody.dialog.locator("[href^=javascript]").count() == 0


def test_one_article_leads_to_the_next_and_back(somebody: Somebody) -> None:
    somebody.ask("Hvor lenge?")
    somebody.dialog.get_by_role("link", name="Les hele artikkelen").click()
    somebody.dialog.get_by_role("link", name="AAP").click()
    expect(
        somebody.dialog.get_by_role("heading", name="Arbeidsavklaringspenger", level=3)
    ).to_be_focused()
    somebody.dialog.get_by_role("button", name="Tilbake til «Sykmelding og sykepenger»").click()
    expect(
        somebody.dialog.get_by_role("heading", name="Sykmelding og sykepenger", level=3)
    ).to_be_focused()
    somebody.dialog.get_by_role("button", name="Tilbake til samtalen").click()
    expect(somebody.box).to_be_visible()


def test_the_topics_are_browsed_by_keyboard_and_found_again_as_they_were_left(
    somebody: Somebody,
) -> None:
    somebody.choose_in_menu("Temaer og artikler")
    expect(somebody.dialog.get_by_role("heading", name="Temaer og artikler")).to_be_focused()
    somebody.dialog.locator("summary").press("Enter")
    assert somebody.faults() == []
    link = somebody.dialog.get_by_role("link", name="Arbeidsavklaringspenger")
    link.press("Enter")
    expect(
        somebody.dialog.get_by_role("heading", name="Arbeidsavklaringspenger", level=3)
    ).to_be_focused()
    somebody.dialog.get_by_role("button", name="Alle temaene").press("Enter")
    expect(link).to_be_focused()


def test_without_the_articles_that_is_told_and_can_be_tried_again(
    somebody: Somebody, knowledge: FakeKnowledge
) -> None:
    somebody.ask("Hvor lenge?")
    knowledge.is_down = True
    somebody.dialog.get_by_role("link", name="Les hele artikkelen").click()
    expect(somebody.dialog.get_by_role("alert")).to_contain_text("Vi får ikke hentet artikkelen")
    assert somebody.faults() == []
    knowledge.is_down = False
    somebody.dialog.get_by_role("button", name="Prøv igjen").click()
    expect(
        somebody.dialog.get_by_role("heading", name="Sykmelding og sykepenger", level=3)
    ).to_be_focused()


def test_a_link_is_still_opened_in_a_tab_of_its_own_by_who_wants_that(somebody: Somebody) -> None:
    somebody.ask("Hvor lenge?")
    with somebody.page.context.expect_page() as opened:
        somebody.dialog.get_by_role("link", name="Les hele artikkelen").click(modifiers=["Control"])
    assert opened.value.url.endswith("/artikler/sykepenger")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reading_has_no_fault_at_any_width(arrive: Arrive, scheme: str) -> None:
    for width in (320, 1280):
        somebody = arrive(viewport={"width": width, "height": 568}, color_scheme=scheme)
        somebody.open()
        somebody.choose_in_menu("Temaer og artikler")
        expect(somebody.dialog.get_by_text("2 artikler")).to_be_visible()
        assert somebody.faults() == []

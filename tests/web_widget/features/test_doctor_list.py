from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web_widget.features.conftest import Arrive, Somebody

pytestmark = pytest.mark.e2e
CATCH_PRINTING = """() => {
  window.printed = [];
  const append = document.body.append.bind(document.body);
  document.body.append = (frame) => {
    append(frame);
    frame.contentWindow.print = () => window.printed.push(frame.contentDocument.body.innerText);
  };
}"""


def own_words(somebody: Somebody, text: str, button: str = "Legg til spørsmålet") -> None:
    somebody.dialog.get_by_label("Skriv et spørsmål eller et notat").fill(text)
    somebody.dialog.get_by_role("button", name=button).click()


@pytest.fixture
def collector(somebody: Somebody) -> Somebody:
    """Somebody whose list has an answer, words of their own and a point of the checklist."""
    somebody.ask("Hvor lenge?")
    keep = somebody.dialog.get_by_role("button", name="Legg i listen til legen")
    keep.click()
    somebody.dialog.get_by_role("button", name="Lagt i listen. Åpne listen").click()
    expect(somebody.dialog.get_by_role("heading", name="Ta med til legen")).to_be_focused()
    own_words(somebody, "Hvorfor er jeg så trøtt?")
    own_words(somebody, "Sov dårlig i uke 48", "Legg til som notat")
    somebody.dialog.get_by_role("checkbox", name="en oppdatert medisinliste").check()
    return somebody


def kept(somebody: Somebody) -> list[str]:
    return [item["text"] for item in somebody.stored("kreft-chat-list")]


def test_all_is_collected_in_one_list_and_stays_over_reloads(collector: Somebody) -> None:
    assert kept(collector) == [
        "Du kan få **sykepenger** i inntil ett år.",
        "Hvorfor er jeg så trøtt?",
        "Sov dårlig i uke 48",
        "en oppdatert medisinliste",
    ]
    assert collector.faults() == []
    collector.page.reload()
    collector.choose_in_menu("Ta med til legen")
    items = collector.dialog.locator("[data-id]")
    expect(collector.dialog.locator("[data-id]")).to_have_count(4)
    expect(items.first).to_contain_text(
        "Fra artikkelen «Sykmelding og sykepenger: Hvor lenge». Ikke faglig godkjent ennå."
    )
    expect(
        collector.dialog.get_by_role("checkbox", name="en oppdatert medisinliste")
    ).to_be_checked()


def test_the_order_is_changed_and_things_are_taken_away_by_keyboard(collector: Somebody) -> None:
    up = collector.dialog.get_by_role("button", name="Flytt opp: Hvorfor er jeg så trøtt?")
    up.press("Enter")
    expect(collector.dialog.get_by_text("Flyttet til plass 1.")).to_be_attached()
    assert kept(collector)[0] == "Hvorfor er jeg så trøtt?"
    down = collector.dialog.get_by_role("button", name="Flytt ned: Hvorfor er jeg så trøtt?")
    expect(down).to_be_focused()
    collector.dialog.get_by_role("button", name="Ta bort: Sov dårlig").press("Enter")
    expect(collector.dialog.get_by_role("button", name="Ta bort: en oppdatert")).to_be_focused()
    collector.dialog.get_by_role("checkbox", name="en oppdatert medisinliste").uncheck()
    assert kept(collector) == [
        "Hvorfor er jeg så trøtt?",
        "Du kan få **sykepenger** i inntil ett år.",
    ]


def test_nothing_of_the_list_leaves_the_browser(collector: Somebody) -> None:
    collector.dialog.get_by_role("button", name="Flytt opp").last.click()
    bodies = []
    collector.page.on("request", lambda request: bodies.append(request.post_data or ""))
    own_words(collector, "hemmelig uro")
    collector.page.wait_for_timeout(500)
    assert not [body for body in bodies if "hemmelig" in body]


def test_emptying_the_list_asks_first(collector: Somebody) -> None:
    collector.dialog.get_by_role("button", name="Tøm listen").click()
    assert collector.faults() == []
    collector.dialog.get_by_role("button", name="Behold den").click()
    assert len(kept(collector)) == 4
    collector.dialog.get_by_role("button", name="Tøm listen").click()
    collector.dialog.get_by_role("button", name="Tøm listen").click()
    assert kept(collector) == []
    expect(collector.dialog.get_by_text("Listen er tom.")).to_be_visible()


def test_deleting_the_conversation_deletes_the_list(collector: Somebody) -> None:
    collector.page.keyboard.press("Escape")
    collector.choose_in_menu("Slett samtalen nå")
    collector.dialog.get_by_role("button", name="Slett samtalen", exact=True).click()
    expect(collector.dialog.get_by_text("Samtalen er slettet.")).to_be_visible()
    assert not collector.stored("kreft-chat-list")


def test_the_list_is_saved_as_a_page_that_asks_for_nothing(
    collector: Somebody, arrive: Arrive, tmp_path: Path
) -> None:
    with collector.page.expect_download() as saving:
        collector.dialog.get_by_role("button", name="Lagre som side").click()
    file = tmp_path / "listen.html"
    saving.value.save_as(file)
    assert saving.value.suggested_filename == "til-legen.html"
    page = collector.page.context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", name="Ta med til legen", level=1)).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Spørsmål")).to_contain_text("Svar:")
    expect(page.locator('a[href$="/artikler/sykepenger"]')).to_be_visible()
    assert requests == [file.as_uri()]
    assert page.locator("script").count() == 0
    folder = Path("var") / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page.pdf(path=folder / "til-legen.pdf", prefer_css_page_size=True)
    assert (folder / "til-legen.pdf").read_bytes().startswith(b"%PDF")


def test_only_the_list_is_printed(collector: Somebody) -> None:
    collector.page.evaluate(CATCH_PRINTING)
    collector.dialog.get_by_role("button", name="Skriv ut").click()
    (text,) = collector.page.evaluate("window.printed")
    assert "Hvorfor er jeg så trøtt?" in text
    assert "Spørsmål" in text
    assert "Samtalen" not in text

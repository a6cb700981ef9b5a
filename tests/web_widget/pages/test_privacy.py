import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from web_widget.services import Services


def words_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_the_page_says_how_long_things_are_kept_by_the_settings_in_use(
    client: FlaskClient, app: Flask, services: Services
) -> None:
    periods = {**services.periods, "conversations": timedelta(days=12)}
    app.extensions["web_widget"] = replace(
        services, periods=periods, privacy_contact="personvernombudet, pvo@example.no"
    )
    words = words_of(client.get("/personvern").text)
    assert "slettet 12 dager etter" in words
    assert "kontakte personvernombudet, pvo@example.no" in words
    assert "Vi skjuler også telefonnumre" not in words


def test_the_page_says_what_is_hidden(client: FlaskClient, app: Flask, services: Services) -> None:
    app.extensions["web_widget"] = replace(services, mask_contact_details=True)
    words = words_of(client.get("/personvern").text)
    assert "Skriver du et fødselsnummer, skjuler vi det" in words
    assert "Vi skjuler også telefonnumre" in words


def test_the_page_says_that_what_is_typed_is_looked_up_and_where_to_turn_it_off(
    client: FlaskClient,
) -> None:
    strings = Path("web_widget/static/widget/strings/features/nb.js").read_text(encoding="utf8")
    found = re.search(r'suggestionsWanted: "([^"]+)"', strings)
    assert found
    words = words_of(client.get("/personvern").text)
    assert "sendes det du har skrevet så langt" in words
    assert f"«{found[1]}»" in words


def test_every_page_leads_to_it_and_it_is_easy_to_read(client: FlaskClient) -> None:
    page = client.get("/personvern")
    assert page.status_code == 200
    assert 'href="/personvern"' in client.get("/").text
    assert lix(words_of(page.text)) < 45


def lix(text: str) -> float:
    words = re.findall(r"[^\W\d_]+", text)
    long = [each for each in words if len(each) > 6]
    return len(words) / len(re.findall(r"[.:?]", text)) + 100 * len(long) / len(words)

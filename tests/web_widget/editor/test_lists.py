"""The lists, the beginning of an article, and asking what the bot would say."""

from pathlib import Path

import pytest

from tests.web_widget.editor.editors import SYKEPENGER, AtDesk
from tests.web_widget.fakes import FakeKnowledge
from web_widget.editor.new_article import slug_of
from web_widget.services import Services

CONTENT = Path("knowledge/content")
NEW = {"title": "Reise til behandling", "slug": "", "category": "okonomi", "audience": "alle"}


def test_the_articles_are_found_by_words_topic_and_state(editor: AtDesk, article: str) -> None:
    assert "91 av 91 artikler" in editor.page("/artikler").text
    assert "1 av 91 artikler" in editor.page("/artikler?q=sykmelding og").text
    editor.saved(article + "\n")
    found = editor.page("/artikler?tilstand=utkast").text
    assert "1 av 91 artikler" in found
    assert "Sykmelding og sykepenger" in found


def test_a_new_article_is_a_draft_with_its_questions(editor: AtDesk) -> None:
    page = editor.submit("/artikler/ny", **NEW)
    assert "Utkastet «Reise til behandling» er laget." in page.text
    assert editor.page("/article/reise-til-behandling").status_code == 200
    assert editor.page("/questions/reise-til-behandling").status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slug": "sykepenger"}, "finnes"),
        ({"slug": "Æ rart"}, "små bokstaver"),
        ({"title": ""}, "Skriv en tittel"),
        ({"category": "tull"}, "Velg et tema"),
    ],
)
def test_what_is_wrong_with_a_new_article_is_said_and_nothing_lost(
    editor: AtDesk, change: dict[str, str], said: str
) -> None:
    page = editor.submit("/artikler/ny", **{**NEW, **change})
    assert page.status_code == 422
    assert said in page.text
    assert {**NEW, **change}["title"] in page.text


def test_an_address_is_made_of_the_title() -> None:
    assert slug_of("Økonomi på 1-2-3: råd!") == "okonomi-pa-1-2-3-rad"


def test_every_kind_has_its_page(editor: AtDesk) -> None:
    for kind in ("contacts", "coordinators", "must_hold", "opening_hours"):
        page = editor.page(f"/{kind}")
        assert page.status_code == 302
        assert editor.client.get(page.location).status_code == 200, kind
    for kind in ("safety", "responses", "examples", "questions"):
        assert editor.page(f"/{kind}").status_code == 200, kind


def test_the_front_page_shows_what_waits(editor: AtDesk, reviewer: AtDesk, article: str) -> None:
    revision = editor.saved(article.replace("Be legen", "Be fastlegen"))
    assert "Sykmelding og sykepenger" in editor.page().text
    editor.submit(f"{SYKEPENGER}/send", revision=revision, note="Haster litt")
    assert "Haster litt" in reviewer.page().text


def test_questions_are_asked_with_and_without_the_drafts_chosen(
    editor: AtDesk, article: str, knowledge: FakeKnowledge
) -> None:
    editor.saved(article + "\nNytt.\n")
    assert "Sykmelding og sykepenger" in editor.page("/hva-svarer-boten").text
    body = {
        "texts": ["Hvor lenge varer sykepenger?"],
        "documents": [{"kind": "article", "key": "sykepenger"}],
    }
    answers = editor.call("POST", "/hva-svarer-boten", body).get_json()["answers"]
    assert answers[0]["before"]["results"][0]["slug"] == "sykepenger"
    assert knowledge.tried[-1][0]["text"].endswith("Nytt.\n")


def test_the_page_can_tell_which_release_the_bot_answers_from(editor: AtDesk) -> None:
    answer = editor.get("/utgave").get_json()
    assert answer["release"] == 1
    assert answer["wanted"] >= 1


def test_a_message_is_screened_by_the_rules_as_they_would_be(editor: AtDesk) -> None:
    text = (CONTENT / "safety/emergency_lay.yml").read_text("utf8") + (
        "  - id: ny\n    route: emergency\n    text_id: emergency\n    why: x\n"
        "    patterns: [zzz]\n    positive: [zzz]\n    negative: [hei]\n"
    )
    answer = editor.call(
        "POST", "/safety/emergency_lay/prov", {"text": text, "message": "hei zzz hei"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["before"] is None
    assert answer.get_json()["after"]["rule"] == "ny"
    broken = editor.call("POST", "/safety/crisis/prov", {"text": "rules: [", "message": "hei"})
    assert "rettet" in broken.get_json()["detail"]


def test_the_page_can_tell_how_far_the_bot_has_come_with_learning(
    editor: AtDesk, services: Services
) -> None:
    assert editor.get("/utgave").get_json()["training"] is None
    services.training_progress.write_text('{"state": "testing", "progress": 0.7, "started": "x"}')
    training = editor.get("/utgave").get_json()["training"]
    assert (training["state"], training["progress"]) == ("testing", 0.7)
    services.training_progress.write_text("half a fi")
    assert editor.get("/utgave").get_json()["training"] is None

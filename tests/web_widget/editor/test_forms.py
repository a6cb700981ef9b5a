from pathlib import Path

import pytest
import yaml

from knowledge.articles import parse_article
from knowledge.editions.models import Kind
from knowledge.editions.opening_hours import parse_opening_hours
from web_widget.editor.forms import fields_of, with_fields

CONTENT = Path("knowledge/content")
ARTICLES = sorted(CONTENT.glob("articles/*/*.md"))
SYKEPENGER = (CONTENT / "articles/okonomi/sykepenger.md").read_text("utf8")


def test_every_shipped_text_keeps_its_bytes_through_the_form() -> None:
    texts = [(Kind.ARTICLE, path) for path in ARTICLES]
    texts += [(Kind.QUESTIONS, path) for path in CONTENT.glob("articles/*/*.questions.yml")]
    texts += [(Kind.RESPONSES, Path(f"bot/domain/{name}.yml")) for name in ("human", "smalltalk")]
    for kind, path in texts:
        text = path.read_text("utf8")
        fields = fields_of(kind, path.stem, text)
        assert fields, path
        assert with_fields(kind, path.stem, text, fields) == text, path


def test_the_fields_of_an_article_are_written_and_nothing_else() -> None:
    fields = fields_of(Kind.ARTICLE, "sykepenger", SYKEPENGER) or {}
    sources = [*fields["sources"], {"title": "Ny: kilde", "url": "https://x.no/", "dated": "2026"}]
    new = with_fields(
        Kind.ARTICLE,
        "sykepenger",
        SYKEPENGER,
        {**fields, "title": "Ny tittel", "valid_until": "2027-01-31", "sources": sources},
    )
    meta = parse_article(new, "okonomi/sykepenger.md", {}).meta
    assert (meta.title, meta.valid_until.isoformat()) == ("Ny tittel", "2027-01-31")
    assert meta.sources[-1].title == "Ny: kilde"
    assert new[new.index("\n---\n") :] == SYKEPENGER[SYKEPENGER.index("\n---\n") :]
    assert set(SYKEPENGER.splitlines()) - set(new.splitlines()) == {
        "title: Sykmelding og sykepenger",
        "valid_until: 2027-05-01",
    }


@pytest.mark.parametrize("broken", ["", "uten", "---\nslug: [a\n---\n", "---\n- a\n---\n", "---"])
def test_broken_front_matter_is_left_as_it_was_written(broken: str) -> None:
    assert fields_of(Kind.ARTICLE, "x", broken) is None
    assert with_fields(Kind.ARTICLE, "x", broken, {"title": "Ny"}) == broken


def test_a_question_in_a_new_language_makes_its_list() -> None:
    text = "nb:\n- Hva er AAP?\n"
    new = with_fields(
        Kind.QUESTIONS, "aap", text, {"languages": {"nb": ["Hva er AAP?"], "en": ["What: now?"]}}
    )
    assert yaml.safe_load(new) == {"nb": ["Hva er AAP?"], "en": ["What: now?"]}
    assert new.startswith(text)


def test_a_response_changes_alone_with_its_line_breaks() -> None:
    text = Path("bot/domain/human.yml").read_text("utf8")
    fields = fields_of(Kind.RESPONSES, "human", text) or {}
    said = "Ring **113**.\n\nTo: linje – «nå»."
    new = with_fields(
        Kind.RESPONSES, "human", text, {"texts": {**fields["texts"], "utter_ask_consent": said}}
    )
    before, after = yaml.safe_load(text), yaml.safe_load(new)
    assert after["responses"]["utter_ask_consent"][0]["text"] == said
    before["responses"]["utter_ask_consent"][0]["text"] = said
    assert after == before


def test_opening_hours_and_closed_days_are_written_and_the_comments_stay() -> None:
    text = (CONTENT / "opening_hours.yml").read_text("utf8")
    assert fields_of(Kind.OPENING_HOURS, "opening_hours", text) == {"weekly": None, "closed": []}
    wanted = {
        "weekly": {"mon": "09:00-15:30"},
        "closed": [{"day": "2026-12-24", "why": "Julaften"}, {"day": "", "why": ""}],
    }
    new = with_fields(Kind.OPENING_HOURS, "opening_hours", text, wanted)
    hours = parse_opening_hours(new)
    assert hours.as_setting == "mon 09:00-15:30"
    assert [day.isoformat() for day in hours.closed_days] == ["2026-12-24"]
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        line for line in new.splitlines() if line.startswith("#")
    ]

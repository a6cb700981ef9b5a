from datetime import date

import pytest

from knowledge.editions import front_matter
from knowledge.editions.importing import shipped_files
from knowledge.editions.models import Kind
from knowledge.settings import PACKAGED_CONTENT
from tests.knowledge.content import PARYKK, article_text

TEXT = article_text(PARYKK)


def test_fields_are_read_and_a_broken_front_matter_has_none() -> None:
    assert front_matter.read(TEXT)["slug"] == "parykk"
    assert front_matter.read("---\nslug: [\n---\n") == {}
    assert front_matter.read("## Ingen") == {}
    assert front_matter.read("---\nupdated: 2026-13-45\n---\n") == {}


def test_a_field_is_changed_and_nothing_else() -> None:
    changed = front_matter.with_fields(
        TEXT, {"updated": date(2026, 12, 1), "reviewed_by": "Lege: Ås", "reviewed": None}
    )
    assert "updated: 2026-12-01\n" in changed
    assert "reviewed_by: 'Lege: Ås'\n" in changed
    before, after = TEXT.splitlines(), changed.splitlines()
    assert [a for a, b in zip(before, after, strict=True) if a != b] == [
        "updated: 2026-11-01",
        "reviewed_by: null",
    ]
    assert front_matter.read(changed)["reviewed_by"] == "Lege: Ås"


def test_a_value_over_several_lines_goes_as_a_whole_and_line_endings_stay() -> None:
    text = "---\r\nreviewed_by: >-\r\n  Kari\r\n  Lege\r\nreviewed: null\r\n---\r\n\r\n## Hei\r\n"
    assert front_matter.with_fields(text, {"reviewed_by": "Ola"}) == (
        "---\r\nreviewed_by: Ola\r\nreviewed: null\r\n---\r\n\r\n## Hei\r\n"
    )


def test_the_body_is_never_touched() -> None:
    text = "---\nslug: a\n---\nupdated: i går\n"
    assert front_matter.with_fields(text, {"updated": date(2026, 1, 1)}) == text


@pytest.mark.parametrize("text", ["", "---", "---\nupdated: x", "updated: x"])
def test_a_text_without_front_matter_stays_as_it_is(text: str) -> None:
    assert front_matter.with_fields(text, {"updated": None}) == text


def test_setting_what_stands_there_changes_no_byte_of_what_ships() -> None:
    articles = [f for f in shipped_files(PACKAGED_CONTENT) if f.kind is Kind.ARTICLE]
    for article in articles:
        updated = front_matter.day(front_matter.read(article.text), "updated")
        assert front_matter.with_fields(article.text, {"updated": updated}) == article.text


def test_lines_are_counted_from_the_top_of_the_file() -> None:
    assert front_matter.line_of(TEXT, "title") == 3
    assert front_matter.line_of(TEXT, "finnes-ikke") is None
    assert TEXT.splitlines()[front_matter.body_line(TEXT) + 1] == "## Hva dekkes"

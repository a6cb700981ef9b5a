from datetime import date
from pathlib import Path

import pytest

from knowledge.articles import read_article
from knowledge.errors import ContentError
from knowledge.library import Library, load_library
from knowledge.library import main as check_content
from tests.knowledge.content import PARYKK, article_text

TEXTS = {"feber": "Ring avdelingen."}


def write_article(folder: Path, text: str, name: str = "okonomi/parykk.md") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_an_article_has_its_front_matter_and_its_sections(tmp_path: Path) -> None:
    article = read_article(write_article(tmp_path, article_text(PARYKK)), TEXTS)
    assert article.meta.title == "Parykk og hodeplagg"
    assert [section.heading for section in article.sections] == ["Hva dekkes", "Slik søker du"]
    assert article.url == "/artikler/parykk"


def test_a_reviewed_text_stands_in_the_place_of_its_reference(library: Library) -> None:
    body = library.by_slug["reise"].body
    assert "Har du feber over 38, så ring avdelingen." in body
    assert "{{" not in body


def test_a_heading_inside_a_code_fence_begins_no_section(tmp_path: Path) -> None:
    body = "## Ekte\n\n```\n## Ikke ekte\n```\n"
    article = read_article(write_article(tmp_path, article_text(body)), TEXTS)
    assert [section.heading for section in article.sections] == ["Ekte"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "annet"}, "slug"),
        ({"slug": "Stor Bokstav"}, "slug"),
        ({"category": "ukjent"}, "category"),
        ({"category": "rettigheter"}, "category"),
        ({"audience": "alle sammen"}, "audience"),
        ({"summary": '""'}, "summary"),
        ({"sources": "[]"}, "sources"),
        ({"sources": "[{title: x, url: ftp://x, dated: udatert}]"}, "sources.0.url"),
        ({"valid_until": "2029-01-01"}, "valid_until"),
        ({"reviewed": "2026-11-01"}, "reviewed"),
        ({"updated": "i går"}, "updated"),
        ({"extra": "x"}, "extra"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(
    tmp_path: Path, changes: dict[str, str], field: str
) -> None:
    path = write_article(tmp_path, article_text(PARYKK, **changes))
    with pytest.raises(ContentError, match=rf"^okonomi/parykk\.md: .*{field}") as caught:
        read_article(path, TEXTS)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{{tekst: finnes-ikke}}", "no text finnes-ikke"),
        ("Ring {{tekst: feber}} nå", "alone on its line"),
        ("", "is empty"),
    ],
)
def test_a_wrong_body_is_named_with_its_file(tmp_path: Path, body: str, words: str) -> None:
    path = write_article(tmp_path, article_text(f"## Overskrift\n\n{body}\n"))
    with pytest.raises(ContentError, match=words):
        read_article(path, TEXTS)


def test_text_before_the_first_heading_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="must begin with a heading"):
        read_article(write_article(tmp_path, article_text(f"Løs tekst.\n\n{PARYKK}")), TEXTS)


def test_broken_yaml_and_bytes_that_are_not_utf8_are_refused_in_one_line(tmp_path: Path) -> None:
    broken = write_article(tmp_path, "---\nslug: [\n---\n\n## A\n\nb\n")
    with pytest.raises(ContentError, match=r"^okonomi/parykk\.md: front matter"):
        read_article(broken, TEXTS)
    broken.write_bytes(b"---\nslug: \xff\n---\n")
    with pytest.raises(ContentError, match="not UTF-8"):
        read_article(broken, TEXTS)


def test_an_article_expires_the_day_after_its_last_valid_one(library: Library) -> None:
    article = library.by_slug["parykk"]
    assert not article.expired(date(2027, 10, 31))
    assert article.expired(date(2027, 11, 1))


def test_a_relation_to_an_article_that_is_gone_is_left_out_and_told(library: Library) -> None:
    assert library.related(library.by_slug["parykk"]) == ["reise"]
    assert list(library.missing_related()) == [("parykk", "finnes-ikke")]


def test_a_contact_that_is_not_in_the_list_is_refused(content: Path) -> None:
    write_article(content / "articles", article_text(PARYKK, contacts="[ukjent]"))
    with pytest.raises(ContentError, match="contacts: ukjent is not in contacts"):
        load_library(content)


def test_two_articles_of_one_name_are_refused(content: Path) -> None:
    twin = article_text(PARYKK, category="kontakt")
    write_article(content / "articles", twin, "kontakt/parykk.md")
    with pytest.raises(ContentError, match="two articles"):
        load_library(content)


def test_a_folder_without_articles_is_refused(content: Path) -> None:
    for path in (content / "articles").glob("*/*.md"):
        path.unlink()
    with pytest.raises(ContentError, match="no article"):
        load_library(content)


def test_the_content_check_ends_with_one_line_and_exit_code_1(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KNOWLEDGE_CONTENT", str(content))
    assert check_content() == 0
    (content / "contacts.yml").write_text("- id: 1\n", encoding="utf-8")
    capsys.readouterr()
    assert check_content() == 1
    told = capsys.readouterr().err
    assert told.startswith("error: contacts.yml: 0.id")
    assert told.count("\n") == 1

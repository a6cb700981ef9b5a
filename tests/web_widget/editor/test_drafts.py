"""Writing: autosave, two editors at once, and texts that are wrong or too large."""

import pytest

from knowledge.editions import desk
from knowledge.editions.documents import LONGEST_STORED
from knowledge.editions.models import Kind
from tests.web_widget.editor.editors import SYKEPENGER, AtDesk
from tests.web_widget.staff.people import audit_entries
from web_widget.services import Services

BODY_WORD = "Den siste dagen kalles **maksdato**."


def changed(article: str, words: str) -> str:
    assert BODY_WORD in article
    return article.replace(BODY_WORD, words)


def test_a_draft_begins_with_the_first_saving_and_the_published_text_stays(
    editor: AtDesk, services: Services, article: str
) -> None:
    revision = editor.saved(changed(article, "Ny setning."))
    assert editor.saved(changed(article, "Ny setning to."), revision) > revision
    with services.database.reading() as session:
        assert desk.published_text(session, Kind.ARTICLE, "sykepenger") == article
        draft = desk.find_draft(session, Kind.ARTICLE, "sykepenger")
    assert draft is not None
    assert "Ny setning to." in draft.text
    assert draft.author_name == "Eva Redaktør"
    assert "Ny setning to." in editor.page(SYKEPENGER).text


def test_fields_are_written_into_the_front_matter(editor: AtDesk, article: str) -> None:
    answer = editor.save(article, fields={"title": "Sykmeldt og syk", "related": ["aap"]})
    saved = answer.get_json()
    assert "\ntitle: Sykmeldt og syk\n" in saved["text"]
    assert "\nrelated: [aap]\n" in saved["text"]
    assert saved["fields"]["title"] == "Sykmeldt og syk"


def test_the_second_of_two_editors_sees_what_the_first_changed_and_loses_nothing(
    editor: AtDesk, colleague: AtDesk, article: str
) -> None:
    theirs = changed(article, "Eva skrev dette.")
    editor.saved(theirs)
    mine = article.replace("Be legen om sykmelding.", "Kolbjørn skrev dette.")
    refused = colleague.save(mine)
    assert refused.status_code == 409
    problem = refused.get_json()
    assert problem["code"] == "conflict"
    assert problem["draft"]["author_name"] == "Eva Redaktør"
    assert problem["draft"]["text"] == theirs
    joined = colleague.call("POST", f"{SYKEPENGER}/flett", {"text": mine, "base": article})
    answer = joined.get_json()
    assert answer["conflicts"] == 0
    assert "Eva skrev dette." in answer["text"]
    assert "Kolbjørn skrev dette." in answer["text"]
    assert "<ins>Eva" in answer["difference"]
    assert colleague.saved(answer["text"], answer["revision"]) > answer["revision"]


def test_where_both_changed_the_same_both_stand_in_the_text(
    editor: AtDesk, colleague: AtDesk, article: str
) -> None:
    editor.saved(changed(article, "Evas ord."))
    body = {"text": changed(article, "Kolbjørns ord."), "base": article}
    answer = colleague.call("POST", f"{SYKEPENGER}/flett", body).get_json()
    assert answer["conflicts"] == 1
    assert "Evas ord." in answer["text"]
    assert "Kolbjørns ord." in answer["text"]
    found = colleague.call("POST", f"{SYKEPENGER}/sjekk", {"text": answer["text"]}).get_json()
    assert any(each["level"] == "error" for each in found["findings"])


def test_a_paste_of_200000_characters_is_kept_and_told_to_be_too_long(
    editor: AtDesk, article: str
) -> None:
    long = article + "Lang tekst. " * 17_000
    editor.saved(long)
    found = editor.call("POST", f"{SYKEPENGER}/sjekk", {"text": long}).get_json()["findings"]
    assert any(each["level"] == "error" for each in found)
    assert long.strip() in editor.save(long, 2).get_json()["text"]


def test_what_is_too_long_to_be_stored_is_refused_in_words(editor: AtDesk, article: str) -> None:
    refused = editor.save("x" * (LONGEST_STORED + 1))
    assert refused.status_code == 413
    assert "1 000 000 tegn" in refused.get_json()["detail"]


@pytest.mark.parametrize(
    "broken",
    ["---\nslug: [sykepenger\ntitle: x\n---\n\n## A\n\nTekst.\n", "Uten noe.", "---\n- a\n---\n"],
)
def test_broken_front_matter_is_kept_and_explained(editor: AtDesk, broken: str) -> None:
    saved = editor.save(broken, fields=None).get_json()
    assert saved["text"] == broken
    assert saved["fields"] is None
    found = editor.call("POST", f"{SYKEPENGER}/sjekk", {"text": broken}).get_json()["findings"]
    assert found[0]["level"] == "error"
    preview = editor.call("POST", f"{SYKEPENGER}/forhandsvis", {"text": broken}).get_json()
    assert "rettes" in preview["problem"]
    assert editor.page(SYKEPENGER).status_code == 200


def test_a_script_in_the_text_is_told_and_never_becomes_html(editor: AtDesk, article: str) -> None:
    text = changed(article, "<script>alert(1)</script> <img src=x onerror=alert(1)>")
    found = editor.call("POST", f"{SYKEPENGER}/sjekk", {"text": text}).get_json()["findings"]
    assert any(each["level"] == "error" for each in found)
    html = editor.call("POST", f"{SYKEPENGER}/forhandsvis", {"text": text}).get_json()["html"]
    assert "<script" not in html
    assert "<img" not in html
    editor.saved(text)
    assert "<script>alert" not in editor.page(SYKEPENGER).text


def test_the_preview_is_the_articles_page_and_a_message_for_each_section(
    editor: AtDesk, article: str
) -> None:
    shown = editor.call(
        "POST", f"{SYKEPENGER}/forhandsvis", {"text": article, "fields": {"title": "Ny tittel"}}
    ).get_json()
    assert "<h1>Ny tittel</h1>" in shown["html"]
    assert "Ikke faglig godkjent ennå" in shown["html"]
    assert len(shown["messages"]) == article.count("\n## ")
    assert shown["messages"][0]["text"].startswith("Sykepenger kan du få")


def test_a_draft_is_thrown_away_only_as_it_was_seen(
    editor: AtDesk, colleague: AtDesk, services: Services, article: str
) -> None:
    revision = editor.saved(changed(article, "En."))
    editor.saved(changed(article, "To."), revision)
    colleague.submit(f"{SYKEPENGER}/forkast", revision=revision)
    with services.database.reading() as session:
        assert desk.find_draft(session, Kind.ARTICLE, "sykepenger")
    page = colleague.submit(f"{SYKEPENGER}/forkast", revision=revision + 1)
    assert "Utkastet er forkastet" in page.text


def test_each_editors_writing_is_in_the_audit_log_without_the_words(
    editor: AtDesk, colleague: AtDesk, services: Services, article: str
) -> None:
    revision = editor.saved(changed(article, "Hemmelig setning."))
    for number in range(3):
        revision = colleague.saved(changed(article, f"Setning {number}."), revision)
    entries = [each for each in audit_entries(services) if each.action.startswith("content.")]
    assert [(each.name, each.action, each.subject) for each in entries] == [
        ("Eva Redaktør", "content.begun", "article/sykepenger"),
        ("Kolbjørn Kollega", "content.saved", "article/sykepenger"),
    ]
    assert "Hemmelig" not in str([each.details for each in entries])


@pytest.mark.parametrize("path", ["/article/finnes-ikke", "/tull/sykepenger", "/tull"])
def test_what_is_not_there_is_not_found(editor: AtDesk, path: str) -> None:
    assert editor.page(path).status_code == 404
    assert editor.save("x", path=path).status_code in {404, 405}

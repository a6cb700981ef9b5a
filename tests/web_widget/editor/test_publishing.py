"""From draft to the site: who may, with which proof, and the way back."""

from datetime import timedelta

import pytest

from knowledge.editions import desk
from knowledge.editions.models import Kind
from tests.web_widget.editor.editors import SYKEPENGER, AtDesk, sign_in
from tests.web_widget.fakes import FakeKnowledge
from tests.web_widget.staff.people import audit_entries
from web_widget.__main__ import publish_what_is_due
from web_widget.conversations.models import now
from web_widget.conversations.opening_hours import OSLO
from web_widget.services import Services

WORD = "Be legen om sykmelding."
BROKEN = {
    "text": "Hvor lenge får jeg sykepenger?",
    "expected": "sykepenger",
    "must_hold": True,
    "before": "sykepenger",
    "after": "aap",
}


@pytest.fixture
def submitted(editor: AtDesk, article: str) -> int:
    """A draft that waits for a reviewer; gives its revision."""
    revision = editor.saved(article.replace(WORD, "Be fastlegen om sykmelding."))
    page = editor.submit(f"{SYKEPENGER}/send", revision=revision, note="Se på punkt 1")
    assert "sendt til godkjenning" in page.text
    return revision_of(editor)


def revision_of(someone: AtDesk, path: str = SYKEPENGER) -> int:
    page = someone.page(path).text
    return int(page.split('name="revision" value="')[1].split('"')[0])


def published(services: Services) -> str:
    with services.database.reading() as session:
        return desk.published_text(session, Kind.ARTICLE, "sykepenger")


def test_a_reviewer_sees_the_change_runs_the_gate_and_publishes(
    reviewer: AtDesk, submitted: int, services: Services
) -> None:
    page = reviewer.page(f"{SYKEPENGER}/port").text
    assert "<ins>fastlegen</ins>" in page
    assert "Se på punkt 1" in page
    trial = reviewer.tried()
    assert reviewer.get(f"{SYKEPENGER}/port/{trial}").get_json()["broken"] == 0
    done = reviewer.submit(
        f"{SYKEPENGER}/godkjenn",
        revision=submitted,
        trial=trial,
        reviewed_by="Siv Sykepleier, sykepleier",
    )
    assert "Publisert som utgave" in done.text
    text = published(services)
    assert "Be fastlegen om sykmelding." in text
    assert "Siv Sykepleier" in text
    assert "content.published" in [each.action for each in audit_entries(services)]


def test_nothing_is_published_without_the_gate(
    reviewer: AtDesk, submitted: int, services: Services, article: str
) -> None:
    for trial in ("", "ukjent", "../x"):
        answer = reviewer.submit(f"{SYKEPENGER}/godkjenn", revision=submitted, trial=trial)
        assert answer.status_code == 422
    assert published(services) == article


def test_the_gate_of_another_text_proves_nothing(
    editor: AtDesk, reviewer: AtDesk, article: str, services: Services
) -> None:
    revision = editor.saved(article.replace(WORD, "Først."))
    trial = editor.tried()
    revision = editor.saved(article.replace(WORD, "Etterpå."), revision)
    editor.submit(f"{SYKEPENGER}/send", revision=revision)
    answer = reviewer.submit(f"{SYKEPENGER}/godkjenn", revision=revision_of(reviewer), trial=trial)
    assert "Kjør den på nytt" in answer.text
    assert published(services) == article


def test_a_question_that_must_hold_and_breaks_needs_a_reason(
    reviewer: AtDesk, submitted: int, services: Services, knowledge: FakeKnowledge
) -> None:
    knowledge.changes = [dict(BROKEN)]
    trial = reviewer.tried()
    assert reviewer.get(f"{SYKEPENGER}/port/{trial}").get_json()["broken"] == 1
    form = {"revision": submitted, "trial": trial}
    refused = reviewer.submit(f"{SYKEPENGER}/godkjenn", **form)
    assert "Skriv hvorfor" in refused.text
    done = reviewer.submit(f"{SYKEPENGER}/godkjenn", **form, reason="AAP svarer bedre.")
    assert "Publisert som utgave" in done.text
    assert "AAP svarer bedre." in reviewer.page(f"{SYKEPENGER}/historikk").text


def test_the_one_who_wrote_does_not_approve(
    app: object, services: Services, editor: AtDesk, article: str
) -> None:
    both = sign_in(app, services, "Begge Deler", "editor", "reviewer")  # type: ignore[arg-type]
    revision = both.saved(article.replace(WORD, "Begges ord."))
    both.submit(f"{SYKEPENGER}/send", revision=revision)
    trial = both.tried()
    both.submit(f"{SYKEPENGER}/godkjenn", revision=revision_of(both), trial=trial)
    assert published(services) == article
    refused = editor.submit(f"{SYKEPENGER}/godkjenn", revision=revision_of(both), trial=trial)
    assert refused.status_code == 403


def test_a_draft_in_review_is_not_written_in_and_comes_back_with_a_word(
    editor: AtDesk, reviewer: AtDesk, submitted: int, article: str
) -> None:
    refused = editor.save(article, submitted)
    assert refused.status_code == 409
    assert refused.get_json()["code"] == "not_allowed"
    page = reviewer.submit(f"{SYKEPENGER}/tilbake", revision=submitted, note="Mangler kilde")
    assert "sendt tilbake" in page.text
    assert "Mangler kilde" in editor.page(SYKEPENGER).text
    assert editor.saved(article, submitted + 1) > submitted


def test_a_text_with_faults_is_not_sent_to_review(editor: AtDesk, article: str) -> None:
    revision = editor.saved(article.replace("## Slik gjør du", "<script>x</script>\n\n## Slik"))
    page = editor.submit(f"{SYKEPENGER}/send", revision=revision)
    assert "kan ikke publiseres" in page.text
    assert "Send til godkjenning" in page.text


def test_what_is_approved_for_later_is_published_when_its_time_has_come(
    reviewer: AtDesk, submitted: int, services: Services, article: str
) -> None:
    later = now().astimezone(OSLO) + timedelta(days=1)
    form = {"revision": submitted, "trial": reviewer.tried()}
    past = reviewer.submit(f"{SYKEPENGER}/godkjenn", **form, publish_at="2020-01-01T10:00")
    assert past.status_code == 422
    done = reviewer.submit(
        f"{SYKEPENGER}/godkjenn", **form, publish_at=later.strftime("%Y-%m-%dT%H:%M")
    )
    assert "publiseres" in done.text
    publish_what_is_due(services.database, now())
    assert published(services) == article
    publish_what_is_due(services.database, now() + timedelta(days=2))
    assert "fastlegen" in published(services)


def test_an_earlier_version_is_seen_and_comes_back(
    editor: AtDesk, reviewer: AtDesk, submitted: int, services: Services, article: str
) -> None:
    reviewer.submit(f"{SYKEPENGER}/godkjenn", revision=submitted, trial=reviewer.tried())
    page = reviewer.page(f"{SYKEPENGER}/historikk?versjon=2").text
    assert "<ins>fastlegen</ins>" in page
    assert editor.submit(f"{SYKEPENGER}/gjenopprett", number=1).status_code == 403
    done = reviewer.submit(f"{SYKEPENGER}/gjenopprett", number=1)
    assert "Versjon 1 er publisert igjen" in done.text
    assert WORD in published(services)


def test_a_draft_is_begun_from_an_earlier_version(
    editor: AtDesk, reviewer: AtDesk, submitted: int
) -> None:
    reviewer.submit(f"{SYKEPENGER}/godkjenn", revision=submitted, trial=reviewer.tried())
    page = editor.submit(f"{SYKEPENGER}/utkast-fra", number=1)
    assert "Be legen om sykmelding." in page.text


def test_a_draft_takes_in_what_was_published_meanwhile(
    editor: AtDesk, reviewer: AtDesk, submitted: int, services: Services, article: str
) -> None:
    reviewer.submit(f"{SYKEPENGER}/godkjenn", revision=submitted, trial=reviewer.tried())
    now_published = published(services)
    revision = editor.saved(now_published.replace("Søk innen tre måneder.", "Søk tidlig."))
    reviewer.submit(f"{SYKEPENGER}/gjenopprett", number=1)
    assert "må tas inn" in editor.page(SYKEPENGER).text
    page = editor.submit(f"{SYKEPENGER}/ta-inn", revision=revision)
    assert "flettet inn i utkastet" in page.text
    assert "må tas inn" not in page.text
    assert "Søk tidlig." in page.text
    assert WORD in page.text


def test_without_the_knowledge_service_nothing_is_published_and_the_page_says_so(
    reviewer: AtDesk, submitted: int, knowledge: FakeKnowledge, services: Services, article: str
) -> None:
    trial = reviewer.tried()
    knowledge.is_down = True
    answer = reviewer.submit(f"{SYKEPENGER}/godkjenn", revision=submitted, trial=trial)
    assert answer.status_code == 503
    assert published(services) == article


def test_contacts_are_published_without_the_gate(
    editor: AtDesk, reviewer: AtDesk, services: Services
) -> None:
    path = "/contacts/contacts"
    form = editor.page(f"{path}/rad/0").text
    assert "Medisinsk nødtelefon 113" in form
    fields = dict(zip(*field_values(form), strict=True)) | {"for_whom": "Alle i nød"}
    page = editor.submit(f"{path}/rad/0", **fields)
    assert "lagret i utkastet" in page.text
    editor.submit(f"{path}/send", revision=revision_of(editor, path))
    assert "<ins>nød</ins>" in reviewer.page(f"{path}/port").text


def field_values(page: str) -> tuple[list[str], list[str]]:
    from bs4 import BeautifulSoup

    boxes = BeautifulSoup(page, "html.parser").select(".row-form input[name]")
    return [str(each["name"]) for each in boxes], [str(each.get("value", "")) for each in boxes]

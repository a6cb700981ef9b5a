from datetime import timedelta

import pytest

from knowledge.editions import desk
from knowledge.editions.models import Kind
from tests.web_widget.fakes import FakeKnowledge
from tests.web_widget.insight.conftest import AtWork
from tests.web_widget.people import Visitor
from web_widget.audit import AuditEntry
from web_widget.conversations.log import Reply, add_reply, add_user_message
from web_widget.conversations.models import Conversation, Feedback, new_id, now
from web_widget.insight import worklist_views
from web_widget.services import Services
from web_widget.worklist.blocks import worklist_blocks
from web_widget.worklist.grouping import group_questions
from web_widget.worklist.models import CheckedLink, GroupingRun, ReleasedQuestion

PARKING = ("Hvor kan jeg parkere ved sykehuset?",) * 3


@pytest.fixture
def group_id(services: Services) -> str:
    """A group of three who asked where to park."""
    with services.database.writing() as session:
        for text in PARKING:
            conversation_id = begin(session)
            asked = add_user_message(session, conversation_id, text)
            add_reply(session, conversation_id, Reply("…", "no_answer"), asked.id)
    group_questions(services.database, FakeKnowledge())
    with services.database.reading() as session:
        [group] = worklist_blocks(session).unanswered
        return group.id


def begin(session) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    conversation_id = new_id()
    session.add(Conversation(id=conversation_id, token_hash="x"))  # noqa: S106 no real token
    session.flush()
    return conversation_id


def front(member: AtWork) -> str:
    page = member.client.get("/redaksjon")
    assert page.status_code == 200, page.text
    return page.text


def test_the_front_page_shows_what_people_asked_alike(editor: AtWork, group_id: str) -> None:
    page = front(editor)
    assert "Hvor kan jeg parkere ved sykehuset?" in page
    assert "3 samtaler" in page
    assert "Lag utkast" in page


def test_a_draft_is_made_in_one_click_with_the_question_in_it(
    editor: AtWork, group_id: str, services: Services
) -> None:
    answer = editor.post(f"/grupper/{group_id}/utkast")
    assert answer.status_code == 303
    slug = answer.location.rsplit("/", 1)[1]
    assert "parkere" in slug
    with services.database.reading() as session:
        article = desk.find_draft(session, Kind.ARTICLE, slug)
        questions = desk.find_draft(session, Kind.QUESTIONS, slug)
    assert article
    assert "## Hvor kan jeg parkere ved sykehuset" in article.text
    assert f"slug: {slug}" in article.text
    assert questions
    assert "Hvor kan jeg parkere ved sykehuset?" in questions.text
    again = editor.post(f"/grupper/{group_id}/utkast")
    assert again.location.endswith(f"{slug}-2")


def test_who_reviews_may_be_done_with_a_group_but_not_write(
    reviewer: AtWork, group_id: str, services: Services
) -> None:
    assert "Lag utkast" not in front(reviewer)
    assert reviewer.post(f"/grupper/{group_id}/utkast").status_code == 403
    assert reviewer.post(f"/grupper/{group_id}/ferdig").status_code == 303
    assert "parkere" not in front(reviewer)
    with services.database.reading() as session:
        assert session.query(AuditEntry).filter_by(action="question.handled").count() == 1


@pytest.mark.parametrize("path", ["/grupper/1/ferdig", "/grupper/1/utkast", "/gitt/1/ferdig"])
def test_what_is_gone_is_said_to_be_so(editor: AtWork, path: str) -> None:
    assert editor.post(path).status_code == 303
    assert "ikke på listen lenger" in front(editor)


def test_an_adviser_reaches_nothing_of_the_list(adviser: AtWork, group_id: str) -> None:
    for path in ("/grupper", f"/grupper/{group_id}/ferdig", f"/grupper/{group_id}/utkast"):
        assert adviser.post(path).status_code == 403


def test_grouping_again_starts_a_process(editor: AtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[bool] = []
    monkeypatch.setattr(worklist_views, "start_grouping", lambda _: started.append(True))
    assert editor.post("/grupper").status_code == 303
    assert started == [True]


def test_a_question_that_an_adviser_gave_is_shown_and_done_with(
    editor: AtWork, visitor: Visitor, services: Services
) -> None:
    visitor.say("Kan jeg ha med hunden?")
    with services.database.writing() as session:
        message = add_user_message(session, visitor.id, "Kan jeg ha med hunden?")
        session.add(
            ReleasedQuestion(message_id=message.id, text="Kan jeg ha med hunden?", released_by="x")
        )
    assert "Kan jeg ha med hunden?" in front(editor)
    assert editor.post(f"/gitt/{message.id}/utkast").status_code == 303
    assert editor.post(f"/gitt/{message.id}/ferdig").status_code == 303
    with services.database.reading() as session:
        assert worklist_blocks(session).released == []


def test_three_thumbs_down_are_shown_with_the_article_and_two_are_not(
    editor: AtWork, services: Services
) -> None:
    def thumbs_down(slug: str) -> None:
        with services.database.writing() as session:
            conversation_id = begin(session)
            asked = add_user_message(session, conversation_id, "Kari spør")
            said = add_reply(
                session, conversation_id, Reply("…", "answer", articles=[{"slug": slug}]), asked.id
            )
            session.add(
                Feedback(conversation_id=conversation_id, message_id=said.id, helpful=False)
            )

    for _ in range(3):
        thumbs_down("sykepenger")
    for _ in range(2):
        thumbs_down("aap")
    with services.database.reading() as session:
        found = worklist_blocks(session).not_helpful
    assert [(each.slug, each.usage.down) for each in found] == [("sykepenger", 3)]
    assert "3 samtaler mente at den ikke hjalp" in front(editor)


def test_dead_links_are_shown_where_they_are_used(editor: AtWork, services: Services) -> None:
    assert "Lenkene er ikke sjekket ennå" in front(editor)
    with services.database.writing() as session:
        session.add(
            CheckedLink(url="https://a.no/x", status=404, fault="gone", used_in=["sykepenger"])
        )
        session.add(CheckedLink(url="https://a.no/y", status=200, fault="", used_in=["aap"]))
    page = front(editor)
    assert "https://a.no/x" in page
    assert "https://a.no/y" not in page


def test_the_page_says_how_the_grouping_went(editor: AtWork, services: Services) -> None:
    assert "ikke gruppert ennå" in front(editor)
    for run, said in (
        (GroupingRun(id=1, started_at=now()), "grupperes nå"),
        (GroupingRun(id=1, started_at=now() - timedelta(hours=1)), "lyktes ikke"),
        (GroupingRun(id=1, started_at=now(), finished_at=now(), failed="broken"), "lyktes ikke"),
        (GroupingRun(id=1, started_at=now(), finished_at=now(), failed=None), "Gruppert"),
    ):
        with services.database.writing() as session:
            session.merge(run)
        assert said in front(editor)

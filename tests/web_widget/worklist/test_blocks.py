"""The work list beside the articles that ship."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from knowledge.editions import desk, documents
from knowledge.editions.importing import import_files
from knowledge.editions.models import Kind
from knowledge.settings import PACKAGED_CONTENT
from tests.web_widget.fakes import FakeKnowledge
from tests.web_widget.keys import opened
from web_widget.conversations.log import Reply, add_reply, add_user_message
from web_widget.conversations.models import Conversation, new_id, now
from web_widget.conversations.opening_hours import OSLO
from web_widget.database import Database
from web_widget.worklist.blocks import worklist_blocks
from web_widget.worklist.drafts import Wish, begin_article
from web_widget.worklist.grouping import group_questions
from web_widget.worklist.links import links_in_use
from web_widget.worklist.suggestions import suggestions_for

EDITOR = desk.Member("1", "Eva", is_editor=True)


@pytest.fixture(scope="module")
def shipped(empty_database: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with the shipped articles; made once, since it takes seconds."""
    path = tmp_path_factory.mktemp("shipped") / "web.db"
    path.write_bytes(empty_database)
    database = opened(f"sqlite:///{path}")
    with database.writing() as session:
        import_files(session, PACKAGED_CONTENT)
    yield database
    database.close()


def converse(session: Session, text: str, reply: Reply) -> None:
    conversation = Conversation(id=new_id(), token_hash="x")  # noqa: S106 no real token
    session.add(conversation)
    session.flush()
    asked = add_user_message(session, conversation.id, text)
    add_reply(session, conversation.id, reply, asked.id)


def test_what_is_read_much_and_was_reviewed_long_ago_comes_first(shipped: Database) -> None:
    with shipped.writing() as session:
        for slug, times in (("sykepenger", 9), ("aap", 4), ("frikort", 2)):
            for _ in range(times):
                converse(session, "hva", Reply("…", "answer", articles=[{"slug": slug}]))
    with shipped.reading() as session:
        found = worklist_blocks(session)
    assert [(each.reminder.slug, each.shown) for each in found.due_reviews] == [
        ("sykepenger", 9),
        ("aap", 4),
    ]
    assert found.titles["sykepenger"] == "Sykmelding og sykepenger"


def test_what_expires_soon_and_what_has_expired_is_listed(shipped: Database) -> None:
    with time_machine.travel("2026-12-20T12:00:00Z", tick=False), shipped.reading() as session:
        expiring = [each.slug for each in worklist_blocks(session).reminders.expiring]
    assert "frikort" in expiring
    with time_machine.travel("2027-01-05T12:00:00Z", tick=False), shipped.reading() as session:
        found = worklist_blocks(session).reminders
    assert "frikort" in [each.slug for each in found.expired]
    assert "frikort" not in [each.slug for each in found.expiring]


def test_links_of_articles_and_contact_points_are_looked_at(shipped: Database) -> None:
    with shipped.reading() as session:
        used = links_in_use(session)
    assert "frikort" in used["https://www.helsenorge.no/frikort"]
    assert any("contacts" in places for places in used.values())
    assert all(url.startswith("http") for url in used)
    assert len(used) > 300


def test_questions_that_come_near_an_article_are_suggested_for_it(shipped: Database) -> None:
    with shipped.writing() as session:
        for text in ("Hvor kan jeg parkere?", "hvor kan jeg parkere", "Hvor kan jeg parkere, Åse?"):
            converse(session, text, Reply("…", "no_answer"))
    group_questions(shipped, FakeKnowledge())
    with shipped.reading() as session:
        [suggested] = suggestions_for(session, "sykepenger")
        assert suggested.casefold().strip("?") == "hvor kan jeg parkere"
        assert suggestions_for(session, "aap") == []


def test_a_draft_from_the_list_passes_as_a_draft(shipped: Database) -> None:
    wish = Wish(
        ["Hei, kan jeg ha med hund på [navn]?", "Får hunden være med på sykehuset?"],
        ["Ta kontakt med avdelingen."],
        ["avlastning"],
    )
    with shipped.writing() as session:
        slug = begin_article(session, wish, EDITOR, now().astimezone(OSLO).date())
        others = desk.published_texts(session)
        draft = desk.find_draft(session, Kind.ARTICLE, slug)
        assert draft
        findings = documents.check(Kind.ARTICLE, slug, draft.text, others)
    assert slug == "hunden-sykehuset"
    assert "title: Får hunden være med på sykehuset" in draft.text
    assert "category: barn-og-parorende" in draft.text
    assert "Ta kontakt med avdelingen." in draft.text
    # What is missing is only what an editor has to find: where the answer comes from.
    assert {each.field for each in findings if each.level == "error"} <= {"sources", "questions"}

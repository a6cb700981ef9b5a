import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.editions import desk, front_matter
from knowledge.editions.desk import Member, Published
from knowledge.editions.errors import (
    CheckFailedError,
    ConflictError,
    EditionsError,
    ExistsError,
    NotAllowedError,
    NotThereError,
    OutdatedError,
)
from knowledge.editions.models import Document, Draft, DraftState, Kind, Release, ReleaseItem
from tests.knowledge.content import PARYKK, article_text
from tests.knowledge.editions.people import BOTH, COLLEAGUE, EDITOR, OUTSIDER, REVIEWER

ARTICLE = Kind.ARTICLE
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
NEW_WORDS = article_text(PARYKK + "\nNav svarer på telefon.\n")
HATT = article_text(PARYKK, slug="hatt", title="Hatt", related="[]")


@pytest.fixture(autouse=True)
def _today() -> "time_machine.travel":
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def written(session: Session, text: str = NEW_WORDS, by: Member = EDITOR) -> Draft:
    draft = desk.open_draft(session, ARTICLE, "parykk", by)
    return desk.save_draft(session, ARTICLE, "parykk", text, draft.revision, by)


def in_review(session: Session, text: str = NEW_WORDS, by: Member = EDITOR) -> Draft:
    draft = written(session, text, by)
    return desk.submit(session, ARTICLE, "parykk", draft.revision, by, "Telefon lagt til")


def published(session: Session, text: str = NEW_WORDS) -> Published:
    draft = in_review(session, text)
    done = desk.approve(session, ARTICLE, "parykk", draft.revision, REVIEWER)
    assert isinstance(done, Published)
    return done


def test_a_draft_begins_as_what_is_published(session: Session) -> None:
    draft = desk.open_draft(session, ARTICLE, "parykk", EDITOR)
    assert draft.text == desk.published_text(session, ARTICLE, "parykk")
    assert (draft.based_on, draft.revision, draft.state) == (1, 1, DraftState.DRAFT)


def test_who_opens_an_open_draft_gets_the_same(session: Session) -> None:
    first = written(session)
    assert desk.open_draft(session, ARTICLE, "parykk", COLLEAGUE).revision == first.revision


def test_a_draft_is_published_in_one_release(session: Session) -> None:
    done = published(session)
    assert (done.release, done.version) == (2, 2)
    assert "Nav svarer på telefon." in desk.published_text(session, ARTICLE, "parykk")
    assert desk.current_release(session) == 2
    assert desk.find_draft(session, ARTICLE, "parykk") is None
    (item,) = session.scalars(select(ReleaseItem).where(ReleaseItem.release == 2))
    assert (item.kind, item.key, item.version) == (ARTICLE, "parykk", 2)


def test_the_history_tells_who_wrote_and_who_approved(session: Session) -> None:
    published(session)
    newest, first = desk.history(session, ARTICLE, "parykk")
    assert (newest.author_name, newest.approved_name) == (EDITOR.name, REVIEWER.name)
    assert (newest.event, newest.note, newest.made_at) == ("published", "Telefon lagt til", NOW)
    assert (first.number, first.author_id, first.event) == (1, None, "imported")


def test_publication_sets_the_day_it_was_updated(session: Session) -> None:
    published(session)
    fields = front_matter.read(desk.published_text(session, ARTICLE, "parykk"))
    assert fields["updated"] == date(2026, 11, 30)


def test_a_health_professionals_approval_is_set_and_lost_when_the_words_change(
    session: Session,
) -> None:
    draft = in_review(session)
    desk.approve(session, ARTICLE, "parykk", draft.revision, REVIEWER, reviewed_by=" Lege  Ås ")
    fields = front_matter.read(desk.published_text(session, ARTICLE, "parykk"))
    assert (fields["reviewed_by"], fields["reviewed"]) == ("Lege Ås", date(2026, 11, 30))
    now = desk.published_text(session, ARTICLE, "parykk")
    published(session, now.replace("related: [reise, finnes-ikke]", "related: [reise]"))
    fields = front_matter.read(desk.published_text(session, ARTICLE, "parykk"))
    assert fields["reviewed_by"] == "Lege Ås"  # the words are the same
    published(session, desk.published_text(session, ARTICLE, "parykk") + "\nNye ord.\n")
    fields = front_matter.read(desk.published_text(session, ARTICLE, "parykk"))
    assert (fields["reviewed_by"], fields["reviewed"]) == (None, None)


@pytest.mark.parametrize(
    "claim",
    [
        ("reviewed_by: null\nreviewed: null", "reviewed_by: Lege\nreviewed: 2026-11-01"),
        ("reviewed_by: null\nreviewed: null", '"reviewed_by": Lege\n"reviewed": 2026-11-01'),
        ("reviewed_by: null\n", "reviewed_by: null\n? reviewed_by\n: Lege\n"),
    ],
)
def test_no_editor_can_claim_a_review(session: Session, claim: tuple[str, str]) -> None:
    try:
        published(session, NEW_WORDS.replace(*claim))
    except CheckFailedError:
        return
    fields = front_matter.read(desk.published_text(session, ARTICLE, "parykk"))
    assert (fields["reviewed_by"], fields["reviewed"]) == (None, None)


def test_of_two_editors_the_second_sees_what_the_first_wrote(session: Session) -> None:
    draft = desk.open_draft(session, ARTICLE, "parykk", EDITOR)
    seen = draft.revision
    desk.save_draft(session, ARTICLE, "parykk", NEW_WORDS, seen, EDITOR)
    with pytest.raises(ConflictError, match=EDITOR.name) as conflict:
        desk.save_draft(session, ARTICLE, "parykk", NEW_WORDS + "x", seen, COLLEAGUE)
    assert conflict.value.draft is not None
    assert conflict.value.draft.text == NEW_WORDS
    current = conflict.value.draft.revision
    saved = desk.save_draft(session, ARTICLE, "parykk", NEW_WORDS + "x", current, COLLEAGUE)
    assert [author["id"] for author in saved.authors] == [EDITOR.id, COLLEAGUE.id]


def test_the_same_text_sent_again_is_no_conflict(session: Session) -> None:
    draft = desk.open_draft(session, ARTICLE, "parykk", EDITOR)
    seen = draft.revision
    first = desk.save_draft(session, ARTICLE, "parykk", NEW_WORDS, seen, EDITOR)
    revision = first.revision
    again = desk.save_draft(session, ARTICLE, "parykk", NEW_WORDS, seen, EDITOR)
    assert again.revision == revision


def test_what_is_in_review_is_not_written_in_before_it_is_sent_back(session: Session) -> None:
    draft = in_review(session)
    with pytest.raises(NotAllowedError, match="til godkjenning"):
        desk.save_draft(session, ARTICLE, "parykk", "x", draft.revision, EDITOR)
    back = desk.send_back(session, ARTICLE, "parykk", draft.revision, REVIEWER, "Se på summen")
    assert (back.state, back.note) == (DraftState.DRAFT, "Se på summen")
    desk.save_draft(session, ARTICLE, "parykk", NEW_WORDS + "\nMer.\n", back.revision, EDITOR)


def test_who_wrote_in_it_does_not_approve_it_unless_the_team_is_one_person(
    session: Session,
) -> None:
    draft = in_review(session, by=BOTH)
    with pytest.raises(NotAllowedError, match="En annen"):
        desk.approve(session, ARTICLE, "parykk", draft.revision, BOTH)
    done = desk.approve(session, ARTICLE, "parykk", draft.revision, BOTH, one_person_team=True)
    assert isinstance(done, Published)


def test_who_only_opened_the_draft_may_approve_it(session: Session) -> None:
    desk.open_draft(session, ARTICLE, "parykk", BOTH)
    draft = in_review(session)
    assert isinstance(desk.approve(session, ARTICLE, "parykk", draft.revision, BOTH), Published)


def test_an_author_of_before_counts_also_when_another_wrote_last(session: Session) -> None:
    written(session, by=BOTH)
    draft = in_review(session, NEW_WORDS + "\nMer.\n", by=EDITOR)
    with pytest.raises(NotAllowedError):
        desk.approve(session, ARTICLE, "parykk", draft.revision, BOTH)


def test_only_what_was_sent_to_review_is_approved(session: Session) -> None:
    draft = written(session)
    with pytest.raises(NotAllowedError, match="ikke sendt"):
        desk.approve(session, ARTICLE, "parykk", draft.revision, REVIEWER)


@pytest.mark.parametrize("member", [OUTSIDER, REVIEWER])
def test_only_editors_write(session: Session, member: Member) -> None:
    draft = written(session)
    for act in (
        lambda: desk.open_draft(session, ARTICLE, "reise", member),
        lambda: desk.save_draft(session, ARTICLE, "parykk", "x", draft.revision, member),
        lambda: desk.create(session, ARTICLE, "hatt", HATT, member),
        lambda: desk.discard(session, ARTICLE, "parykk", draft.revision, member),
        lambda: desk.submit(session, ARTICLE, "parykk", draft.revision, member),
    ):
        with pytest.raises(NotAllowedError):
            act()


@pytest.mark.parametrize("member", [OUTSIDER, EDITOR])
def test_only_reviewers_publish_and_take_away(session: Session, member: Member) -> None:
    draft = in_review(session)
    for act in (
        lambda: desk.approve(session, ARTICLE, "parykk", draft.revision, member),
        lambda: desk.restore(session, ARTICLE, "parykk", 1, member),
        lambda: desk.archive(session, ARTICLE, "reise", member),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_a_text_with_errors_is_kept_and_not_sent_to_review(session: Session) -> None:
    draft = written(session, NEW_WORDS.replace("title: Parykk", "title: [Parykk"))
    with pytest.raises(CheckFailedError) as failed:
        desk.submit(session, ARTICLE, "parykk", draft.revision, EDITOR)
    assert failed.value.findings[0].line is not None
    assert desk.find_draft(session, ARTICLE, "parykk") is not None


def test_an_approval_of_another_revision_is_a_conflict(session: Session) -> None:
    draft = in_review(session)
    with pytest.raises(ConflictError):
        desk.approve(session, ARTICLE, "parykk", draft.revision - 1, REVIEWER)


def test_a_draft_that_does_not_know_the_newest_version_is_not_published(session: Session) -> None:
    draft = in_review(session)
    desk.restore(session, ARTICLE, "parykk", 1, REVIEWER)
    with pytest.raises(OutdatedError) as outdated:
        desk.approve(session, ARTICLE, "parykk", draft.revision, REVIEWER)
    assert (outdated.value.based_on, outdated.value.published) == (1, 2)
    back = desk.send_back(session, ARTICLE, "parykk", draft.revision, EDITOR)
    merged = desk.save_draft(
        session, ARTICLE, "parykk", NEW_WORDS, back.revision, EDITOR, based_on=2
    )
    ready = desk.submit(session, ARTICLE, "parykk", merged.revision, EDITOR)
    done = desk.approve(session, ARTICLE, "parykk", ready.revision, REVIEWER)
    assert isinstance(done, Published)


def test_of_two_who_publish_at_once_one_does(session: Session, engine: Engine) -> None:
    revision = in_review(session).revision
    session.commit()
    outcomes: list[str] = []

    def approve() -> None:
        try:
            with Session(engine) as own, own.begin():
                desk.approve(own, ARTICLE, "parykk", revision, REVIEWER)
            outcomes.append("published")
        except ConflictError:
            outcomes.append("conflict")

    threads = [threading.Thread(target=approve) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 3 + ["published"]
    with Session(engine) as own:
        assert len(list(own.scalars(select(Release)))) == 2


def test_a_publication_that_is_broken_off_leaves_nothing(session: Session, engine: Engine) -> None:
    revision = in_review(session).revision
    session.commit()
    own = Session(engine)
    desk.approve(own, ARTICLE, "parykk", revision, REVIEWER)
    own.rollback()
    own.close()
    session.expire_all()
    assert desk.current_release(session) == 1
    assert desk.find_draft(session, ARTICLE, "parykk") is not None


def test_a_scheduled_text_is_published_when_its_time_has_come(session: Session) -> None:
    draft = in_review(session)
    later = NOW + timedelta(days=2)
    waiting = desk.approve(
        session, ARTICLE, "parykk", draft.revision, REVIEWER, publish_at=later, reviewed_by="Lege"
    )
    assert isinstance(waiting, Draft)
    assert waiting.scheduled
    assert desk.publish_due(session, later - timedelta(seconds=1)) == []
    (done,) = desk.publish_due(session, later)
    assert done.release == 2
    fields = front_matter.read(desk.published_text(session, ARTICLE, "parykk"))
    assert (fields["updated"], fields["reviewed"]) == (date(2026, 12, 2), date(2026, 11, 30))
    assert desk.publish_due(session, later) == []


def test_a_scheduled_text_is_not_written_in_and_can_be_taken_back(session: Session) -> None:
    draft = in_review(session)
    later = NOW + timedelta(days=2)
    waiting = desk.approve(session, ARTICLE, "parykk", draft.revision, REVIEWER, publish_at=later)
    assert isinstance(waiting, Draft)
    with pytest.raises(NotAllowedError):
        desk.save_draft(session, ARTICLE, "parykk", "x", waiting.revision, EDITOR)
    back = desk.send_back(session, ARTICLE, "parykk", waiting.revision, EDITOR)
    assert not back.scheduled
    assert back.approved_by is None
    assert desk.publish_due(session, later) == []


def test_what_has_errors_when_its_time_comes_goes_back_to_review(session: Session) -> None:
    draft = in_review(session)
    later = NOW + timedelta(days=2)
    desk.approve(session, ARTICLE, "parykk", draft.revision, REVIEWER, publish_at=later)
    desk.restore(session, ARTICLE, "parykk", 1, REVIEWER)
    assert desk.publish_due(session, later) == []
    back = desk.find_draft(session, ARTICLE, "parykk")
    assert back is not None
    assert (back.state, back.scheduled) == (DraftState.REVIEW, False)
    assert "ikke publisert" in back.note


def test_an_earlier_version_is_restored_byte_for_byte(session: Session) -> None:
    before = desk.published_text(session, ARTICLE, "parykk")
    published(session)
    done = desk.restore(session, ARTICLE, "parykk", 1, REVIEWER, "Feil tall")
    assert (done.release, done.version) == (3, 3)
    assert desk.published_text(session, ARTICLE, "parykk") == before
    assert desk.history(session, ARTICLE, "parykk")[0].event == "restored"


def test_an_editor_begins_a_draft_with_an_earlier_version(session: Session) -> None:
    published(session)
    draft = desk.open_draft(session, ARTICLE, "parykk", EDITOR, from_version=1)
    assert draft.based_on == 2
    assert "Nav svarer på telefon." not in draft.text
    with pytest.raises(NotAllowedError, match="allerede et utkast"):
        desk.open_draft(session, ARTICLE, "parykk", EDITOR, from_version=1)


def test_a_version_that_breaks_what_is_published_now_is_not_restored(session: Session) -> None:
    contacts = desk.published_text(session, Kind.CONTACTS, "contacts")
    draft = desk.open_draft(session, Kind.CONTACTS, "contacts", EDITOR)
    more = contacts + contacts.replace("id: nav", "id: nav2").split("- id: nodnummer")[0]
    saved = desk.save_draft(session, Kind.CONTACTS, "contacts", more, draft.revision, EDITOR)
    ready = desk.submit(session, Kind.CONTACTS, "contacts", saved.revision, EDITOR)
    desk.approve(session, Kind.CONTACTS, "contacts", ready.revision, REVIEWER)
    published(session, NEW_WORDS.replace("contacts: [nav]", "contacts: [nav2]"))
    with pytest.raises(CheckFailedError) as failed:
        desk.restore(session, Kind.CONTACTS, "contacts", 1, REVIEWER)
    assert "nav2" in failed.value.findings[0].message


def test_a_new_article_begins_as_a_draft_that_nobody_else_sees(session: Session) -> None:
    draft = desk.create(session, ARTICLE, "hatt", HATT, EDITOR, "Ny")
    assert (draft.based_on, draft.state) == (None, DraftState.DRAFT)
    assert (ARTICLE, "hatt") not in desk.published_texts(session)
    ready = desk.submit(session, ARTICLE, "hatt", draft.revision, EDITOR)
    desk.approve(session, ARTICLE, "hatt", ready.revision, REVIEWER)
    assert session.get_one(Document, (ARTICLE, "hatt")).place == "articles/okonomi/hatt.md"


def test_a_new_articles_questions_lie_beside_it(session: Session) -> None:
    test_a_new_article_begins_as_a_draft_that_nobody_else_sees(session)
    draft = desk.create(session, Kind.QUESTIONS, "hatt", "nb:\n- Får jeg hatt?\n", EDITOR)
    ready = desk.submit(session, Kind.QUESTIONS, "hatt", draft.revision, EDITOR)
    desk.approve(session, Kind.QUESTIONS, "hatt", ready.revision, REVIEWER)
    document = session.get_one(Document, (Kind.QUESTIONS, "hatt"))
    assert document.place == "articles/okonomi/hatt.questions.yml"


def test_an_article_that_changes_category_moves_with_its_questions(session: Session) -> None:
    published(session, NEW_WORDS.replace("category: okonomi", "category: kommune"))
    places = {session.get_one(Document, (k, "parykk")).place for k in (ARTICLE, Kind.QUESTIONS)}
    assert places == {"articles/kommune/parykk.md", "articles/kommune/parykk.questions.yml"}


@pytest.mark.parametrize(
    ("kind", "key", "problem"),
    [
        (ARTICLE, "parykk", ExistsError),
        (ARTICLE, "Stor Hatt", NotAllowedError),
        (ARTICLE, "../../etc/passwd", NotAllowedError),
        (ARTICLE, "a" * 81, NotAllowedError),
        (Kind.CONTACTS, "contacts", NotAllowedError),
        (Kind.SAFETY, "nye-regler", NotAllowedError),
    ],
)
def test_a_document_that_exists_or_can_not_be_is_refused(
    session: Session, kind: Kind, key: str, problem: type[EditionsError]
) -> None:
    with pytest.raises(problem):
        desk.create(session, kind, key, HATT, EDITOR)


def test_a_discarded_draft_is_gone_and_a_new_article_with_it(session: Session) -> None:
    draft = desk.create(session, ARTICLE, "hatt", HATT, EDITOR)
    desk.discard(session, ARTICLE, "hatt", draft.revision, EDITOR)
    with pytest.raises(NotThereError):
        desk.history(session, ARTICLE, "hatt")
    draft = written(session)
    desk.discard(session, ARTICLE, "parykk", draft.revision, EDITOR)
    assert desk.find_draft(session, ARTICLE, "parykk") is None
    assert len(desk.history(session, ARTICLE, "parykk")) == 1


def test_a_discard_of_what_another_has_changed_is_a_conflict(session: Session) -> None:
    draft = written(session)
    with pytest.raises(ConflictError):
        desk.discard(session, ARTICLE, "parykk", draft.revision - 1, COLLEAGUE)


def test_an_archived_article_goes_with_its_questions_and_comes_back(session: Session) -> None:
    done = desk.archive(session, ARTICLE, "parykk", REVIEWER, "Ordningen er slutt")
    texts = desk.published_texts(session)
    assert not {(ARTICLE, "parykk"), (Kind.QUESTIONS, "parykk")} & texts.keys()
    items = list(session.scalars(select(ReleaseItem).where(ReleaseItem.release == done.release)))
    assert [item.version for item in items] == [None, None]
    (line,) = [each for each in desk.document_list(session, ARTICLE) if each.key == "parykk"]
    assert line.archived
    desk.restore(session, ARTICLE, "parykk", 1, REVIEWER)
    texts = desk.published_texts(session)
    assert {(ARTICLE, "parykk"), (Kind.QUESTIONS, "parykk")} <= texts.keys()


def test_an_article_that_others_lead_to_is_not_archived(session: Session) -> None:
    published(session, NEW_WORDS + "\nSe [reise](/artikler/reise).\n")
    with pytest.raises(CheckFailedError) as failed:
        desk.archive(session, ARTICLE, "reise", REVIEWER)
    assert "parykk" in failed.value.findings[0].message


def test_an_article_with_a_draft_is_not_archived_nor_another_kind(session: Session) -> None:
    written(session)
    with pytest.raises(NotAllowedError, match="utkast"):
        desk.archive(session, ARTICLE, "parykk", REVIEWER)
    with pytest.raises(NotAllowedError, match="Bare artikler"):
        desk.archive(session, Kind.CONTACTS, "contacts", REVIEWER)


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 1_000_001])
def test_a_text_that_no_database_keeps_is_refused_in_words(session: Session, text: str) -> None:
    draft = desk.open_draft(session, ARTICLE, "parykk", EDITOR)
    with pytest.raises(CheckFailedError) as failed:
        desk.save_draft(session, ARTICLE, "parykk", text, draft.revision, EDITOR)
    assert "Teksten har" in failed.value.findings[0].message


def test_a_paste_of_200_000_characters_is_kept_and_not_published(session: Session) -> None:
    draft = written(session, NEW_WORDS + "x" * 200_000)
    assert len(draft.text) > 200_000
    with pytest.raises(CheckFailedError, match="feilene") as failed:
        desk.submit(session, ARTICLE, "parykk", draft.revision, EDITOR)
    assert "høyst 60000" in failed.value.findings[0].message


def test_the_list_names_every_document_with_its_draft(session: Session) -> None:
    written(session)
    desk.create(session, ARTICLE, "hatt", HATT, EDITOR)
    lines = desk.document_list(session)
    (parykk,) = [each for each in lines if (each.kind, each.key) == (ARTICLE, "parykk")]
    assert (parykk.title, parykk.category, parykk.published) == (
        "Parykk og hodeplagg",
        "okonomi",
        1,
    )
    assert parykk.draft is not None
    assert parykk.valid_until == date(2027, 10, 31)
    (hatt,) = [each for each in lines if each.key == "hatt"]
    assert (hatt.title, hatt.category, hatt.published) == ("Hatt", "okonomi", None)
    assert {each.kind for each in lines} >= {Kind.CONTACTS, Kind.SAFETY, Kind.RESPONSES}


def test_what_is_not_there_is_said_so(session: Session) -> None:
    for act in (
        lambda: desk.open_draft(session, ARTICLE, "borte", EDITOR),
        lambda: desk.published_text(session, ARTICLE, "borte"),
        lambda: desk.restore(session, ARTICLE, "parykk", 99, REVIEWER),
    ):
        with pytest.raises(NotThereError):
            act()
    with pytest.raises(ConflictError):
        desk.save_draft(session, ARTICLE, "parykk", "x", 1, EDITOR)

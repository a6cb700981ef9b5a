"""Approval and publication, and taking back: each one release, in the caller's transaction."""

import logging
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.contacts import OSLO
from knowledge.editions import documents, front_matter
from knowledge.editions.drafts import Member, must_pass, must_review, reopen, seen, take
from knowledge.editions.errors import (
    CheckFailedError,
    EditionsError,
    NotAllowedError,
    OutdatedError,
)
from knowledge.editions.models import Document, Draft, DraftState, Event, Kind, now
from knowledge.editions.places import place_of
from knowledge.editions.releases import Change, last_version, make_release, take_turn
from knowledge.editions.shelf import (
    find_draft,
    published_texts,
    the_document,
    the_version,
)
from knowledge.editions.stamps import stamped

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Published:
    release: int
    version: int | None  # None when it was taken away


def approve(  # noqa: PLR0913 -- a decision with all that belongs to it
    session: Session,
    kind: Kind,
    key: str,
    revision: int,
    member: Member,
    *,
    reviewed_by: str | None = None,
    reason: str | None = None,
    publish_at: datetime | None = None,
    one_person_team: bool = False,
) -> Published | Draft:
    """Publish what is in review, or at `publish_at` (then the draft is returned).

    Only a reviewer who has written nothing of it approves, unless the team is of one person.
    `reviewed_by`, the health professional, is set in an article's front matter with today's date;
    without one both are emptied when the article's words have changed. `updated` is set too.
    Raises ConflictError, NotAllowedError, OutdatedError and CheckFailedError.
    """
    must_review(member)
    take_turn(session)
    draft = seen(find_draft(session, kind, key), revision)
    if draft.state is not DraftState.REVIEW or draft.scheduled:
        raise NotAllowedError("Teksten er ikke sendt til godkjenning.")
    if not one_person_team and any(author["id"] == member.id for author in draft.authors):
        raise NotAllowedError("Du har skrevet i denne teksten. En annen må godkjenne den.")
    later = publish_at is not None and publish_at > now()
    day = _oslo_day(publish_at) if publish_at is not None and later else _oslo_day(now())
    _prepare(session, draft, reviewed_by, day)
    draft.approved_by, draft.approved_name, draft.reason = member.id, member.name, reason
    if later:
        draft.publish_at = publish_at
        draft.revision += 1
        session.flush()
        return draft
    return _publish(session, draft)


def publish_due(session: Session, moment: datetime) -> list[Published]:
    """Publish every draft whose time has come; what has errors by now goes back to review."""
    due = select(Draft).where(Draft.publish_at.is_not(None), Draft.publish_at <= moment)
    if session.scalar(due.limit(1)) is None:
        return []
    take_turn(session)
    due = due.order_by(Draft.publish_at).execution_options(populate_existing=True)
    done = []
    for draft in session.scalars(due).all():
        try:
            _must_be_current(session, draft)
            must_pass(draft.kind, draft.key, draft.text, published_texts(session))
            done.append(_publish(session, draft))
        except EditionsError as error:
            logger.warning("not published", extra={"kind": draft.kind.value, "key": draft.key})
            reopen(draft, DraftState.REVIEW)
            draft.note = f"Ble ikke publisert som planlagt. {error}"
    session.flush()
    return done


def _prepare(session: Session, draft: Draft, reviewed_by: str | None, day: date) -> None:
    """Set what publication sets, and see that nothing stands in its way."""
    _must_be_current(session, draft)
    others = published_texts(session)
    must_pass(draft.kind, draft.key, draft.text, others, day)
    if draft.kind is Kind.ARTICLE:
        before = others.get((draft.kind, draft.key))
        draft.text = stamped(draft.text, before, reviewed_by, day, _oslo_day(now()))


def _must_be_current(session: Session, draft: Draft) -> None:
    document = the_document(session, draft.kind, draft.key)
    if draft.based_on != document.published:
        raise OutdatedError(draft.based_on, document.published)


def _publish(session: Session, draft: Draft) -> Published:
    document = the_document(session, draft.kind, draft.key)
    names = [author["name"] for author in draft.authors] or [draft.author_name]
    change = Change(
        document,
        draft.text,
        Event.PUBLISHED,
        draft.author_id,
        ", ".join(names)[:200],
        draft.approved_name,
        draft.note,
        draft.reason,
    )
    take(session, draft)
    _settle_place(session, document, draft.text)
    release = make_release(session, [change], draft.approved_by, draft.note)
    return Published(release, document.published)


def _settle_place(session: Session, document: Document, text: str) -> None:
    """An article lies under its category, and its questions beside it."""
    if document.kind is Kind.ARTICLE:
        category = str(front_matter.read(text).get("category"))
        document.place = place_of(Kind.ARTICLE, document.key, category)
        questions = session.get(Document, (Kind.QUESTIONS, document.key))
        if questions is not None:
            questions.place = place_of(Kind.QUESTIONS, document.key, category)
    elif document.kind is Kind.QUESTIONS:
        article = the_document(session, Kind.ARTICLE, document.key)
        category = (article.place or "").split("/")[1]
        document.place = place_of(Kind.QUESTIONS, document.key, category)


def restore(
    session: Session, kind: Kind, key: str, number: int, member: Member, note: str = ""
) -> Published:
    """Publish an earlier version again, as a new one; it was approved once. For reviewers.

    An archived document comes back, an article with the questions it had. An open draft stays,
    based on what was published before.
    Editors open a draft with the old text instead: `open_draft(…, from_version=number)`.
    """
    must_review(member)
    take_turn(session)
    document = the_document(session, kind, key)
    text = the_version(session, kind, key, number).text
    changes = [(document, text)]
    if kind is Kind.ARTICLE and document.archived:
        changes += _archived_questions(session, key)
    others = published_texts(session) | {(each.kind, each.key): words for each, words in changes}
    for each, words in changes:
        must_pass(each.kind, each.key, words, others)
    for each, words in changes:
        _settle_place(session, each, words)
    release = make_release(
        session,
        [
            Change(each, words, Event.RESTORED, member.id, member.name, member.name, note)
            for each, words in changes
        ],
        member.id,
        note,
    )
    return Published(release, document.published)


def _archived_questions(session: Session, slug: str) -> list[tuple[Document, str]]:
    questions = session.get(Document, (Kind.QUESTIONS, slug), populate_existing=True)
    if questions is None or not questions.archived:
        return []
    number = last_version(session, Kind.QUESTIONS, slug)
    return [(questions, the_version(session, Kind.QUESTIONS, slug, number).text)]


def archive(session: Session, kind: Kind, key: str, member: Member, note: str = "") -> Published:
    """Take an article, with its questions, off the site; every version stays. For reviewers.

    Raises CheckFailedError when other documents lead to it, NotAllowedError for other kinds and
    while a draft of it is open.
    """
    must_review(member)
    if kind is not Kind.ARTICLE:
        raise NotAllowedError("Bare artikler kan arkiveres.")
    take_turn(session)
    article = the_document(session, kind, key)
    if article.published is None:
        raise NotAllowedError("Artikkelen er ikke publisert.")
    questions = session.get(Document, (Kind.QUESTIONS, key), populate_existing=True)
    taken = [article, *([questions] if questions and questions.published else [])]
    if any(find_draft(session, each.kind, each.key) for each in taken):
        raise NotAllowedError("Det finnes et utkast. Publiser eller forkast det først.")
    findings = documents.leads_to(key, published_texts(session))
    if findings:
        raise CheckFailedError(findings)
    changes = [_taking_away(session, each, member, note) for each in taken]
    return Published(make_release(session, changes, member.id, note), None)


def _taking_away(session: Session, document: Document, member: Member, note: str) -> Change:
    number = document.published or 0
    text = the_version(session, document.kind, document.key, number).text
    return Change(document, text, Event.ARCHIVED, member.id, member.name, member.name, note)


def _oslo_day(moment: datetime) -> date:
    return moment.astimezone(OSLO).date()

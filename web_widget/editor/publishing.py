"""From draft to the site: review, approval, and taking an article away."""

from datetime import datetime

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from knowledge.editions import desk
from knowledge.editions.desk import Published
from knowledge.editions.models import Draft
from web_widget.access import Role, require
from web_widget.audit import Action, audit
from web_widget.bodies import clean_text
from web_widget.conversations.models import now
from web_widget.conversations.opening_hours import OSLO
from web_widget.editor import words
from web_widget.editor.access import desk_member, drafted, known_kind, known_paper
from web_widget.editor.draft_views import subject
from web_widget.editor.gate import raise_unless_passed
from web_widget.problems import Problem
from web_widget.services import current_services

MAX_NOTE = 2000
MAX_NAME = 200


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/<kind>/<key>/send")(submit)
    blueprint.post("/<kind>/<key>/tilbake")(send_back)
    blueprint.post("/<kind>/<key>/godkjenn")(approve)
    blueprint.post("/<kind>/<key>/arkiver")(archive)


def submit(kind: str, key: str) -> ResponseReturnValue:
    chosen = known_kind(kind)
    with current_services().database.writing() as session:
        desk.submit(session, chosen, key, _revision(), desk_member(), _text("note", MAX_NOTE))
        audit(session, Action.DRAFT_SUBMITTED, subject(chosen, key))
    return _back(kind, key, words.SUBMITTED)


def send_back(kind: str, key: str) -> ResponseReturnValue:
    chosen = known_kind(kind)
    with current_services().database.writing() as session:
        desk.send_back(session, chosen, key, _revision(), desk_member(), _text("note", MAX_NOTE))
        audit(session, Action.DRAFT_SENT_BACK, subject(chosen, key))
    return _back(kind, key, words.SENT_BACK)


@require(Role.REVIEWER)
def approve(kind: str, key: str) -> ResponseReturnValue:
    services = current_services()
    reason, publish_at = _text("reason", MAX_NOTE), _moment()
    with services.database.reading() as session:
        draft = drafted(known_paper(session, kind, key))
    # Asking the knowledge service takes time, for which no writer should wait.
    raise_unless_passed(draft, request.form.get("trial", ""), reason)
    with services.database.writing() as session:
        done = desk.approve(
            session,
            draft.kind,
            key,
            _revision(),
            desk_member(),
            reviewed_by=_text("reviewed_by", MAX_NAME) or None,
            reason=reason or None,
            publish_at=publish_at,
            one_person_team=services.one_person_team,
        )
        _write_down(session, done, subject(draft.kind, key))
    if isinstance(done, Published):
        return _back(kind, key, words.PUBLISHED.format(release=done.release))
    return _back(kind, key, words.SCHEDULED.format(when=words.clock(done.publish_at or now())))


@require(Role.REVIEWER)
def archive(kind: str, key: str) -> ResponseReturnValue:
    chosen = known_kind(kind)
    with current_services().database.writing() as session:
        desk.archive(session, chosen, key, desk_member(), _text("note", MAX_NOTE))
        audit(session, Action.CONTENT_ARCHIVED, subject(chosen, key))
    flash(words.ARCHIVED)
    return redirect(url_for("editor.history", kind=kind, key=key), 303)


def _write_down(session: Session, done: Published | Draft, what: str) -> None:
    if isinstance(done, Published):
        audit(session, Action.CONTENT_PUBLISHED, what, release=done.release)
    else:
        audit(session, Action.CONTENT_SCHEDULED, what)


def _revision() -> int:
    return request.form.get("revision", 0, type=int)


def _text(name: str, most: int) -> str:
    return clean_text(request.form.get(name, ""))[:most]


def _moment() -> datetime | None:
    """Read when to publish; raise a problem for a time that is none, or past."""
    given = request.form.get("publish_at", "").strip()
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given).replace(tzinfo=OSLO)
    except ValueError:
        raise Problem(422, words.DATE_INVALID) from None
    if moment <= now():
        raise Problem(422, words.DATE_INVALID)
    return moment


def _back(kind: str, key: str, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("editor.document", kind=kind, key=key), 303)

"""Every version of a document: who made it, what changed, and the way back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from knowledge.editions import desk
from knowledge.editions.diff import readable
from knowledge.editions.models import Version
from web_widget.access import Role, require
from web_widget.audit import Action, audit
from web_widget.editor import words
from web_widget.editor.access import desk_member, known_kind
from web_widget.editor.draft_views import subject
from web_widget.errors import NotFoundError
from web_widget.services import current_services


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/<kind>/<key>/historikk")(history)
    blueprint.post("/<kind>/<key>/gjenopprett")(restore)
    blueprint.post("/<kind>/<key>/utkast-fra")(open_from)


def history(kind: str, key: str) -> str:
    """Show the versions, and one of them beside the one before it."""
    chosen = known_kind(kind)
    with current_services().database.reading() as session:
        versions = desk.history(session, chosen, key)
        draft = desk.find_draft(session, chosen, key)
    if not versions and draft is None:
        raise NotFoundError(key)
    by_number = {version.number: version for version in versions}
    shown = by_number.get(request.args.get("versjon", type=int) or 0)
    before = _before(versions, shown, request.args.get("mot", type=int))
    return render_template(
        "editor/history.html",
        kind=chosen,
        key=key,
        versions=versions,
        draft=draft,
        shown=shown,
        before=before,
        lines=readable(before.text if before else "", shown.text) if shown else [],
        member=desk_member(),
    )


@require(Role.REVIEWER)
def restore(kind: str, key: str) -> ResponseReturnValue:
    chosen, number = known_kind(kind), request.form.get("number", 0, type=int)
    with current_services().database.writing() as session:
        done = desk.restore(session, chosen, key, number, desk_member())
        audit(
            session,
            Action.CONTENT_RESTORED,
            subject(chosen, key),
            version=number,
            release=done.release,
        )
    flash(words.RESTORED.format(number=number, release=done.release))
    return redirect(url_for("editor.history", kind=kind, key=key), 303)


def open_from(kind: str, key: str) -> ResponseReturnValue:
    """Begin a draft with the text of an earlier version."""
    chosen, number = known_kind(kind), request.form.get("number", 0, type=int)
    with current_services().database.writing() as session:
        desk.open_draft(session, chosen, key, desk_member(), from_version=number)
        audit(session, Action.DRAFT_BEGUN, subject(chosen, key), version=number)
    return redirect(url_for("editor.document", kind=kind, key=key), 303)


def _before(versions: list[Version], shown: Version | None, against: int | None) -> Version | None:
    """Return the version to compare with: the one asked for, else the one before."""
    older = (each for each in versions if shown and each.number < shown.number)
    asked = (each for each in versions if each.number == against)
    return next(asked, None) or next(older, None)

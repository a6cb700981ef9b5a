"""Writing: the calls that the page makes by itself while an editor writes."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from knowledge.editions import desk, documents
from knowledge.editions.diff import merge as merged
from knowledge.editions.diff import readable
from knowledge.editions.errors import ConflictError
from knowledge.editions.models import Draft, Kind
from web_widget.access import background
from web_widget.audit import Action, audit, is_repeated
from web_widget.borders import JsonObject
from web_widget.editor import forms, words
from web_widget.editor.access import desk_member, drafted, known_kind, known_paper
from web_widget.editor.bodies import DraftBody, MergeBody, TextBody, read_large_body
from web_widget.editor.wire import finding_json
from web_widget.services import current_services


def add_to(blueprint: Blueprint) -> None:
    blueprint.put("/<kind>/<key>/utkast")(save)
    blueprint.post("/<kind>/<key>/sjekk")(check)
    blueprint.post("/<kind>/<key>/skjema")(as_form)
    blueprint.post("/<kind>/<key>/flett")(merge)
    blueprint.post("/<kind>/<key>/ta-inn")(take_in)
    blueprint.post("/<kind>/<key>/forkast")(discard)


def save(kind: str, key: str) -> JsonObject:
    body = read_large_body(DraftBody)
    chosen = known_kind(kind)
    text = forms.with_fields(chosen, key, body.text, body.fields)
    with current_services().database.writing() as session:
        draft = keep(session, chosen, key, text, body.revision)
    return {**_shown(chosen, key, draft.text), "revision": draft.revision} | {
        "saved_at": words.clock(draft.saved_at)
    }


@background
def check(kind: str, key: str) -> JsonObject:
    body = read_large_body(TextBody)
    chosen = known_kind(kind)
    text = forms.with_fields(chosen, key, body.text, body.fields)
    with current_services().database.reading() as session:
        others = desk.published_texts(session)
    found = documents.check(chosen, key, text, others)
    lix = round(documents.lix(text)) if chosen == Kind.ARTICLE else None
    return {"findings": [finding_json(each) for each in found], "lix": lix}


@background
def as_form(kind: str, key: str) -> JsonObject:
    """Write the fields into the text, and read them from it."""
    body = read_large_body(TextBody)
    chosen = known_kind(kind)
    return _shown(chosen, key, forms.with_fields(chosen, key, body.text, body.fields))


@background
def merge(kind: str, key: str) -> JsonObject:
    """Join what the editor wrote with what another has saved since `base`."""
    body = read_large_body(MergeBody)
    with current_services().database.reading() as session:
        paper = known_paper(session, kind, key)
    mine = forms.with_fields(paper.kind, key, body.text, body.fields)
    joined = merged(body.base, mine, paper.text)
    return {
        **_shown(paper.kind, key, joined.text),
        "conflicts": joined.conflicts,
        "revision": paper.revision,
        "difference": render_template(
            "editor/_difference.html", lines=readable(body.base, paper.text)
        ),
        "theirs": _shown(paper.kind, key, paper.text),
    }


def take_in(kind: str, key: str) -> ResponseReturnValue:
    """Join the draft with a version that was published after it was begun."""
    revision = request.form.get("revision", 0, type=int)
    with current_services().database.writing() as session:
        paper = known_paper(session, kind, key)
        draft = drafted(paper)
        base = version_text(session, paper.kind, key, draft.based_on)
        joined = merged(base, draft.text, paper.published or "")
        desk.save_draft(
            session,
            paper.kind,
            key,
            joined.text,
            revision,
            desk_member(),
            based_on=paper.version,
        )
        audit(session, Action.DRAFT_SAVED, subject(paper.kind, key))
    flash(words.TAKEN_IN_WITH_CLASHES if joined.conflicts else words.TAKEN_IN)
    return redirect(url_for("editor.document", kind=kind, key=key), 303)


def discard(kind: str, key: str) -> ResponseReturnValue:
    revision = request.form.get("revision", 0, type=int)
    with current_services().database.writing() as session:
        paper = known_paper(session, kind, key)
        desk.discard(session, paper.kind, key, revision, desk_member())
        audit(session, Action.DRAFT_DISCARDED, subject(paper.kind, key))
    flash(words.DISCARDED)
    if paper.published is None:
        return redirect(url_for("editor.documents", kind=kind), 303)
    return redirect(url_for("editor.document", kind=kind, key=key), 303)


def subject(kind: Kind, key: str) -> str:
    """Return what the audit log calls a document."""
    return f"{kind}/{key}"[:64]


def keep(session: Session, kind: Kind, key: str, text: str, revision: int | None) -> Draft:
    """Keep the text in the draft that was seen, or in a new one where there was none.

    Raises ConflictError when somebody else has opened or changed a draft since.
    """
    member = desk_member()
    before = desk.find_draft(session, kind, key)
    if revision is None and before is not None and before.text != text:
        raise ConflictError(before)
    if before is None and revision is not None:
        raise ConflictError(None)
    draft = before or desk.open_draft(session, kind, key, member)
    saved = desk.save_draft(session, kind, key, text, revision or draft.revision, member)
    if before is None:
        audit(session, Action.DRAFT_BEGUN, subject(kind, key))
    elif not is_repeated(session, Action.DRAFT_SAVED, subject(kind, key)):
        audit(session, Action.DRAFT_SAVED, subject(kind, key))
    return saved


def version_text(session: Session, kind: Kind, key: str, number: int | None) -> str:
    """Return the text of a version; nothing where there was none before."""
    versions = desk.history(session, kind, key) if number else []
    return next((each.text for each in versions if each.number == number), "")


def _shown(kind: Kind, key: str, text: str) -> JsonObject:
    return {"text": text, "fields": forms.fields_of(kind, key, text)}

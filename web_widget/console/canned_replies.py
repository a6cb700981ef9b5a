from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from web_widget.access import background
from web_widget.audit import Action, audit
from web_widget.bodies import MAX_TEXT, clean_text
from web_widget.borders import JsonObject
from web_widget.console import words
from web_widget.conversations.models import CannedReply, new_id, now
from web_widget.errors import NotFoundError
from web_widget.services import current_services

MAX_TITLE = 100


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/svar")(canned_replies)
    blueprint.get("/svar/liste")(list_of_canned_replies)
    blueprint.post("/svar")(add)
    blueprint.post("/svar/<reply_id>")(change)
    blueprint.post("/svar/<reply_id>/slett")(remove)


def canned_replies() -> str:
    return render_template("console/canned_replies.html", replies=_all(), refused=None)


@background
def list_of_canned_replies() -> JsonObject:
    return {"replies": [{"id": each.id, "title": each.title, "text": each.text} for each in _all()]}


def add() -> ResponseReturnValue:
    return _save(CannedReply(id=new_id()))


def change(reply_id: str) -> ResponseReturnValue:
    with current_services().database.reading() as session:
        return _save(_loaded(session, reply_id))


def remove(reply_id: str) -> ResponseReturnValue:
    with current_services().database.writing() as session:
        session.execute(delete(CannedReply).where(CannedReply.id == reply_id))
        audit(session, Action.CANNED_REPLY_CHANGED, reply_id, removed=True)
    flash(words.REPLY_DELETED)
    return redirect(url_for("console.canned_replies"), 303)


def _save(reply: CannedReply) -> ResponseReturnValue:
    reply.title, reply.text = (clean_text(request.form.get(name, "")) for name in ("title", "text"))
    reply.updated_at = now()
    if not (0 < len(reply.title) <= MAX_TITLE and 0 < len(reply.text) <= MAX_TEXT):
        flash(words.REPLY_INCOMPLETE)
        page = render_template("console/canned_replies.html", replies=_all(), refused=reply)
        return page, 422
    with current_services().database.writing() as session:
        session.merge(reply)
        audit(session, Action.CANNED_REPLY_CHANGED, reply.id)
    flash(words.REPLY_SAVED.format(title=reply.title))
    return redirect(url_for("console.canned_replies"), 303)


def _loaded(session: Session, reply_id: str) -> CannedReply:
    reply = session.get(CannedReply, reply_id)
    if reply is None:
        raise NotFoundError(reply_id)
    return reply


def _all() -> list[CannedReply]:
    with current_services().database.reading() as session:
        found = session.scalars(select(CannedReply)).all()
    return sorted(found, key=lambda each: each.title.casefold())

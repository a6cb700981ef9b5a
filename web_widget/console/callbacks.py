from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from web_widget.access import background, current_adviser
from web_widget.audit import Action, audit
from web_widget.borders import JsonObject
from web_widget.console import words
from web_widget.console.wire import topic_title
from web_widget.conversations.models import CallbackRequest, now
from web_widget.conversations.queue import QUEUE
from web_widget.database import touch
from web_widget.errors import NotFoundError
from web_widget.services import current_services

_OPEN = select(func.count(CallbackRequest.id), func.max(CallbackRequest.id)).where(
    CallbackRequest.handled_at.is_(None)
)


@dataclass(frozen=True)
class OpenCallbacks:
    """How many requests wait, and the newest of them: enough to tell that they have changed."""

    count: int
    last_id: str | None


def open_callbacks(session: Session) -> OpenCallbacks:
    return OpenCallbacks(*session.execute(_OPEN).one())


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/tilbakeringing")(callbacks)
    blueprint.get("/tilbakeringing/liste")(list_of_callbacks)
    blueprint.post("/tilbakeringing/<request_id>/handtert")(handled)


def callbacks() -> str:
    return _drawn("console/callbacks.html")


@background
def list_of_callbacks() -> JsonObject:
    """Draw the requests anew for a page that is open while one comes."""
    return {"html": _drawn("console/_callback_list.html")}


def _drawn(template: str) -> str:
    with current_services().database.writing() as session:
        open_requests = session.scalars(
            select(CallbackRequest)
            .where(CallbackRequest.handled_at.is_(None))
            .order_by(CallbackRequest.at, CallbackRequest.id)
        ).all()
        audit(session, Action.CALLBACKS_READ, count=len(open_requests))
    return render_template(template, requests=open_requests, topic_title=topic_title)


def handled(request_id: str) -> ResponseReturnValue:
    """Mark a request as handled and delete how to reach the person, which nobody needs now."""
    adviser = current_adviser()
    values = {"handled_at": now(), "handled_by": adviser.name}
    with current_services().database.writing() as session:
        receipt = session.execute(
            update(CallbackRequest)
            .where(CallbackRequest.id == request_id, CallbackRequest.handled_at.is_(None))
            .values(**values, phone_sealed=None, email_sealed=None, when_sealed=None)
            .returning(CallbackRequest.receipt)
            .execution_options(synchronize_session=False)
        ).one_or_none()
        found = session.get(CallbackRequest, request_id)
        if found is None:
            raise NotFoundError(request_id)
        if receipt is None:
            flash(words.CALLBACK_WAS_DONE.format(name=found.handled_by))
        else:
            flash(words.CALLBACK_DONE.format(receipt=receipt[0]))
            audit(session, Action.CALLBACK_HANDLED, request_id)
            touch(session, QUEUE)
    current_services().database.purge()
    return redirect(url_for("console.callbacks"), 303)

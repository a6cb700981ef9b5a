"""The front page, the lists of documents, and the beginning of a new article."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from knowledge.articles import SLUG
from knowledge.editions import desk
from knowledge.editions.desk import Line
from knowledge.editions.errors import ExistsError
from knowledge.editions.models import DraftState, Kind
from knowledge.editions.reminders import EXPIRES_SOON_DAYS
from web_widget.access import background
from web_widget.audit import Action, audit
from web_widget.bodies import clean_text
from web_widget.borders import JsonObject
from web_widget.conversations.models import now
from web_widget.conversations.opening_hours import OSLO
from web_widget.editor import words
from web_widget.editor.access import desk_member, known_kind
from web_widget.editor.draft_views import subject
from web_widget.editor.new_article import Wish, new_article, read_wish
from web_widget.services import current_services
from web_widget.worklist.blocks import worklist_blocks

SINGLE = (Kind.MUST_HOLD, Kind.CONTACTS, Kind.COORDINATORS, Kind.OPENING_HOURS)


def _is_there(line: Line, _today: date) -> bool:
    return not line.archived


STATES: dict[str, Callable[[Line, date], bool]] = {
    "utkast": lambda line, _: bool(line.draft and line.draft.state == DraftState.DRAFT),
    "godkjenning": lambda line, _: bool(line.draft and line.draft.state == DraftState.REVIEW),
    "publisert": lambda line, _: bool(line.published) and not line.archived,
    "arkivert": lambda line, _: line.archived,
    "utloper": lambda line, today: bool(
        line.valid_until and line.valid_until <= today + timedelta(days=EXPIRES_SOON_DAYS)
    ),
    "uten-fagperson": lambda line, _: bool(line.published) and not line.reviewed,
}


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("")(front)
    blueprint.get("/utgave")(release)
    blueprint.get("/artikler")(articles)
    blueprint.get("/artikler/ny")(new)
    blueprint.post("/artikler/ny")(make)
    blueprint.get("/<kind>")(documents)


def front() -> str:
    with current_services().database.reading() as session:
        lines = desk.document_list(session)
        worklist = worklist_blocks(session)
    return render_template(
        "editor/front.html",
        worklist=worklist,
        can_write=desk_member().is_editor,
        waiting=[each for each in lines if each.draft and each.draft.state == DraftState.REVIEW],
        drafts=[each for each in lines if each.draft and each.draft.state == DraftState.DRAFT],
        member=desk_member(),
    )


@background
def release() -> JsonObject:
    """Tell which release the bot answers from, so that the page can say when a text is live."""
    with current_services().database.reading() as session:
        wanted = desk.current_release(session)
    services = current_services()
    training = training_progress(services.training_progress)
    return {**services.knowledge.release(), "wanted": wanted, "training": training}


def training_progress(path: Path) -> JsonObject | None:
    """Read how far the bot has come with learning new texts; None when it is not about it."""
    try:
        found: JsonObject = json.loads(path.read_text("utf8"))
    except (OSError, ValueError):
        return None
    return {name: found.get(name) for name in ("state", "progress", "reason", "release")}


def articles() -> str:
    chosen = {name: request.args.get(name, "") for name in ("q", "tema", "tilstand")}
    with current_services().database.reading() as session:
        lines = desk.document_list(session, Kind.ARTICLE)
    today = now().astimezone(OSLO).date()
    is_wanted = STATES.get(chosen["tilstand"], _is_there)
    found = [
        line
        for line in lines
        if is_wanted(line, today)
        and chosen["q"].lower() in f"{line.title} {line.key}".lower()
        and chosen["tema"] in {"", line.category}
    ]
    return render_template(
        "editor/articles.html", lines=found, chosen=chosen, today=today, total=len(lines)
    )


def documents(kind: str) -> ResponseReturnValue:
    chosen = known_kind(kind)
    if chosen == Kind.ARTICLE:
        return redirect(url_for("editor.articles"))
    with current_services().database.reading() as session:
        lines = desk.document_list(session, chosen)
    if chosen in SINGLE and lines:
        return redirect(url_for("editor.document", kind=kind, key=lines[0].key))
    return render_template("editor/documents.html", kind=chosen, lines=lines)


def new() -> str:
    return _form(Wish(clean_text(request.args.get("tittel", ""))[:120]), {})


def make() -> ResponseReturnValue:
    wish, errors = read_wish(request.form)
    if errors:
        return _form(wish, errors), 422
    text, questions = new_article(wish, now().astimezone(OSLO).date())
    try:
        with current_services().database.writing() as session:
            desk.create(session, Kind.ARTICLE, wish.slug, text, desk_member())
            desk.create(session, Kind.QUESTIONS, wish.slug, questions, desk_member())
            audit(session, Action.DRAFT_BEGUN, subject(Kind.ARTICLE, wish.slug))
    except ExistsError as error:
        return _form(wish, {"slug": str(error)}), 422
    flash(words.CREATED.format(title=wish.title))
    return redirect(url_for("editor.document", kind=Kind.ARTICLE.value, key=wish.slug), 303)


def _form(wish: Wish, errors: dict[str, str]) -> str:
    return render_template("editor/new.html", wish=wish, errors=errors, pattern=SLUG)

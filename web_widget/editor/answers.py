"""«Hva vil boten svare?»: the ranking with and without what is not yet published."""

from flask import Blueprint, render_template, request

from knowledge.editions import desk
from knowledge.editions.models import Kind
from web_widget.access import background
from web_widget.bodies import read_body
from web_widget.borders import JsonObject
from web_widget.editor import words
from web_widget.editor.access import known_kind
from web_widget.editor.bodies import QuestionsBody
from web_widget.editor.wire import trial_document
from web_widget.errors import RefusedError
from web_widget.problems import Problem
from web_widget.services import current_services

SEARCHED = (Kind.ARTICLE, Kind.QUESTIONS)


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/hva-svarer-boten")(answers)
    blueprint.post("/hva-svarer-boten")(ask)


def answers() -> str:
    with current_services().database.reading() as session:
        lines = [
            line for kind in SEARCHED for line in desk.document_list(session, kind) if line.draft
        ]
    return render_template(
        "editor/answers.html", lines=lines, chosen=request.args.get("utkast", "")
    )


@background
def ask() -> JsonObject:
    """Ask the texts before and after the drafts that are named."""
    body = read_body(QuestionsBody)
    with current_services().database.reading() as session:
        drafts = [
            desk.find_draft(session, known_kind(each.kind), each.key) for each in body.documents
        ]
    changed = [trial_document(each.kind, each.key, each.text) for each in drafts if each]
    try:
        return current_services().knowledge.trial_search(changed, body.texts)
    except RefusedError:
        raise Problem(422, words.DRAFT_BROKEN) from None

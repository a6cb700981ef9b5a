"""The publishing gate: all questions on file, asked with the draft in the index."""

from typing import Any

from flask import Blueprint, render_template

from knowledge.editions import desk
from knowledge.editions.diff import readable
from knowledge.editions.documents import check, title
from knowledge.editions.models import Draft, Kind
from web_widget.access import background
from web_widget.borders import JsonObject
from web_widget.editor import words
from web_widget.editor.access import desk_member, drafted, known_paper
from web_widget.editor.wire import digest, trial_document
from web_widget.errors import NotFoundError
from web_widget.problems import Problem
from web_widget.services import current_services

# What the search answers from: only these can give a question another answer.
GATED = frozenset({Kind.ARTICLE, Kind.QUESTIONS})


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/<kind>/<key>/port", endpoint="gate")(page)
    blueprint.post("/<kind>/<key>/port")(start)
    blueprint.get("/<kind>/<key>/port/<trial_id>")(progress)


def page(kind: str, key: str) -> str:
    with current_services().database.reading() as session:
        paper = known_paper(session, kind, key)
        drafted(paper)
        found = check(paper.kind, key, paper.text, desk.published_texts(session))
    return render_template(
        "editor/gate.html",
        paper=paper,
        title=title(paper.kind, key, paper.text),
        found=found,
        lines=readable(paper.published or "", paper.text),
        gated=paper.kind in GATED,
        member=desk_member(),
    )


@background
def start(kind: str, key: str) -> JsonObject:
    with current_services().database.reading() as session:
        draft = drafted(known_paper(session, kind, key))
    changed = [trial_document(draft.kind, key, draft.text)]
    return {"id": current_services().knowledge.start_trial(changed)}


@background
def progress(kind: str, key: str, trial_id: str) -> JsonObject:
    with current_services().database.reading() as session:
        draft = drafted(known_paper(session, kind, key))
    trial = current_services().knowledge.trial(trial_id)
    _raise_unless_of(draft, trial)
    return {**trial, "broken": len(broken(trial))}


def raise_unless_passed(draft: Draft, trial_id: str, reason: str) -> None:
    """Let a draft through whose trial is done, with a reason where a question broke."""
    if draft.kind not in GATED:
        return
    if not trial_id:
        raise Problem(422, words.GATE_NEEDED)
    try:
        trial = current_services().knowledge.trial(trial_id)
    except NotFoundError:
        raise Problem(422, words.GATE_OLD) from None
    _raise_unless_of(draft, trial)
    if trial["state"] != "done":
        raise Problem(422, words.GATE_NEEDED)
    if broken(trial) and not reason:
        raise Problem(422, words.REASON_NEEDED)


def broken(trial: JsonObject) -> list[dict[str, Any]]:
    """Return the questions that must hold and that the draft takes the right answer from."""
    return [
        change
        for change in trial.get("changes", [])
        if change["must_hold"]
        and change["before"] == change["expected"]
        and change["after"] != change["expected"]
    ]


def _raise_unless_of(draft: Draft, trial: JsonObject) -> None:
    tried = {(each["kind"], each["key"], each["sha256"]) for each in trial["documents"]}
    if tried != {(draft.kind.value, draft.key, digest(draft.text))}:
        raise Problem(422, words.GATE_OLD)

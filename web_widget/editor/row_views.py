"""A contact point or a coordinator in a form of its own."""

from collections.abc import Mapping

import yaml
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from knowledge.editions.models import Kind
from web_widget.bodies import clean_text
from web_widget.editor import rows, words
from web_widget.editor.access import Paper, known_paper
from web_widget.editor.draft_views import keep
from web_widget.editor.rows import NEW, Row
from web_widget.errors import NotFoundError
from web_widget.services import current_services

IN_ROWS = frozenset({Kind.CONTACTS, Kind.COORDINATORS})
MAX_VALUE = 500


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/<kind>/<key>/rad/<number>")(row)
    blueprint.post("/<kind>/<key>/rad/<number>")(change)
    blueprint.post("/<kind>/<key>/rad/<number>/fjern")(remove)


def rows_of(paper: Paper) -> list[Row] | None:
    """Return a document's rows; None when it has none, or is too broken to be read so."""
    if paper.kind not in IN_ROWS:
        return None
    try:
        return rows.rows(paper.kind, paper.text)
    except (ValueError, TypeError, AttributeError, yaml.YAMLError):
        return None


def row(kind: str, key: str, number: str) -> str:
    with current_services().database.reading() as session:
        paper = known_paper(session, kind, key)
    index = _index(paper, number)
    values = {} if index == NEW else _known_rows(paper)[index].values
    return _form(paper, number, values)


def change(kind: str, key: str, number: str) -> ResponseReturnValue:
    with current_services().database.writing() as session:
        paper = known_paper(session, kind, key)
        values = {
            name: clean_text(request.form.get(name, ""))[:MAX_VALUE]
            for name in rows.titles(paper.kind)
        }
        index = _index(paper, number)
        text = rows.with_row(paper.kind, paper.text, index, values)
        if text != paper.text:
            keep(session, paper.kind, key, text, _revision())
    flash(words.ROW_SAVED.format(name=values["name"]))
    return redirect(url_for("editor.document", kind=kind, key=key), 303)


def remove(kind: str, key: str, number: str) -> ResponseReturnValue:
    with current_services().database.writing() as session:
        paper = known_paper(session, kind, key)
        index = _index(paper, number)
        name = _known_rows(paper)[index].name
        text = rows.without_row(paper.kind, paper.text, index)
        keep(session, paper.kind, key, text, _revision())
    flash(words.ROW_REMOVED.format(name=name))
    return redirect(url_for("editor.document", kind=kind, key=key), 303)


def _known_rows(paper: Paper) -> list[Row]:
    found = rows_of(paper)
    if found is None:
        raise NotFoundError(paper.key)
    return found


def _index(paper: Paper, number: str) -> int:
    """Read which row is meant; «ny» is a new one."""
    found = _known_rows(paper)
    if number == "ny":
        return NEW
    if not number.isdecimal() or int(number) >= len(found):
        raise NotFoundError(number)
    return int(number)


def _revision() -> int | None:
    return request.form.get("revision", type=int)


def _form(paper: Paper, number: str, values: Mapping[str, str]) -> str:
    return render_template(
        "editor/row.html",
        paper=paper,
        number=number,
        values=values,
        titles=rows.titles(paper.kind),
    )

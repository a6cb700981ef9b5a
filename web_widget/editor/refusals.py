"""What an editor is told when the desk refuses: on a page as a notice, to a call as a problem."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from knowledge.editions import desk
from knowledge.editions.errors import (
    CheckFailedError,
    ConflictError,
    EditionsError,
    ExistsError,
    NotThereError,
    OutdatedError,
)
from web_widget.borders import JsonObject
from web_widget.editor.access import known_kind
from web_widget.editor.wire import draft_json, finding_json
from web_widget.problems import Problem, answer_http_error, is_call
from web_widget.services import current_services

STATUS: dict[type[EditionsError], tuple[int, str]] = {
    NotThereError: (404, "not_there"),
    ExistsError: (409, "exists"),
    ConflictError: (409, "conflict"),
    OutdatedError: (409, "outdated"),
    CheckFailedError: (422, "check_failed"),
}
OTHERWISE = (409, "not_allowed")


def add_to(blueprint: Blueprint) -> None:
    blueprint.register_error_handler(EditionsError, _refuse)


def _refuse(error: EditionsError) -> ResponseReturnValue:
    status, code = STATUS.get(type(error), OTHERWISE)
    if is_call():
        return answer_http_error(Problem(status, str(error), code=code, members=_members(error)))
    where = request.view_args or {}
    if "key" not in where or isinstance(error, NotThereError):
        return answer_http_error(Problem(status, str(error), code=code))
    flash(" ".join([str(error), *_messages(error)]))
    return redirect(url_for("editor.document", kind=where["kind"], key=where["key"]), 303)


def _members(error: EditionsError) -> JsonObject:
    if isinstance(error, ConflictError):
        return {"draft": _newest()}
    if isinstance(error, CheckFailedError):
        return {"findings": [finding_json(each) for each in error.findings]}
    return {}


def _newest() -> JsonObject | None:
    """Return the other's draft as it is now: what the transaction saw is gone with it."""
    where = request.view_args or {}
    with current_services().database.reading() as session:
        draft = desk.find_draft(session, known_kind(where["kind"]), where["key"])
    return draft_json(draft) if draft else None


def _messages(error: EditionsError) -> list[str]:
    return [each.message for each in error.findings] if isinstance(error, CheckFailedError) else []

"""What an adviser is told when somebody else was first."""

from flask import Blueprint, Response

from web_widget.console import words
from web_widget.conversations.errors import NotYoursError, TakenError, WrongStateError
from web_widget.problems import Problem, answer_http_error


def add_to(blueprint: Blueprint) -> None:
    blueprint.register_error_handler(NotYoursError, _not_yours)
    blueprint.register_error_handler(TakenError, _taken)
    blueprint.register_error_handler(WrongStateError, _not_in_queue)


def _taken(error: TakenError) -> Response:
    detail = words.TAKEN_BY.format(name=error.by_name) if error.by_name else words.NOT_IN_QUEUE
    return answer_http_error(Problem(409, detail, code="taken"))


def _not_yours(error: NotYoursError) -> Response:
    detail = words.NOW_WITH.format(name=error.by_name) if error.by_name else words.NOT_YOURS
    return answer_http_error(Problem(409, detail, code="not_yours"))


def _not_in_queue(_error: WrongStateError) -> Response:
    return answer_http_error(Problem(409, words.NOT_IN_QUEUE, code="not_in_queue"))

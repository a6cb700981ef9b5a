"""What editors do with an entry of the work list: write about it, or be done with it."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from knowledge.editions import desk
from knowledge.editions.errors import EditionsError
from web_widget.access import Role, current_member, require
from web_widget.audit import Action, audit
from web_widget.conversations.models import now
from web_widget.conversations.opening_hours import OSLO
from web_widget.errors import NotFoundError
from web_widget.insight import words
from web_widget.services import current_services
from web_widget.worklist.drafts import Wish, begin_article
from web_widget.worklist.groups import (
    find_group,
    find_released,
    finish_group,
    finish_released,
)
from web_widget.worklist.starting import start_grouping


def add_to(blueprint: Blueprint) -> None:
    for_editors = require(Role.EDITOR)
    for_all = require(Role.EDITOR, Role.REVIEWER)
    blueprint.post("/grupper")(for_all(group_again))
    for path, is_done, wish_of in (
        ("grupper", finish_group, _of_group),
        ("gitt", finish_released, _of_released),
    ):
        blueprint.post(f"/{path}/<name>/ferdig", endpoint=f"finish_{path}")(
            for_all(_finish(is_done))
        )
        blueprint.post(f"/{path}/<name>/utkast", endpoint=f"draft_{path}")(
            for_editors(_draft(wish_of))
        )


def group_again() -> ResponseReturnValue:
    with current_services().database.writing() as session:
        audit(session, Action.QUESTIONS_GROUPED)
    start_grouping(current_services().database)
    # Also when another is at it already, this is true.
    flash(words.GROUPING_BEGUN)
    return redirect(url_for("editor.front"), 303)


def _finish(is_done: Callable[[Session, str], bool]) -> Callable[[str], ResponseReturnValue]:
    def finish(name: str) -> ResponseReturnValue:
        with current_services().database.writing() as session:
            was_there = is_done(session, name)
            if was_there:
                audit(session, Action.QUESTIONS_HANDLED, name)
        flash(words.FINISHED if was_there else words.GONE)
        return redirect(url_for("editor.front"), 303)

    return finish


def _draft(wish_of: Callable[[Session, str], Wish]) -> Callable[[str], ResponseReturnValue]:
    def draft(name: str) -> ResponseReturnValue:
        try:
            with current_services().database.writing() as session:
                slug = begin_article(session, wish_of(session, name), _editor(), _today())
                audit(session, Action.DRAFT_BEGUN, slug, kind="article")
        except NotFoundError:
            flash(words.GONE)
            return redirect(url_for("editor.front"), 303)
        except EditionsError as error:
            flash(str(error))
            return redirect(url_for("editor.front"), 303)
        flash(words.DRAFT_BEGUN)
        return redirect(url_for("editor.document", kind="article", key=slug), 303)

    return draft


def _of_group(session: Session, name: str) -> Wish:
    group = find_group(session, name)
    if group is None:
        raise NotFoundError(name)
    return Wish(group.questions, group.answers[:1], group.nearest)


def _of_released(session: Session, name: str) -> Wish:
    released = find_released(session, name)
    if released is None:
        raise NotFoundError(name)
    return Wish([released.text])


def _editor() -> desk.Member:
    member = current_member()
    return desk.Member(
        member.id, member.name, is_editor=True, is_reviewer=member.has(Role.REVIEWER)
    )


def _today() -> date:
    return now().astimezone(OSLO).date()

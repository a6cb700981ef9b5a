from http import HTTPStatus

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from web_widget.access import Role, open_to_all
from web_widget.audit import Action, audit_as
from web_widget.conversations.models import now
from web_widget.services import current_services
from web_widget.staff import accounts, links, words
from web_widget.staff.accounts import Profile
from web_widget.staff.errors import EmailTakenError
from web_widget.staff.forms import Form
from web_widget.staff.login import go_on
from web_widget.staff.models import Account, PasswordLink
from web_widget.staff.passwords import hash_password


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/konto/forste/<token>")(open_to_all(first))
    blueprint.post("/konto/forste/<token>")(open_to_all(make_first))
    blueprint.get("/konto/passord/<token>")(open_to_all(choose_password))
    blueprint.post("/konto/passord/<token>")(open_to_all(keep_password))


def first(token: str) -> ResponseReturnValue:
    _first_link(token)
    return render_template("staff/first.html", form=Form())


def make_first(token: str) -> ResponseReturnValue:
    link = _first_link(token)
    form = Form(request.form)
    email, name = form.email(), form.name()
    password = form.new_password(personal={email, name.lower()})
    if form.errors:
        return render_template("staff/first.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    administrator = Profile(name, frozenset({Role.ADMINISTRATOR}), profession=None)
    password_hash = hash_password(password)
    try:
        with current_services().database.writing() as writing:
            if not links.use(writing, link) or accounts.has_administrator(writing):
                abort(404)
            account = accounts.create(writing, email, administrator, password_hash)
            audit_as(writing, account.id, account.name, Action.FIRST_ADMINISTRATOR, account.id)
    except EmailTakenError:
        form.errors["email"] = words.EMAIL_TAKEN
        return render_template("staff/first.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    return go_on(account.id, came_for="")


def choose_password(token: str) -> ResponseReturnValue:
    _, account = _invitation(token)
    if account is None:
        return render_template("staff/link_used.html"), HTTPStatus.NOT_FOUND
    return render_template("staff/choose_password.html", form=Form(), account=account)


def keep_password(token: str) -> ResponseReturnValue:
    link, invited = _invitation(token)
    if link is None or invited is None:
        return render_template("staff/link_used.html"), HTTPStatus.NOT_FOUND
    form = Form(request.form)
    password = form.new_password(personal={invited.email, invited.name.lower()})
    if form.errors:
        page = render_template("staff/choose_password.html", form=form, account=invited)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    password_hash = hash_password(password)
    with current_services().database.writing() as writing:
        if not links.use(writing, link):
            return render_template("staff/link_used.html"), HTTPStatus.NOT_FOUND
        account = writing.get_one(Account, invited.id)
        accounts.set_password(writing, account, password_hash)
        audit_as(writing, account.id, account.name, Action.PASSWORD_CHANGED, account.id)
    return go_on(account.id, came_for="")


def _first_link(token: str) -> PasswordLink:
    with current_services().database.reading() as reading:
        link = links.find(reading, token, now())
    if link is None or link.account_id is not None:
        abort(404)
    return link


def _invitation(token: str) -> tuple[PasswordLink | None, Account | None]:
    with current_services().database.reading() as reading:
        link = links.find(reading, token, now())
        account = reading.get(Account, link.account_id) if link and link.account_id else None
    return link, account if account and account.active else None

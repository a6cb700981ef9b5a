from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from web_widget.access import Role, require
from web_widget.audit import Action, audit
from web_widget.conversations import presence
from web_widget.conversations.handover import Adviser
from web_widget.conversations.models import now
from web_widget.errors import NotFoundError
from web_widget.services import current_services
from web_widget.staff import accounts, links, sign_in, words
from web_widget.staff.errors import EmailTakenError, LastAdministratorError
from web_widget.staff.forms import Form
from web_widget.staff.models import Account

PATH = "/konto/ansatte"


def add_to(blueprint: Blueprint) -> None:
    for_administrators = require(Role.ADMINISTRATOR)
    for path, view in (("", people), ("/ny", invitation), ("/<account_id>", person)):
        blueprint.get(PATH + path)(for_administrators(view))
    for path, change in (
        ("/ny", invite),
        ("/<account_id>", change_person),
        ("/<account_id>/lenke", make_link),
        ("/<account_id>/totrinn", reset_factor),
        ("/<account_id>/steng", deactivate),
        ("/<account_id>/apne", activate),
    ):
        blueprint.post(PATH + path)(for_administrators(change))


def people() -> ResponseReturnValue:
    with current_services().database.reading() as reading:
        rows = [(account, _status(reading, account)) for account in accounts.everybody(reading)]
    return render_template("staff/people.html", rows=rows, titles=words)


def invitation() -> ResponseReturnValue:
    return render_template("staff/invitation.html", form=Form(), titles=words)


def invite() -> ResponseReturnValue:
    form = Form(request.form)
    email, profile = form.email(), form.profile()
    try:
        if form.errors:
            return _invitation_again(form)
        with current_services().database.writing() as writing:
            account = accounts.create(writing, email, profile)
            token = links.make_link(writing, account.id, now())
            audit(writing, Action.INVITED, account.id, roles=account.roles)
    except EmailTakenError:
        form.errors["email"] = words.EMAIL_TAKEN
        return _invitation_again(form)
    return _link_page(account, token)


def person(account_id: str) -> ResponseReturnValue:
    return _person_page(account_id, Form())


def change_person(account_id: str) -> ResponseReturnValue:
    form = Form(request.form)
    profile = form.profile()
    try:
        if not form.errors:
            with current_services().database.writing() as writing:
                account = _account(writing, account_id)
                changed = accounts.change(writing, account, profile)
                audit(writing, Action.ACCOUNT_CHANGED, account_id, changed=changed)
    except LastAdministratorError:
        form.errors["roles"] = words.LAST_ADMINISTRATOR
    if form.errors:
        return _person_page(account_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _done(account_id, words.SAVED)


def make_link(account_id: str) -> ResponseReturnValue:
    with current_services().database.writing() as writing:
        account = _account(writing, account_id)
        token = links.make_link(writing, account.id, now())
        audit(writing, Action.LINK_MADE, account.id)
    return _link_page(account, token)


def reset_factor(account_id: str) -> ResponseReturnValue:
    with current_services().database.writing() as writing:
        accounts.reset_second_factor(writing, _account(writing, account_id))
        audit(writing, Action.SECOND_FACTOR_RESET, account_id)
    return _done(account_id, words.FACTOR_RESET)


def deactivate(account_id: str) -> ResponseReturnValue:
    try:
        with current_services().database.writing() as writing:
            audit(writing, Action.DEACTIVATED, account_id)
            account = _account(writing, account_id)
            accounts.deactivate(writing, account)
            # Whoever talks with them now goes back to the queue at once.
            presence.leave(writing, Adviser(account.id, account.name, account.profession))
    except LastAdministratorError:
        form = Form()
        form.errors["roles"] = words.LAST_ADMINISTRATOR
        return _person_page(account_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _done(account_id, words.DEACTIVATED)


def activate(account_id: str) -> ResponseReturnValue:
    with current_services().database.writing() as writing:
        _account(writing, account_id).active = True
        audit(writing, Action.ACTIVATED, account_id)
    return _done(account_id, words.ACTIVATED)


def _account(session: Session, account_id: str) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise NotFoundError(account_id)
    return account


def _status(session: Session, account: Account) -> str:
    """Say in one word how the account stands."""
    if not account.active:
        return "Stengt"
    if account.password_hash is None and not accounts.has_outside(session, account.id):
        return "Invitert" if links.is_invited(session, account.id, now()) else "Lenken er utløpt"
    return "Sperret" if sign_in.is_locked(account, now()) else "Aktiv"


def _person_page(account_id: str, form: Form) -> str:
    with current_services().database.reading() as reading:
        account = _account(reading, account_id)
        status = _status(reading, account)
    return render_template(
        "staff/person.html", form=form, account=account, status=status, titles=words
    )


def _invitation_again(form: Form) -> ResponseReturnValue:
    page = render_template("staff/invitation.html", form=form, titles=words)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def _link_page(account: Account, token: str) -> str:
    link = url_for("staff.choose_password", token=token, _external=True)
    return render_template(
        "staff/link.html", account=account, link=link, hours=links.INVITATION_HOURS
    )


def _done(account_id: str, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("staff.person", account_id=account_id))

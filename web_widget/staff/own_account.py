from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web_widget.access import current_member, require
from web_widget.audit import Action, audit
from web_widget.conversations.models import now
from web_widget.services import current_services
from web_widget.staff import accounts, second_factor, words
from web_widget.staff.forms import Form
from web_widget.staff.login import open_session
from web_widget.staff.models import Account
from web_widget.staff.passwords import hash_password
from web_widget.staff.sign_in import check_own_password


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/konto")(require()(own))
    blueprint.post("/konto/passord")(require()(change_password))
    blueprint.post("/konto/totrinn")(require()(renew_factor))
    blueprint.get("/konto/totrinn")(require()(new_factor))
    blueprint.post("/konto/totrinn/bekreft")(require()(confirm_factor))
    blueprint.post("/konto/reservekoder")(require()(renew_recovery_codes))


def own() -> ResponseReturnValue:
    return _page(Form())


def change_password() -> ResponseReturnValue:
    form = Form(request.form)
    member = current_member()
    password = form.new_password(personal={_own_account().email, member.name.lower()})
    if not form.errors and not _knows_password(form, "password"):
        form.errors["password"] = words.WRONG_PASSWORD
    if form.errors:
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    password_hash = hash_password(password)
    with current_services().database.writing() as writing:
        account = writing.get_one(Account, member.id)
        audit(writing, Action.PASSWORD_CHANGED, account.id)
        accounts.set_password(writing, account, password_hash)
    open_session(member.id)
    flash(words.PASSWORD_CHANGED)
    return redirect(url_for("staff.own"))


def renew_factor() -> ResponseReturnValue:
    form = Form(request.form)
    if not _knows_password(form, "factor_password"):
        form.errors["factor_password"] = words.WRONG_PASSWORD
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    with current_services().database.writing() as writing:
        second_factor.begin_set_up(writing.get_one(Account, current_member().id))
    return redirect(url_for("staff.new_factor"))


def new_factor() -> ResponseReturnValue:
    account = _own_account()
    if account.totp_new_secret is None:
        return redirect(url_for("staff.own"))
    return _set_up_page(account, Form())


def confirm_factor() -> ResponseReturnValue:
    form = Form(request.form)
    with current_services().database.writing() as writing:
        account = writing.get_one(Account, current_member().id)
        if account.totp_new_secret is None:
            return redirect(url_for("staff.own"))
        if not second_factor.confirm_set_up(account, form.text("code"), now()):
            form.errors["code"] = words.WRONG_NEW_CODE
        else:
            codes = second_factor.new_recovery_codes(writing, account.id)
            audit(writing, Action.SECOND_FACTOR_SET, account.id)
    if form.errors:
        return _set_up_page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _codes_page(codes)


def renew_recovery_codes() -> ResponseReturnValue:
    form = Form(request.form)
    if not _knows_password(form, "codes_password"):
        form.errors["codes_password"] = words.WRONG_PASSWORD
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    with current_services().database.writing() as writing:
        codes = second_factor.new_recovery_codes(writing, current_member().id)
        audit(writing, Action.RECOVERY_CODES_MADE, current_member().id)
    return _codes_page(codes)


def _own_account() -> Account:
    with current_services().database.reading() as reading:
        return reading.get_one(Account, current_member().id)


def _knows_password(form: Form, field: str) -> bool:
    """Ask again for the password: the one at the keyboard may not be the one who signed in."""
    password = form.values.get(field, "")
    return check_own_password(current_services().database, current_member().id, password)


def _page(form: Form) -> str:
    with current_services().database.reading() as reading:
        account = reading.get_one(Account, current_member().id)
        left = second_factor.recovery_codes_left(reading, account.id)
    return render_template("staff/own.html", form=form, account=account, recovery_codes_left=left)


def _set_up_page(account: Account, form: Form) -> str:
    return render_template(
        "staff/set_up.html",
        form=form,
        account=account,
        qr_code=second_factor.qr_code(account),
        action=url_for("staff.confirm_factor"),
    )


def _codes_page(codes: list[str]) -> str:
    return render_template("staff/recovery_codes.html", codes=codes, go_on=url_for("staff.own"))

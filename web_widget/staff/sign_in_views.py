from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from web_widget.access import Role, current_adviser, current_member, open_to_all, require
from web_widget.audit import Action, audit, audit_as
from web_widget.conversations import presence
from web_widget.conversations.models import now
from web_widget.services import current_services
from web_widget.staff import second_factor, sessions, words
from web_widget.staff.forms import Form
from web_widget.staff.login import (
    CAME_FOR,
    go_on,
    home,
    open_session,
    own_address,
    pending_account,
)
from web_widget.staff.models import Account
from web_widget.staff.sign_in import check_code, check_password


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/logg-inn")(open_to_all(sign_in))
    blueprint.post("/logg-inn")(open_to_all(try_password))
    blueprint.get("/logg-inn/kode")(open_to_all(ask_code))
    blueprint.post("/logg-inn/kode")(open_to_all(try_code))
    blueprint.get("/logg-inn/oppsett")(open_to_all(set_up))
    blueprint.post("/logg-inn/oppsett")(open_to_all(confirm_set_up))
    blueprint.post("/logg-ut")(require()(sign_out))


def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(home())
    return render_template("staff/sign_in.html", form=Form(request.args))


def try_password() -> ResponseReturnValue:
    form = Form(request.form)
    password = request.form.get("password", "")
    account = check_password(current_services().database, form.text("email"), password)
    if account is None:
        form.errors["sign_in"] = words.WRONG_SIGN_IN
        page = render_template("staff/sign_in.html", form=form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return go_on(account.id, own_address(form.text("next")))


def ask_code() -> ResponseReturnValue:
    if pending_account() is None:
        return _from_the_start()
    return render_template("staff/code.html", form=Form())


def try_code() -> ResponseReturnValue:
    form = Form(request.form)
    pending = pending_account()
    if pending is None:
        return _from_the_start()
    with current_services().database.writing() as writing:
        account = check_code(writing, pending.id, form.text("code"))
    if account is None:
        form.errors["code"] = words.WRONG_CODE
        return render_template("staff/code.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    came_for = session.get(CAME_FOR)
    open_session(account.id)
    return redirect(came_for or home())


def set_up() -> ResponseReturnValue:
    account = pending_account()
    if account is None or account.totp_confirmed_at:
        return _from_the_start()
    return _set_up_page(account, Form())


def confirm_set_up() -> ResponseReturnValue:
    form = Form(request.form)
    pending = pending_account()
    if pending is None or pending.totp_confirmed_at:
        return _from_the_start()
    with current_services().database.writing() as writing:
        account = writing.get_one(Account, pending.id)
        is_right = second_factor.confirm_set_up(account, form.text("code"), now())
        if is_right:
            codes = second_factor.new_recovery_codes(writing, account.id)
            audit_as(writing, account.id, account.name, Action.SECOND_FACTOR_SET)
    if not is_right:
        form.errors["code"] = words.WRONG_NEW_CODE
        return _set_up_page(account, form), HTTPStatus.UNPROCESSABLE_ENTITY
    came_for = session.get(CAME_FOR)
    open_session(account.id)
    return render_template("staff/recovery_codes.html", codes=codes, go_on=came_for or home())


def sign_out() -> ResponseReturnValue:
    member = current_member()
    with current_services().database.writing() as writing:
        audit(writing, Action.SIGNED_OUT)
        if member.has(Role.ADVISER):
            presence.leave(writing, current_adviser())
        sessions.end(writing, member.session_token)
    logout_user()
    session.clear()
    flash(words.SIGNED_OUT)
    return redirect(url_for("staff.sign_in"))


def _set_up_page(account: Account, form: Form) -> str:
    return render_template(
        "staff/set_up.html",
        form=form,
        account=account,
        qr_code=second_factor.qr_code(account),
        action=url_for("staff.confirm_set_up"),
    )


def _from_the_start() -> ResponseReturnValue:
    flash(words.SIGN_IN_AGAIN)
    return redirect(url_for("staff.sign_in"))

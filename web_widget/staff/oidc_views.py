from flask import Blueprint, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from web_widget.access import open_to_all
from web_widget.audit import Action, audit_as
from web_widget.services import current_services
from web_widget.staff import words
from web_widget.staff.errors import OutsideSignInError
from web_widget.staff.login import CAME_FOR, go_on, home, open_session, own_address
from web_widget.staff.oidc import provider
from web_widget.staff.outside_accounts import admit


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/logg-inn/oidc")(open_to_all(oidc_start))
    blueprint.get("/logg-inn/oidc/svar")(open_to_all(oidc_answer))


def oidc_start() -> ResponseReturnValue:
    outside = provider() or abort(404)
    # Else a link on another site would sign out who follows it.
    if current_user.is_authenticated:
        return redirect(home())
    session[CAME_FOR] = own_address(request.args.get("next", ""))
    try:
        return outside.redirect()
    except OutsideSignInError as error:
        return _failed(str(error))


def oidc_answer() -> ResponseReturnValue:
    outside = provider() or abort(404)
    if current_user.is_authenticated:
        return redirect(home())
    came_for = session.get(CAME_FOR, "")
    try:
        outsider = outside.outsider()
    except OutsideSignInError as error:
        return _failed(str(error))
    with current_services().database.writing() as writing:
        account_id = admit(writing, outsider, outside.settings.oidc_create_accounts)
    if account_id is None:
        return _failed("no access")
    if not outsider.has_second_factor:
        return go_on(account_id, came_for)
    open_session(account_id, via="oidc")
    return redirect(came_for or home())


def _failed(reason: str) -> ResponseReturnValue:
    """Say that it did not work, and to nobody why: only the log for administrators tells."""
    with current_services().database.writing() as writing:
        audit_as(writing, None, None, Action.SIGN_IN_FAILED, step="oidc", reason=reason)
    session.pop(CAME_FOR, None)
    flash(words.OUTSIDE_FAILED)
    return redirect(url_for("staff.sign_in"))

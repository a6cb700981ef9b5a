"""From the cookie to the member, and on from a right password to an open session."""

from flask import Flask, Response, current_app, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, login_user

from web_widget.access import Member, is_background_call, menu
from web_widget.audit import Action, audit_as
from web_widget.conversations.models import now
from web_widget.conversations.opening_hours import OSLO
from web_widget.database import Database
from web_widget.services import current_services
from web_widget.settings import Settings
from web_widget.staff import second_factor, sessions, words
from web_widget.staff.models import Account
from web_widget.staff.passwords import MIN_LENGTH

PENDING_TOKEN = "sign_in"  # noqa: S105 the name of a cookie's field
CAME_FOR = "came_for"


class Members(LoginManager):  # type: ignore[misc]  # it has no types
    """Knows the members by their sessions; nobody is remembered past the end of one."""

    def _update_remember_cookie(self, response: Response) -> Response:
        # Looking for that cookie would make every public page one that differs by reader.
        return response


def watch_sessions(app: Flask, settings: Settings) -> None:
    """Let Flask-Login know the members by the sessions in the database."""
    app.config["SECOND_FACTOR_REQUIRED"] = settings.staff_second_factor == "required"
    app.extensions["is_live_session"] = _is_live
    app.jinja_env.globals.update(
        staff_roles=words.roles_of,
        oslo_time=lambda moment: moment.astimezone(OSLO),
        min_password_length=MIN_LENGTH,
    )
    manager = Members()
    # Its context processor would read the session on the public pages too.
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_load_member)


def go_on(account_id: str, came_for: str) -> ResponseReturnValue:
    """Ask for the second factor after the first, or have it set up."""
    with current_services().database.reading() as reading:
        must_set_up = reading.get_one(Account, account_id).totp_confirmed_at is None
    if must_set_up and not current_app.config["SECOND_FACTOR_REQUIRED"]:
        open_session(account_id)
        return redirect(came_for or home())
    with current_services().database.writing() as writing:
        mine = writing.get_one(Account, account_id)
        if must_set_up:
            second_factor.begin_set_up(mine)
        token = sessions.start(writing, mine, complete=False, moment=now())
    session.clear()
    session[PENDING_TOKEN], session[CAME_FOR] = token, came_for
    return redirect(url_for("staff.set_up" if must_set_up else "staff.ask_code"))


def pending_account() -> Account | None:
    """Return who has given a right password and not yet the second factor."""
    token = session.get(PENDING_TOKEN)
    if token is None:
        return None
    with current_services().database.reading() as reading:
        return sessions.account_of(reading, token, complete=False, moment=now())


def own_address(target: str) -> str:
    """Return the address if it is one of this site; a browser reads a backslash as a slash."""
    is_own = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_own and target.isprintable() else ""


def open_session(account_id: str, **details: str) -> None:
    """Sign the account in to this browser, in a session with a new token."""
    pending = session.get(PENDING_TOKEN)
    with current_services().database.writing() as writing:
        account = writing.get_one(Account, account_id)
        token = sessions.start(writing, account, complete=True, moment=now())
        if pending:
            sessions.end(writing, pending)
        audit_as(writing, account.id, account.name, Action.SIGNED_IN, **details)
        member = sessions.member_of(writing, token, now())
    session.clear()
    login_user(member)


def home() -> str:
    """Return the address of the first page in the member's menu."""
    return url_for(menu()[0].endpoint)


def _load_member(token: str) -> Member | None:
    database = current_services().database
    with database.reading() as reading:
        member = sessions.member_of(reading, token, now())
        is_due = not is_background_call() and sessions.is_due(reading, token, now())
    if member and is_due:
        with database.writing() as writing:
            sessions.touch(writing, token, member.id, now())
    return member


def _is_live(database: Database, token: str) -> bool:
    with database.reading() as reading:
        return sessions.member_of(reading, token, now()) is not None

"""The two steps of a sign-in. Each attempt is counted before it is judged, so that many at
once are no more than five."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from web_widget.audit import Action, audit_as
from web_widget.conversations.models import now
from web_widget.database import Database
from web_widget.staff import second_factor
from web_widget.staff.models import Account
from web_widget.staff.passwords import verify_password

MAX_FAILURES = 5
LOCKED = timedelta(minutes=15)


def check_password(database: Database, email: str, password: str) -> Account | None:
    """Return the account whose password this is; who is unknown or locked out takes as long."""
    with database.writing() as session:
        account = _count_attempt(session, Account.email == email.lower(), now())
    is_right = verify_password(account.password_hash if account else None, password)
    with database.writing() as session:
        known = session.get(Account, account.id) if account else None
        if known and is_right:
            _forgive(known)
            return known
        _write_failure(session, known, "password")
    return None


def check_own_password(database: Database, account_id: str, password: str) -> bool:
    """Tell whether somebody who is signed in knows the password too."""
    with database.reading() as session:
        account = session.get(Account, account_id)
    return account is not None and check_password(database, account.email, password) is not None


def check_code(session: Session, account_id: str, code: str) -> Account | None:
    """Return the account if the code is its second factor, which is thereby used up."""
    account = _count_attempt(session, Account.id == account_id, now())
    kind = second_factor.use_code(session, account, code, now()) if account else None
    if account is None or kind is None:
        _write_failure(session, account, "code")
        return None
    _forgive(account)
    if kind == "recovery":
        audit_as(session, account.id, account.name, Action.RECOVERY_CODE_USED)
    return account


def is_locked(account: Account, moment: datetime) -> bool:
    return account.locked_until is not None and account.locked_until > moment


def _count_attempt(
    session: Session, which: ColumnElement[bool], moment: datetime
) -> Account | None:
    """Count one more attempt, as if it failed; None when no attempt is allowed."""
    account = session.scalar(select(Account).where(which).with_for_update())
    if account is None or not account.active or is_locked(account, moment):
        return None
    if account.locked_until:  # and that time is over
        account.failed_count, account.locked_until = 0, None
    account.failed_count += 1
    if account.failed_count >= MAX_FAILURES:
        account.locked_until = moment + LOCKED
    return account


def _forgive(account: Account) -> None:
    """Take back the attempt that was counted; earlier ones count until the sign-in is complete."""
    account.failed_count = max(0, account.failed_count - 1)
    account.locked_until = None


def _write_failure(session: Session, account: Account | None, step: str) -> None:
    # What was typed as the address may be a password, so it is never kept.
    account_id, name = (account.id, account.name) if account else (None, None)
    audit_as(session, account_id, name, Action.SIGN_IN_FAILED, step=step)
    if account and account.locked_until:
        audit_as(session, account_id, name, Action.LOCKED_OUT)

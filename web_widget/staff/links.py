"""One-time links to choose a password; only their hashes are stored."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from web_widget.conversations.tokens import hash_token, new_token
from web_widget.staff.accounts import has_administrator
from web_widget.staff.models import PasswordLink

FIRST_LIFETIME = timedelta(hours=24)
INVITATION_HOURS = 72


def make_first_link(session: Session, moment: datetime) -> str | None:
    """Return the token of the first administrator's link, or None when there is one already."""
    if has_administrator(session):
        return None
    session.execute(delete(PasswordLink).where(PasswordLink.account_id.is_(None)))
    return _make(session, None, moment + FIRST_LIFETIME)


def make_link(session: Session, account_id: str, moment: datetime) -> str:
    """Return the token of a link for the account; its earlier links stop working."""
    session.execute(delete(PasswordLink).where(PasswordLink.account_id == account_id))
    return _make(session, account_id, moment + timedelta(hours=INVITATION_HOURS))


def find(session: Session, token: str, moment: datetime) -> PasswordLink | None:
    """Return the link if it may be used now."""
    link = session.get(PasswordLink, hash_token(token))
    if link is None or link.expires_at <= moment:
        return None
    return None if link.account_id is None and has_administrator(session) else link


def use(session: Session, link: PasswordLink) -> bool:
    """Use the link up; False when somebody else was first."""
    used = delete(PasswordLink).where(PasswordLink.token_hash == link.token_hash)
    return bool(session.execute(used).rowcount)  # type: ignore[attr-defined]


def is_invited(session: Session, account_id: str, moment: datetime) -> bool:
    """Tell whether a link of the account waits to be used."""
    waiting = select(PasswordLink.expires_at).where(PasswordLink.account_id == account_id)
    expires_at = session.scalar(waiting)
    return expires_at is not None and expires_at > moment


def _make(session: Session, account_id: str | None, expires_at: datetime) -> str:
    token = new_token()
    session.add(
        PasswordLink(token_hash=hash_token(token), account_id=account_id, expires_at=expires_at)
    )
    return token

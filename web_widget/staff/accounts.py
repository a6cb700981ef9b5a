from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web_widget.access import Role
from web_widget.staff import second_factor, sessions
from web_widget.staff.errors import EmailTakenError, LastAdministratorError
from web_widget.staff.models import Account, OutsideIdentity


@dataclass(frozen=True)
class Profile:
    """What an administrator decides about an account."""

    name: str
    roles: frozenset[Role]
    profession: str | None


def create(
    session: Session, email: str, profile: Profile, password_hash: str | None = None
) -> Account:
    """Add an account; without a password nobody can sign in to it yet."""
    account = Account(email=email.lower(), password_hash=password_hash)
    _apply(account, profile)
    session.add(account)
    try:
        session.flush()
    except IntegrityError as error:
        raise EmailTakenError(email) from error
    return account


def by_email(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == email.lower()))


def has_outside(session: Session, account_id: str) -> bool:
    """Tell whether the account has been signed in to by the organisation's own sign-in."""
    tied = select(OutsideIdentity).where(OutsideIdentity.account_id == account_id)
    return session.scalar(tied) is not None


def everybody(session: Session) -> list[Account]:
    return list(session.scalars(select(Account).order_by(Account.active.desc(), Account.name)))


def change(session: Session, account: Account, profile: Profile) -> list[str]:
    """Change the account and return the names of what became different."""
    before = (account.name, set(account.roles), account.profession)
    if Role.ADMINISTRATOR not in profile.roles:
        _keep_an_administrator(session, but=account)
    _apply(account, profile)
    after = (account.name, set(account.roles), account.profession)
    names = ("name", "roles", "profession")
    return [name for name, old, new in zip(names, before, after, strict=True) if old != new]


def set_password(session: Session, account: Account, password_hash: str) -> None:
    """Change the password, which ends every session of the account."""
    account.password_hash = password_hash
    account.failed_count, account.locked_until = 0, None
    sessions.end_all(session, account.id)


def reset_second_factor(session: Session, account: Account) -> None:
    """Forget the second factor, so that the next sign-in sets up a new one."""
    second_factor.remove(session, account)
    sessions.end_all(session, account.id)


def deactivate(session: Session, account: Account) -> None:
    """Shut the account at once, also where it is signed in."""
    _keep_an_administrator(session, but=account)
    account.active = False
    sessions.end_all(session, account.id)


def has_administrator(session: Session) -> bool:
    return bool(_administrators(everybody(session)))


def _apply(account: Account, profile: Profile) -> None:
    account.name = profile.name
    account.roles = sorted(profile.roles)
    account.profession = profile.profession


def _keep_an_administrator(session: Session, but: Account) -> None:
    # Locked, so that two administrators can't shut out each other at the same moment.
    locked = session.scalars(select(Account).with_for_update()).all()
    administrators = _administrators(locked)
    if but in administrators and len(administrators) == 1:
        raise LastAdministratorError(but.id)


def _administrators(accounts: Iterable[Account]) -> list[Account]:
    return [each for each in accounts if each.active and Role.ADMINISTRATOR in each.roles]

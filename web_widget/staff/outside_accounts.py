"""Which account is whose, when the organisation's own sign-in says who is there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from web_widget.access import Role
from web_widget.audit import Action, audit_as
from web_widget.staff import accounts
from web_widget.staff.accounts import Profile
from web_widget.staff.errors import LastAdministratorError
from web_widget.staff.models import Account, OutsideIdentity
from web_widget.staff.oidc import Outsider


def admit(session: Session, outsider: Outsider, may_create: bool) -> str | None:
    """Return the id of the account to sign in to, or None when nobody is let in.

    Known by the provider's subject; the first time by an address that the provider has verified,
    of somebody who was invited, or is made anew when the provider gives a role and that is allowed.
    """
    account = _known(session, outsider) or _invited(session, outsider)
    if account is None and may_create and outsider.roles and outsider.email:
        account = _new(session, outsider)
    if account is None or not account.active:
        return None
    _follow_roles(session, account, outsider)
    # Where the provider gives the roles, who has lost them all is not let in.
    return account.id if account.roles or outsider.roles is None else None


def _known(session: Session, outsider: Outsider) -> Account | None:
    return session.scalar(
        select(Account)
        .join(OutsideIdentity, OutsideIdentity.account_id == Account.id)
        .where(OutsideIdentity.identity == outsider.identity)
    )


def _invited(session: Session, outsider: Outsider) -> Account | None:
    """Find the account of the address, unless it is somebody else's at the provider already."""
    account = accounts.by_email(session, outsider.email) if outsider.email else None
    if account is None or not account.active or accounts.has_outside(session, account.id):
        return None
    _tie(session, account, outsider)
    return account


def _new(session: Session, outsider: Outsider) -> Account | None:
    if accounts.by_email(session, outsider.email) is not None:
        return None
    account = accounts.create(session, outsider.email, _profile(outsider, None))
    audit_as(session, account.id, account.name, Action.INVITED, account.id, roles=account.roles)
    _tie(session, account, outsider)
    return account


def _tie(session: Session, account: Account, outsider: Outsider) -> None:
    session.add(OutsideIdentity(identity=outsider.identity, account_id=account.id))
    audit_as(session, account.id, account.name, Action.OUTSIDE_TIED, account.id)
    session.flush()


def _follow_roles(session: Session, account: Account, outsider: Outsider) -> None:
    """Give and take roles as the provider says; the last administrator stays one."""
    if outsider.roles is None:
        return
    try:
        changed = accounts.change(session, account, _profile(outsider, account))
    except LastAdministratorError:
        return
    if changed:
        audit_as(
            session, account.id, account.name, Action.ACCOUNT_CHANGED, account.id, changed=changed
        )


def _profile(outsider: Outsider, account: Account | None) -> Profile:
    profession = outsider.profession or (account.profession if account else None)
    roles = outsider.roles or frozenset()
    if profession is None:
        # The user sees an adviser's profession, so there is no adviser without one.
        roles -= {Role.ADVISER}
    return Profile(account.name if account else outsider.name, roles, profession)

"""Sessions of the staff: rows that end by themselves, at sign-out, or with the account."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from web_widget.access import Member, Role
from web_widget.conversations.tokens import hash_token, new_token
from web_widget.staff.models import Account, StaffSession

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# Between the password and the code of the second factor.
PENDING = timedelta(minutes=10)
# How exactly the last sign of life is kept; each request would otherwise write.
SEEN_STEP = timedelta(minutes=1)

# Every call of the staff's pages asks these, so they are built once.
_ACCOUNT = (
    select(Account)
    .join(StaffSession, StaffSession.account_id == Account.id)
    .where(
        StaffSession.token_hash == bindparam("token_hash"),
        Account.active,
        StaffSession.complete == bindparam("complete"),
        StaffSession.seen_at > bindparam("idle_since"),
        StaffSession.started_at > bindparam("open_since"),
        or_(StaffSession.complete, StaffSession.started_at > bindparam("pending_since")),
    )
)
_SEEN = select(StaffSession.seen_at).where(StaffSession.token_hash == bindparam("token_hash"))


def start(session: Session, account: Account, complete: bool, moment: datetime) -> str:
    """Open a session and return its token; sessions that are over are cleared away."""
    session.execute(delete(StaffSession).where(StaffSession.started_at < moment - ABSOLUTE))
    token = new_token()
    session.add(
        StaffSession(
            token_hash=hash_token(token),
            account_id=account.id,
            complete=complete,
            started_at=moment,
            seen_at=moment,
        )
    )
    if complete:
        account.failed_count, account.locked_until, account.last_seen_at = 0, None, moment
    return token


def account_of(session: Session, token: str, complete: bool, moment: datetime) -> Account | None:
    """Return whose live session this is."""
    return session.scalar(
        _ACCOUNT,
        {
            "token_hash": hash_token(token),
            "complete": complete,
            "idle_since": moment - IDLE,
            "open_since": moment - ABSOLUTE,
            "pending_since": moment - PENDING,
        },
    )


def member_of(session: Session, token: str, moment: datetime) -> Member | None:
    account = account_of(session, token, complete=True, moment=moment)
    if account is None:
        return None
    roles = frozenset(Role(role) for role in account.roles)
    return Member(account.id, account.name, roles, account.profession, token)


def is_due(session: Session, token: str, moment: datetime) -> bool:
    """Tell whether the last sign of life is so old that a new one must be written."""
    seen_at = session.scalar(_SEEN, {"token_hash": hash_token(token)})
    return seen_at is not None and seen_at < moment - SEEN_STEP


def touch(session: Session, token: str, account_id: str, moment: datetime) -> None:
    """Write down a sign of life of the member."""
    mine = StaffSession.token_hash == hash_token(token)
    session.execute(update(StaffSession).where(mine).values(seen_at=moment))
    session.execute(update(Account).where(Account.id == account_id).values(last_seen_at=moment))


def end(session: Session, token: str) -> None:
    session.execute(delete(StaffSession).where(StaffSession.token_hash == hash_token(token)))


def end_all(session: Session, account_id: str) -> None:
    session.execute(delete(StaffSession).where(StaffSession.account_id == account_id))

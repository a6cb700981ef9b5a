from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from web_widget.conversations.models import Base, new_id, now


class Account(Base):
    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    # In lower case, so that one address is one account.
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    # Empty until the one who was invited has chosen one.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    profession: Mapped[str | None] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    # A secret that is being set up; the old one counts until a code of the new one was typed.
    totp_new_secret: Mapped[str | None] = mapped_column(String(64))
    totp_confirmed_at: Mapped[datetime | None]
    # The time step of the last code that was used: a code counts once.
    totp_last_step: Mapped[int] = mapped_column(default=0)
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime | None]


def of_account(primary_key: bool = False, index: bool = False) -> Mapped[str]:
    return mapped_column(
        String(26),
        ForeignKey("accounts.id", ondelete="CASCADE"),
        primary_key=primary_key,
        index=index,
    )


class RecoveryCode(Base):
    """A code that stands in for the second factor, once."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[str] = of_account(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class StaffSession(Base):
    """A sign-in; the cookie holds its token, and deleting the row ends it everywhere."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = of_account(index=True)
    # False between the password and the second factor.
    complete: Mapped[bool]
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)


class OutsideIdentity(Base):
    """Whose account it is at the organisation's own sign-in."""

    __tablename__ = "outside_identities"

    # A hash of issuer and subject, which never change and are nobody's address.
    identity: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(
        String(26), ForeignKey("accounts.id", ondelete="CASCADE"), unique=True
    )
    tied_at: Mapped[datetime] = mapped_column(default=now)


class PasswordLink(Base):
    """A one-time link to choose a password; without an account it makes the first administrator."""

    __tablename__ = "password_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str | None] = mapped_column(
        String(26), ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime]

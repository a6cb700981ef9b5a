"""Who of the staff read or did what. Entries hold ids and kinds, never anybody's words."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from web_widget.access import current_member
from web_widget.conversations.models import Base, JsonObject, new_id, now

# A page that is open fetches the conversation again and again: that is one reading.
ONE_READING = timedelta(minutes=10)


class Action(StrEnum):
    SIGNED_IN = "sign_in.done"
    SIGN_IN_FAILED = "sign_in.failed"
    LOCKED_OUT = "sign_in.locked"
    SIGNED_OUT = "sign_out"
    RECOVERY_CODE_USED = "sign_in.recovery_code"
    PASSWORD_CHANGED = "account.password"  # noqa: S105 not a password
    SECOND_FACTOR_SET = "account.second_factor"
    SECOND_FACTOR_RESET = "account.second_factor_reset"
    RECOVERY_CODES_MADE = "account.recovery_codes"
    FIRST_ADMINISTRATOR = "account.first_administrator"
    INVITED = "account.invited"
    LINK_MADE = "account.link"
    OUTSIDE_TIED = "account.outside"
    ACCOUNT_CHANGED = "account.changed"
    DEACTIVATED = "account.deactivated"
    ACTIVATED = "account.activated"
    AUDIT_LOG_READ = "audit_log.read"
    CONVERSATION_READ = "conversation.read"
    CONVERSATION_TAKEN = "conversation.taken"
    CONVERSATION_PASSED = "conversation.passed"
    CONVERSATION_GIVEN_BACK = "conversation.given_back"
    CONVERSATION_ENDED = "conversation.ended"
    CONVERSATIONS_SEARCHED = "conversation.searched"
    NOTE_WRITTEN = "note.written"
    CALLBACKS_READ = "callback.read"
    CALLBACK_HANDLED = "callback.handled"
    CANNED_REPLY_CHANGED = "canned_reply.changed"
    DRAFT_BEGUN = "content.begun"
    DRAFT_SAVED = "content.saved"
    DRAFT_SUBMITTED = "content.submitted"
    DRAFT_SENT_BACK = "content.sent_back"
    DRAFT_DISCARDED = "content.discarded"
    CONTENT_PUBLISHED = "content.published"
    CONTENT_SCHEDULED = "content.scheduled"
    CONTENT_RESTORED = "content.restored"
    CONTENT_ARCHIVED = "content.archived"
    QUESTION_RELEASED = "question.released"
    QUESTIONS_HANDLED = "question.handled"
    QUESTIONS_GROUPED = "question.grouped"
    FIGURES_EXPORTED = "figures.exported"


class AuditEntry(Base):
    __tablename__ = "audit_entries"

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    # No foreign key: an entry outlives the account and the conversation it is about.
    account_id: Mapped[str | None] = mapped_column(String(26), index=True)
    name: Mapped[str | None] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str | None] = mapped_column(String(64), index=True)
    details: Mapped[JsonObject] = mapped_column(JSON, default=dict)


_RECENTLY_DONE = (
    select(AuditEntry.id)
    .where(AuditEntry.account_id == bindparam("account"))
    .where(AuditEntry.subject == bindparam("subject"))
    .where(AuditEntry.action == bindparam("action"))
    .where(AuditEntry.at > bindparam("since"))
    .limit(1)
)


def audit(session: Session, action: Action, subject: str | None = None, **details: object) -> None:
    """Write down what the signed-in member does to `subject`, the id of something."""
    member = current_member()
    audit_as(session, member.id, member.name, action, subject, **details)


def audit_as(
    session: Session,
    account_id: str | None,
    name: str | None,
    action: Action,
    subject: str | None = None,
    **details: object,
) -> None:
    """Write down what somebody does who is not signed in, such as a sign-in itself."""
    session.add(
        AuditEntry(
            account_id=account_id, name=name, action=action, subject=subject, details=details
        )
    )


def audit_reading(session: Session, conversation_id: str) -> None:
    """Write down that the member reads a conversation, once for each reading."""
    if not is_one_reading(session, conversation_id):
        audit(session, Action.CONVERSATION_READ, conversation_id)


def is_one_reading(session: Session, conversation_id: str) -> bool:
    """Tell whether reading the conversation now belongs to a reading that is written down."""
    return is_repeated(session, Action.CONVERSATION_READ, conversation_id)


def is_repeated(session: Session, action: Action, subject: str) -> bool:
    """Tell whether the member has done the same to the same within the last minutes."""
    since = now() - ONE_READING
    done = {"account": current_member().id, "action": action, "subject": subject, "since": since}
    return session.scalar(_RECENTLY_DONE, done) is not None

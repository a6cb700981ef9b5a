import hashlib
import hmac
import re
import secrets
from datetime import datetime

import pyotp
import segno
from markupsafe import Markup
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from web_widget.staff.models import Account, RecoveryCode

ISSUER = "Kreftveiviser"
STEP_SECONDS = 30
DRIFT = (0, -1, 1)  # steps that a phone's clock may be off
RECOVERY_CODES = 10
# Without letters and digits that look alike; 16 of them are 80 random bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


def begin_set_up(account: Account) -> None:
    """Give the account a new secret, which counts from its first code on."""
    account.totp_new_secret = pyotp.random_base32()


def confirm_set_up(account: Account, code: str, moment: datetime) -> bool:
    """Let the new secret be the second factor if the code is one of its own."""
    step = _matching_step(account.totp_new_secret, code, moment)
    if step is None:
        return False
    account.totp_secret, account.totp_new_secret = account.totp_new_secret, None
    account.totp_confirmed_at = moment
    account.totp_last_step = step
    return True


def use_code(session: Session, account: Account, code: str, moment: datetime) -> str | None:
    """Use up a code of the second factor; tell its kind, or None if it is none."""
    step = _matching_step(account.totp_secret, code, moment)
    if step is not None and step > account.totp_last_step:
        account.totp_last_step = step
        return "totp"
    used = delete(RecoveryCode).where(
        RecoveryCode.account_id == account.id, RecoveryCode.code_hash == _hash(code)
    )
    return "recovery" if session.execute(used).rowcount else None  # type: ignore[attr-defined]


def new_recovery_codes(session: Session, account_id: str) -> list[str]:
    """Make new recovery codes instead of the old; they can be shown only now."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account_id, code_hash=_hash(code)) for code in codes)
    return codes


def recovery_codes_left(session: Session, account_id: str) -> int:
    counted = select(func.count()).where(RecoveryCode.account_id == account_id)
    return session.scalar(counted) or 0


def remove(session: Session, account: Account) -> None:
    account.totp_secret = account.totp_new_secret = account.totp_confirmed_at = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def qr_code(account: Account) -> Markup:
    """Draw the new secret as SVG for an authenticator app, black on white also in the dark."""
    uri = pyotp.TOTP(account.totp_new_secret or "").provisioning_uri(
        name=account.email, issuer_name=ISSUER
    )
    svg = segno.make(uri, error="m").svg_inline(scale=5, light="#fff", title="QR-kode")
    drawn = Markup(svg)  # noqa: S704 # nosec B704 -- by segno
    return drawn.replace("<svg ", Markup('<svg role="img" '), 1)


def _matching_step(secret: str | None, code: str, moment: datetime) -> int | None:
    digits = re.sub(r"\s", "", code)
    if not secret or not re.fullmatch(r"[0-9]{6}", digits):
        return None
    now = int(moment.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    for drift in DRIFT:
        if hmac.compare_digest(totp.generate_otp(now + drift), digits):
            return now + drift
    return None


def _recovery_code() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def _hash(code: str) -> str:
    letters = re.sub(r"[^a-z0-9]", "", code.lower())
    return hashlib.sha256(letters.encode()).hexdigest()

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

MIN_LENGTH = 12
MAX_LENGTH = 200
MIN_LETTERS = 5  # different ones

HASHER = PasswordHasher()
# Each hash takes 64 MiB, and anybody may ask for one.
AT_ONCE = BoundedSemaphore(4)


def hash_password(password: str) -> str:
    with AT_ONCE:
        return HASHER.hash(_normalised(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Tell whether the password is the one stored; without one this takes just as long."""
    with AT_ONCE:
        try:
            HASHER.verify(stored or _nobodys(), _normalised(password))
        except VerificationError:
            return False
    return stored is not None


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody's password")


def _normalised(password: str) -> str:
    # The same letters typed on another keyboard may come as other code points.
    return unicodedata.normalize("NFKC", password)

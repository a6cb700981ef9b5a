import base64
import binascii
import hashlib
import hmac
import secrets

SECRET_BYTES = 24
CHECK_BYTES = 6
# Without what is taken for another: I and 1, O and 0.
READABLE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_token() -> str:
    """Return a random token of 192 bits that carries a checksum of itself."""
    secret = secrets.token_bytes(SECRET_BYTES)
    return base64.urlsafe_b64encode(secret + _checksum(secret)).decode()


def is_well_formed(token: str) -> bool:
    """Tell whether this could be a token of ours, without asking whose it is.

    The answer is the same for every conversation, so it gives away none.
    """
    try:
        raw = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return False
    secret, checksum = raw[:SECRET_BYTES], raw[SECRET_BYTES:]
    return hmac.compare_digest(checksum, _checksum(secret))


def hash_token(token: str) -> str:
    """Return what is stored of a token; 192 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def matches(token: str, stored_hash: str) -> bool:
    return hmac.compare_digest(hash_token(token), stored_hash)


def new_receipt() -> str:
    """Return a code that one can read out on the phone: «K7F-2QX»."""
    letters = "".join(secrets.choice(READABLE) for _ in range(6))
    return f"{letters[:3]}-{letters[3:]}"


def _checksum(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()[:CHECK_BYTES]

from web_widget.database import Database
from web_widget.keyring import Keyring

# Made up; the same in every test, so that two databases of one file can read each other.
KEYS = f"0a0b0c0d {'A' * 43}="


def opened(url: str, timeout: float = 5.0) -> Database:
    """Open a database with the keys of the tests."""
    return Database(url, timeout, keyring=Keyring.parse(KEYS))

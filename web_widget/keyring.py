"""The keys that what people write is encrypted with: one in use, and older ones to read with."""

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from web_widget.errors import SettingsError
from web_widget.secret_file import make_once, write_whole
from web_widget.settings import StoreSettings

KEY_BYTES = 32
ID_BYTES = 4
NONCE_BYTES = 12


class UnreadableError(Exception):
    """Something sealed can't be opened: its key is missing, or it was changed or moved."""


@dataclass
class Keyring:
    """Seals with the newest key and opens with all; a changed file is read again at once.

    What is sealed begins with the id of its key and a nonce. A line of the file is an id and a
    key; the last one is in use.
    """

    keys: dict[bytes, AESGCM]
    # None when the keys are from the environment.
    path: Path | None = None
    _read_as: tuple[int, int] | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        return cls(_parsed(text))

    @classmethod
    def at(cls, path: Path) -> "Keyring":
        """Read the keys of a file, which is made when it is not there."""
        make_once(path, new_line())
        keyring = cls({}, path)
        keyring.read_again()
        return keyring

    @property
    def current(self) -> bytes:
        """The id of the key in use."""
        self.read_again()
        return next(reversed(self.keys))

    def seal(self, words: bytes, place: str) -> bytes:
        key_id = self.current
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self.keys[key_id].encrypt(nonce, words, place.encode())
        return key_id + nonce + sealed

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return what was sealed in this place; raise UnreadableError."""
        key_id, rest = sealed[:ID_BYTES], sealed[ID_BYTES:]
        if key_id not in self.keys:
            self.read_again()
        if key_id not in self.keys:
            raise UnreadableError(f"the key {key_id.hex()} is missing")
        try:
            nonce, words = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
            return self.keys[key_id].decrypt(nonce, words, place.encode())
        except (InvalidTag, ValueError):
            raise UnreadableError(f"what is in {place} was changed or moved") from None

    def add_key(self) -> bytes:
        """Put a new key in use and return its id; only where the keys are in a file."""
        path = self._file()
        with self._lock:
            write_whole(path, f"{path.read_text().rstrip()}\n{new_line()}")
        return self.current

    def forget_all_but_current(self) -> None:
        """Take the older keys out of the file: what is sealed with them is lost."""
        path = self._file()
        with self._lock:
            write_whole(path, f"{path.read_text().split(chr(10))[-2]}\n")
        self.read_again()

    def read_again(self) -> None:
        """Read the file when it has changed."""
        if self.path is None:
            return
        found = self.path.stat()
        read_as = (found.st_ino, found.st_mtime_ns)
        if read_as != self._read_as:
            self.keys = _parsed(self.path.read_text())
            self._read_as = read_as

    def _file(self) -> Path:
        if self.path is None:
            raise SettingsError("ENCRYPTION_KEYS: change the keys in the environment itself")
        return self.path


def load_keyring(settings: StoreSettings) -> Keyring:
    """Return the keys of ENCRYPTION_KEYS, or those made once and kept in VAR_DIR."""
    if settings.encryption_keys:
        return Keyring.parse(settings.encryption_keys.replace(",", "\n"))
    path = settings.var_dir / "encryption_keys"
    try:
        return Keyring.at(path)
    except OSError as error:
        raise SettingsError(f"ENCRYPTION_KEYS: {path} can't be used: {error.strerror}") from error


def new_line() -> str:
    """Make a key, as it is written down."""
    key = base64.urlsafe_b64encode(AESGCM.generate_key(KEY_BYTES * 8)).decode()
    return f"{secrets.token_hex(ID_BYTES)} {key}\n"


def _parsed(text: str) -> dict[bytes, AESGCM]:
    try:
        pairs = [line.split() for line in text.splitlines() if line.strip()]
        keys = {bytes.fromhex(name): base64.urlsafe_b64decode(key) for name, key in pairs}
    except (ValueError, binascii.Error):
        keys = {}
    if not keys or any(
        len(name) != ID_BYTES or len(key) != KEY_BYTES for name, key in keys.items()
    ):
        raise SettingsError("ENCRYPTION_KEYS: expected lines of an id and a key, as the file has")
    return {name: AESGCM(key) for name, key in keys.items()}

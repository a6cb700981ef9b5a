import stat
from pathlib import Path

import pytest

from tests.web_widget.conftest import made_settings
from tests.web_widget.keys import KEYS
from web_widget.errors import SettingsError
from web_widget.keyring import Keyring, UnreadableError, load_keyring, new_line


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "encryption_keys"
    first, second = Keyring.at(path), Keyring.at(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert second.open(first.seal(b"ord", "a"), "a") == b"ord"


def test_the_environments_keys_win_over_the_file(tmp_path: Path) -> None:
    settings = made_settings(tmp_path, "sqlite:///unused.db")
    keyring = load_keyring(settings)
    assert keyring.current.hex() == KEYS.split()[0]
    assert list(tmp_path.iterdir()) == []
    both = f"{KEYS},{new_line().strip()}"
    rotated = load_keyring(settings.model_copy(update={"encryption_keys": both}))
    assert rotated.current != keyring.current
    assert rotated.open(keyring.seal(b"ord", "a"), "a") == b"ord"


def test_what_is_sealed_in_one_place_is_not_opened_in_another(tmp_path: Path) -> None:
    keyring = Keyring.at(tmp_path / "keys")
    with pytest.raises(UnreadableError, match="changed or moved"):
        keyring.open(keyring.seal(b"ord", "messages.text:1"), "messages.text:2")


def test_a_running_process_takes_a_new_key_into_use_at_once(tmp_path: Path) -> None:
    running, rotating = Keyring.at(tmp_path / "keys"), Keyring.at(tmp_path / "keys")
    before = running.seal(b"ord", "a")
    new = rotating.add_key()
    assert running.seal(b"ord", "a")[:4] == new
    assert running.open(before, "a") == b"ord"
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    sealed = Keyring.at(tmp_path / "one").seal(b"ord", "a")
    with pytest.raises(UnreadableError, match=f"the key {sealed[:4].hex()} is missing"):
        Keyring.at(tmp_path / "other").open(sealed, "a")


@pytest.mark.parametrize("sealed", [b"", b"x", b"\x0a\x0b\x0c\x0d", b"\x0a\x0b\x0c\x0dkort"])
def test_what_was_cut_off_is_not_opened(sealed: bytes) -> None:
    with pytest.raises(UnreadableError):
        Keyring.parse(KEYS).open(sealed, "a")


@pytest.mark.parametrize(
    "text", ["", "\n", "noe", "0a0b0c0d kort", "xyz " + "A" * 43 + "=", "a b c"]
)
def test_a_file_without_good_keys_is_one_clear_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys"
    path.write_text(text)
    with pytest.raises(SettingsError, match="ENCRYPTION_KEYS"):
        Keyring.at(path)

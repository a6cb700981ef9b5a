import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from web_widget.errors import SettingsError
from web_widget.secret_key import load_secret_key
from web_widget.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(rasa_token="rasa-token", var_dir=tmp_path / "var", secret_key="")  # noqa: S106


def test_the_key_is_made_once_and_only_its_owner_can_read_it(settings: Settings) -> None:
    key = load_secret_key(settings)
    assert len(key) >= 32
    assert load_secret_key(settings) == key
    (file,) = settings.var_dir.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_processes_that_start_together_have_one_key(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load_secret_key(settings), range(40)))
    assert len(keys) == 1


def test_the_environment_wins(settings: Settings) -> None:
    given = settings.model_copy(update={"secret_key": "k" * 32})
    assert load_secret_key(given) == "k" * 32
    assert not settings.var_dir.exists()


def test_a_file_that_holds_no_key_is_named(settings: Settings) -> None:
    settings.var_dir.mkdir()
    (settings.var_dir / "secret_key").write_text("")
    with pytest.raises(SettingsError, match="secret_key holds no key"):
        load_secret_key(settings)


def test_a_folder_that_can_not_be_used_is_named(settings: Settings) -> None:
    settings.var_dir.write_text("a file")
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        load_secret_key(settings)

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings

TOKEN = {"RASA_TOKEN": "secret"}


def test_everything_but_the_token_has_a_default() -> None:
    settings = load_settings(TOKEN)
    assert (settings.host, settings.port) == ("127.0.0.1", 5005)
    assert settings.knowledge_url == "http://127.0.0.1:5060"
    assert settings.folder == Path("var/rasa").resolve()


@pytest.mark.parametrize("environment", [{}, {"RASA_TOKEN": ""}])
def test_without_a_token_the_server_does_not_start(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="RASA_TOKEN"):
        load_settings(environment)


@pytest.mark.parametrize("name", ["RASA_URL", "KNOWLEDGE_URL", "ACTIONS_URL"])
@pytest.mark.parametrize(
    "value",
    ["localhost", "http://localhost", "https://a:1", "http://a:x", "http://[::1", "ftp://a:1"],
)
def test_a_bad_address_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({**TOKEN, name: value})


@pytest.mark.parametrize("value", ["soon", "-1", "0", "nan", "1e9"])
def test_a_bad_waiting_time_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match="KNOWLEDGE_WAIT_SECONDS"):
        load_settings({**TOKEN, "KNOWLEDGE_WAIT_SECONDS": value})


def test_a_trailing_slash_of_an_address_is_left_out() -> None:
    settings = load_settings({**TOKEN, "KNOWLEDGE_URL": "http://127.0.0.1:1234/"})
    assert settings.knowledge_url == "http://127.0.0.1:1234"


def test_the_token_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "rasa_token").write_text("from-a-file\n")
    settings = load_settings({"SECRETS_DIR": str(tmp_path)})
    assert settings.rasa_token == "from-a-file"  # noqa: S105 a made-up one

from pathlib import Path

import pytest

from web_widget.errors import SettingsError
from web_widget.settings import load_settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PUBLIC_PORT", "DATABASE_URL", "VAR_DIR", "ALLOWED_ORIGINS", "RASA_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RASA_TOKEN", "rasa-token")


def test_the_defaults_are_those_of_the_contract() -> None:
    settings = load_settings()
    assert (settings.public_host, settings.public_port) == ("127.0.0.1", 8080)
    assert settings.database_url == "sqlite:///var/kreftveiviser.db"
    assert settings.allowed_origins == frozenset()


def test_origins_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://a.no, http://localhost:3000 ,")
    assert load_settings().allowed_origins == {"https://a.no", "http://localhost:3000"}


def test_an_empty_variable_is_as_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_PORT", "")
    assert load_settings().public_port == 8080


def test_event_streams_leave_threads_for_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_THREADS", "4")
    assert load_settings().max_event_streams == 3


@pytest.mark.parametrize(
    ("host", "setting", "is_secure"),
    [
        ("127.0.0.1", "", False),
        ("localhost", "", False),
        ("0.0.0.0", "", True),  # noqa: S104 what is meant
        ("127.0.0.1", "true", True),
        ("0.0.0.0", "false", False),  # noqa: S104 what is meant
    ],
)
def test_cookies_are_secure_unless_the_host_is_loopback(
    monkeypatch: pytest.MonkeyPatch, host: str, setting: str, is_secure: bool
) -> None:
    monkeypatch.setenv("PUBLIC_HOST", host)
    monkeypatch.setenv("SECURE_COOKIES", setting)
    assert load_settings().cookies_are_secure is is_secure


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_PORT", "åtti"),
        ("PUBLIC_PORT", "70000"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "ikke en adresse"),
        ("ALLOWED_ORIGINS", "https://a.no/side"),
        ("ALLOWED_ORIGINS", "*"),
        ("RASA_URL", "localhost"),
        ("RASA_URL", "http://localhost"),
        ("RASA_TIMEOUT", "0"),
        ("ADVISER_HOURS", "hverdager"),
        ("RATE_LIMIT_START", "mange"),
        ("WEB_THREADS", "1"),
        ("EVENT_COMMENT_SECONDS", "60"),
        ("LOG_LEVEL", "loud"),
        ("SECRET_KEY", "kort"),
        ("STAFF_SECOND_FACTOR", "kanskje"),
    ],
)
def test_a_bad_value_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_the_token_of_rasa_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASA_TOKEN")
    with pytest.raises(SettingsError, match="RASA_TOKEN"):
        load_settings()


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RASA_TOKEN")
    (tmp_path / "rasa_token").write_text("from-a-file\n")
    for name in ("CREDENTIALS_DIRECTORY", "SECRETS_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
        assert load_settings().rasa_token == "from-a-file"  # noqa: S105 a made-up one


def test_a_folder_of_secrets_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError, match="SECRETS_DIR"):
        load_settings()

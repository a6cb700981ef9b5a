import pytest

from actions.errors import SettingsError
from actions.settings import load_settings


def test_the_addresses_have_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACTIONS_URL", raising=False)
    settings = load_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 5055)


@pytest.mark.parametrize("name", ["ACTIONS_URL", "KNOWLEDGE_URL"])
@pytest.mark.parametrize("value", ["", "localhost", "http://a", "http://a:x", "http://[::1"])
def test_a_bad_address_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()


def test_a_bad_log_level_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(SettingsError, match="LOG_LEVEL"):
        load_settings()

from pathlib import Path

import pytest

from knowledge.errors import SettingsError
from knowledge.settings import load_settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VAR_DIR", "DATABASE_URL", "EMBEDDING_MODEL", "KNOWLEDGE_URL", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)


def test_the_defaults_are_those_of_the_contracts() -> None:
    settings = load_settings()
    assert settings.database_url == "sqlite:///var/kreftveiviser.db"
    assert settings.embedding_model == "var/models/multilingual-e5-small"
    assert settings.bind == "127.0.0.1:5060"
    assert settings.uses_default_model


def test_the_database_and_the_model_follow_var_dir(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", "/srv/data")
    settings = load_settings()
    assert settings.database_url == "sqlite:////srv/data/kreftveiviser.db"
    assert settings.default_model == Path("/srv/data/models/multilingual-e5-small")


def test_another_model_is_not_the_default_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "intfloat/multilingual-e5-base")
    assert not load_settings().uses_default_model


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KNOWLEDGE_URL", "127.0.0.1:5060"),
        ("KNOWLEDGE_URL", "http://127.0.0.1"),
        ("KNOWLEDGE_URL", "http://127.0.0.1:99999"),
        ("EMBEDDING_THREADS", "0"),
        ("EMBEDDING_THREADS", "mange"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_bad_value_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings()
    assert "\n" not in str(caught.value)

from pathlib import Path

import pytest

from bot import training
from bot.knowledge_client import KnowledgeClient
from bot.settings import Settings, load_settings
from tests.bot.fakes import FakeService


@pytest.fixture
def settings(service: FakeService, tmp_path: Path) -> Settings:
    environment = {"RASA_TOKEN": "t", "KNOWLEDGE_URL": service.url, "VAR_DIR": str(tmp_path)}
    return load_settings(environment)


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Stand in for Rasa's training, and note each."""
    models: list[Path] = []

    def train(settings: Settings, name: str) -> None:
        model = training.model_path(settings, name)
        model.parent.mkdir(parents=True, exist_ok=True)
        model.write_bytes(b"model")
        models.append(model)

    monkeypatch.setattr(training, "train", train)
    return models


def test_a_model_is_trained_once_while_nothing_changes(
    settings: Settings, trained: list[Path]
) -> None:
    knowledge = KnowledgeClient(settings.knowledge_url)
    assert training.trained_model(settings, knowledge) == training.trained_model(
        settings, knowledge
    )
    assert len(trained) == 1


def test_a_start_does_not_wait_for_what_editors_have_published(
    settings: Settings, service: FakeService, trained: list[Path]
) -> None:
    knowledge = KnowledgeClient(settings.knowledge_url)
    training.trained_model(settings, knowledge)
    service.questions.append("hva er aap")
    training.trained_model(settings, knowledge)
    assert len(trained) == 1
    assert training.data_stamp(settings).read_text() != training.data_fingerprint(settings, "fake")


def test_another_embedding_model_trains_anew(
    settings: Settings, service: FakeService, trained: list[Path]
) -> None:
    knowledge = KnowledgeClient(settings.knowledge_url)
    training.trained_model(settings, knowledge)
    service.model = "another"
    training.trained_model(settings, knowledge)
    assert len(trained) == 2


def test_a_lost_model_trains_anew(settings: Settings, trained: list[Path]) -> None:
    knowledge = KnowledgeClient(settings.knowledge_url)
    training.trained_model(settings, knowledge).unlink()
    training.trained_model(settings, knowledge)
    assert len(trained) == 2


def test_a_training_that_broke_off_is_done_again(
    settings: Settings, trained: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge = KnowledgeClient(settings.knowledge_url)
    training.trained_model(settings, knowledge)
    (settings.folder / "code-fingerprint").write_text("of older code")

    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(training, "train", break_off)
        with pytest.raises(KeyboardInterrupt):
            training.trained_model(settings, knowledge)
    training.trained_model(settings, knowledge)
    assert len(trained) == 2


def test_the_fingerprint_tells_files_names_and_models_apart(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yml", tmp_path / "b.yml"
    first.write_text("x")
    second.write_text("x")
    prints = {
        training.fingerprint([first], "m"),
        training.fingerprint([second], "m"),
        training.fingerprint([first, second], "m"),
        training.fingerprint([first], "n"),
    }
    assert len(prints) == 4
    assert training.fingerprint([second, first], "m") == training.fingerprint([first, second], "m")

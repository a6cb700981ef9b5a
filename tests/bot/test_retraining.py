import json
import sys
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from bot import retraining, training
from bot.knowledge_client import KnowledgeClient
from bot.retraining import Retraining
from bot.settings import Settings, load_settings
from tests.bot.fakes import FakeService

CANDIDATE = """
import sys
from pathlib import Path
print("training", flush=True)
Path(sys.argv[1]).write_bytes(b"new model")
print("testing", flush=True)
sys.exit(int(sys.argv[2]))
"""


@pytest.fixture
def settings(service: FakeService, tmp_path: Path) -> Settings:
    environment = {
        "RASA_TOKEN": "t",
        "KNOWLEDGE_URL": service.url,
        "RASA_URL": service.url,
        "VAR_DIR": str(tmp_path),
    }
    settings = load_settings(environment)
    training.generate_data(settings, KnowledgeClient(settings.knowledge_url))
    training.model_path(settings).write_bytes(b"old model")
    training.data_stamp(settings).write_text(training.data_fingerprint(settings, "fake"))
    return settings


@pytest.fixture
def watch(settings: Settings) -> Retraining:
    return Retraining(settings, KnowledgeClient(settings.knowledge_url))


def let_candidates_end(monkeypatch: pytest.MonkeyPatch, settings: Settings, code: int) -> None:
    """Put a process in the place of Rasa's training that ends with a code."""
    model = training.model_path(settings, training.CANDIDATE_NAME)
    command = [sys.executable, "-c", CANDIDATE, str(model), str(code)]

    def start(_: list[str], **options: Any) -> Any:  # noqa: ANN401 -- Popen's own signature
        return Popen(command, **options)

    monkeypatch.setattr(retraining.subprocess, "Popen", start)  # type: ignore[attr-defined]


def told(settings: Settings) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (settings.var_dir / "training.json").read_text(encoding="utf-8")
    )
    return content


def test_a_release_that_teaches_nothing_new_trains_nothing(
    watch: Retraining, settings: Settings, service: FakeService
) -> None:
    watch.look()
    assert told(settings)["state"] == "current"
    assert service.loaded == []


def test_new_examples_are_trained_tested_and_loaded(
    watch: Retraining, settings: Settings, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_candidates_end(monkeypatch, settings, 0)
    service.questions.append("hva er aap")
    service.release = 2
    watch.look()
    assert told(settings) | {"started": None} == {
        "state": "current", "release": 2, "started": None, "progress": 1.0, "reason": None,
    }  # fmt: skip
    assert training.model_path(settings).read_bytes() == b"new model"
    assert service.loaded == [str(training.model_path(settings))]


def test_a_model_that_breaks_a_story_is_not_loaded(
    watch: Retraining, settings: Settings, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_candidates_end(monkeypatch, settings, 1)
    service.questions.append("hva er aap")
    watch.look()
    assert told(settings)["state"] == "failed"
    assert "testhistoriene" in told(settings)["reason"]
    assert training.model_path(settings).read_bytes() == b"old model"
    assert service.loaded == []


def test_what_has_failed_is_not_trained_again_before_it_changes(
    watch: Retraining, settings: Settings, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_candidates_end(monkeypatch, settings, 1)
    service.questions.append("hva er aap")
    watch.look()
    let_candidates_end(monkeypatch, settings, 0)
    service.release = 2
    watch.look()
    assert service.loaded == []
    service.questions.append("hva er en annen sak")
    service.release = 3
    watch.look()
    assert len(service.loaded) == 1

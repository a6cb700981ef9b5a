"""Keep the dialogue model at what editors have published, beside the server that answers."""

import json
import logging
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import requests

from bot.candidate import TESTING, TRAINING
from bot.errors import BotError, TrainingError
from bot.knowledge_client import KnowledgeClient
from bot.settings import ROOT, Settings, load_settings
from bot.training import (
    CANDIDATE_NAME,
    data_fingerprint,
    data_stamp,
    generate_data,
    model_path,
)
from knowledge.log_lines import write_lines

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
LOAD_TIMEOUT = 120.0
PROGRESS = {TRAINING: 0.1, TESTING: 0.7, "loading": 0.9, "current": 1.0}


@dataclass(frozen=True)
class Progress:
    """What `var/training.json` says, for the editors' pages."""

    state: str  # training, testing, loading, current or failed
    release: int
    started: str | None = None
    progress: float = 0.0
    reason: str | None = None


class Retraining:
    """Trains a candidate when the published data is other than the model's, and swaps it in."""

    def __init__(self, settings: Settings, knowledge: KnowledgeClient) -> None:
        self._settings = settings
        self._knowledge = knowledge
        self._release = 0
        self._failed: str | None = None
        self._started: str | None = None

    def look(self) -> None:
        """Take in a new release; raise BotError when a part does not answer."""
        release = self._knowledge.release()
        if release == self._release:
            return
        generate_data(self._settings, self._knowledge)
        model_name, _ = self._knowledge.embed(["modell"])
        wanted = data_fingerprint(self._settings, model_name)
        if wanted == self._trained_on():
            self._tell("current", release)
        elif wanted != self._failed:
            self._retrain(wanted, release)
        self._release = release

    def _retrain(self, wanted: str, release: int) -> None:
        self._started = datetime.now(UTC).isoformat()
        try:
            self._run_candidate(release)
            self._swap(wanted, release)
        except TrainingError as error:
            self._failed = wanted
            self._tell("failed", release, str(error))
            log.warning("dialogue model not exchanged", extra={"reason": type(error).__name__})

    def _run_candidate(self, release: int) -> None:
        command = [sys.executable, "-m", "bot.candidate"]
        stage = TRAINING
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- our own
            for line in process.stdout or ():
                if line.strip() in PROGRESS:
                    stage = line.strip()
                    self._tell(stage, release)
        if process.returncode != 0:
            raise TrainingError(
                "Dialogmodellen følger ikke testhistoriene."
                if stage == TESTING
                else "Dialogmodellen kunne ikke trenes."
            )

    def _swap(self, wanted: str, release: int) -> None:
        self._tell("loading", release)
        model = model_path(self._settings)
        data_stamp(self._settings).unlink(missing_ok=True)
        model_path(self._settings, CANDIDATE_NAME).replace(model)
        data_stamp(self._settings).write_text(wanted)
        load(self._settings, model)
        self._tell("current", release)
        log.info("dialogue model exchanged", extra={"release": release})

    def _trained_on(self) -> str:
        stamp = data_stamp(self._settings)
        return stamp.read_text() if stamp.is_file() else ""

    def _tell(self, state: str, release: int, reason: str | None = None) -> None:
        told = Progress(state, release, self._started, PROGRESS.get(state, 0.0), reason)
        file = self._settings.var_dir / "training.json"
        temporary = file.with_suffix(".new")
        temporary.write_text(json.dumps(asdict(told), ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)


def load(settings: Settings, model: Path) -> None:
    """Let the running server answer with a model; raise TrainingError when it does not."""
    try:
        requests.put(
            f"{settings.rasa_url}/model",
            params={"token": settings.rasa_token},
            json={"model_file": str(model)},
            timeout=LOAD_TIMEOUT,
        ).raise_for_status()
    except requests.RequestException as error:
        raise TrainingError("Den nye modellen kunne ikke lastes før neste omstart.") from error


def main() -> int:
    """Look again and again, as long as the server that started it lives."""
    write_lines("rasa", "INFO")
    settings = load_settings()
    retraining = Retraining(settings, KnowledgeClient(settings.knowledge_url, LOAD_TIMEOUT))
    server = os.getppid()
    while os.getppid() == server:
        time.sleep(LOOK_SECONDS)
        try:
            retraining.look()
        except BotError as error:
            log.warning("not looked for new examples", extra={"reason": type(error).__name__})
    return 0


if __name__ == "__main__":
    sys.exit(main())

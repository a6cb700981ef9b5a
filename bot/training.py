import hashlib
import logging
import time
from collections.abc import Iterable
from pathlib import Path

from bot.errors import TrainingError
from bot.generated_data import (
    COORDINATORS,
    examples_by_hand,
    former_municipalities,
    municipalities,
    municipality_lookup,
    question_examples,
    write,
)
from bot.knowledge_client import KnowledgeClient
from bot.settings import ROOT, Settings

log = logging.getLogger(__name__)

MODEL_NAME = "dialogue"
BOT = ROOT / "bot"


def trained_model(settings: Settings, knowledge: KnowledgeClient) -> Path:
    """Return the path of a model of today's data, training one only when the data changed."""
    generate_data(settings, knowledge)
    model_name, _ = knowledge.embed(["modell"])
    current = fingerprint(_inputs(settings), model_name)
    model, stamp = settings.folder / f"{MODEL_NAME}.tar.gz", settings.folder / "fingerprint"
    if model.is_file() and stamp.is_file() and stamp.read_text() == current:
        log.info("dialogue model is up to date")
        return model
    stamp.unlink(missing_ok=True)
    _train(settings, model)
    stamp.write_text(current)
    return model


def generate_data(settings: Settings, knowledge: KnowledgeClient) -> None:
    """Write all examples: ours, the articles' questions, and the municipalities' names."""
    coordinators = ROOT / COORDINATORS
    parts = [
        examples_by_hand(BOT / "data" / "nlu"),
        question_examples(knowledge.questions()),
        municipality_lookup(municipalities(coordinators), former_municipalities(coordinators)),
    ]
    write(parts, _nlu_file(settings))


def fingerprint(files: Iterable[Path], embedding_model: str) -> str:
    """Return a hash of all that a trained model depends on."""
    digest = hashlib.sha256(embedding_model.encode())
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _inputs(settings: Settings) -> list[Path]:
    return [
        ROOT / "config.yml",
        *BOT.glob("domain/*.yml"),
        *BOT.glob("data/**/*.yml"),
        *BOT.glob("components/*.py"),
        _nlu_file(settings),
    ]


def _nlu_file(settings: Settings) -> Path:
    return settings.folder / "data" / "nlu.yml"


def _train(settings: Settings, model: Path) -> None:
    from rasa.model_training import train

    log.info("training the dialogue model")
    started = time.monotonic()
    result = train(
        domain=str(BOT / "domain"),
        config=str(ROOT / "config.yml"),
        training_files=[
            str(BOT / "data" / "rules"),
            str(BOT / "data" / "stories"),
            str(_nlu_file(settings)),
        ],
        output=str(model.parent),
        fixed_model_name=MODEL_NAME,
        force_training=True,
    )
    if result.code != 0 or not model.is_file():
        raise TrainingError("Rasa could not train the dialogue model; the lines above say why")
    log.info("trained the dialogue model in %.0f s", time.monotonic() - started)

import hashlib
import logging
import time
from collections.abc import Iterable
from pathlib import Path

from bot.content import lay_out
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
CANDIDATE_NAME = "candidate"
BOT = ROOT / "bot"


def trained_model(settings: Settings, knowledge: KnowledgeClient) -> Path:
    """Return the path of a model to serve, training one only when there is none for this code.

    What editors have published since it was trained is for `bot.retraining` to take in, so that
    a restart never waits for that.
    """
    generate_data(settings, knowledge)
    model_name, _ = knowledge.embed(["modell"])
    code = fingerprint(_code(), model_name)
    model, stamp = model_path(settings), settings.folder / "code-fingerprint"
    if model.is_file() and stamp.is_file() and stamp.read_text() == code:
        log.info("dialogue model is there")
        return model
    stamp.unlink(missing_ok=True)
    train(settings, MODEL_NAME)
    stamp.write_text(code)
    data_stamp(settings).write_text(data_fingerprint(settings, model_name))
    return model


def model_path(settings: Settings, name: str = MODEL_NAME) -> Path:
    """Return where a trained model lies."""
    return settings.folder / f"{name}.tar.gz"


def data_stamp(settings: Settings) -> Path:
    """Return the file that says of which data the model to serve was trained."""
    return settings.folder / "fingerprint"


def generate_data(settings: Settings, knowledge: KnowledgeClient) -> None:
    """Write all examples: ours, the articles' questions, and the municipalities' names."""
    content = lay_out(settings, knowledge)
    coordinators = content / COORDINATORS.name
    parts = [
        examples_by_hand(content / "nlu"),
        question_examples(knowledge.questions()),
        municipality_lookup(municipalities(coordinators), former_municipalities(coordinators)),
    ]
    write(parts, nlu_file(settings))


def data_fingerprint(settings: Settings, embedding_model: str) -> str:
    """Return a hash of all that a model trained on the generated data would depend on."""
    domain = (settings.folder / "content" / "domain").glob("*.yml")
    return fingerprint([*_code(), *domain, nlu_file(settings)], embedding_model)


def fingerprint(files: Iterable[Path], embedding_model: str) -> str:
    """Return a hash of files and the name of the embedding model."""
    digest = hashlib.sha256(embedding_model.encode())
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _code() -> list[Path]:
    return [
        ROOT / "config.yml",
        *BOT.glob("domain/*.yml"),
        *BOT.glob("data/**/*.yml"),
        *BOT.glob("components/*.py"),
    ]


def nlu_file(settings: Settings) -> Path:
    """Return the path of the file that `generate_data` writes."""
    return settings.folder / "data" / "nlu.yml"


def train(settings: Settings, name: str) -> None:
    """Train a model of the generated data; raise TrainingError."""
    from rasa.model_training import train as rasa_train

    log.info("training the dialogue model")
    started = time.monotonic()
    result = rasa_train(
        domain=str(settings.folder / "content" / "domain"),
        config=str(ROOT / "config.yml"),
        training_files=[
            str(BOT / "data" / "rules"),
            str(BOT / "data" / "stories"),
            str(nlu_file(settings)),
        ],
        output=str(settings.folder),
        fixed_model_name=name,
        force_training=True,
    )
    if result.code != 0 or not model_path(settings, name).is_file():
        raise TrainingError("Rasa could not train the dialogue model; the lines above say why")
    log.info("trained the dialogue model", extra={"seconds": round(time.monotonic() - started)})

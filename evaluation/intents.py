"""Cross-validate the intent classifier on the bot's own examples, outside Rasa's training.

    .venv-rasa/bin/python -m evaluation.intents [--out var/evaluation]

Runs in Rasa's environment and asks a running knowledge service (KNOWLEDGE_URL) for embeddings.
Features and classifier are those of bot/components with the settings of config.yml. The examples
are written by few hands and many are near to one another, so that the figures are better than on
what users write: read them as a map of what is mixed up.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.loading import load_data
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

from bot.components.centring import Centring
from bot.components.character_ngrams import CharacterNgramFeaturizer
from bot.components.intent_classifier import SinglePrecisionClassifier
from bot.components.sentence_embedding import embed_examples
from bot.errors import KnowledgeUnavailable
from bot.knowledge_client import KnowledgeClient
from bot.settings import ROOT, load_settings
from bot.training import generate_data, nlu_file
from evaluation.cross_validation import (
    Classifier,
    CrossValidation,
    Names,
    Outcome,
    Parts,
    Rows,
    Weights,
)
from evaluation.plots import draw_confusion

# The first is what config.yml has. Small, as each choice costs 15 trainings.
GRID = [Weights(8.0, 4.0), Weights(8.0, 2.0), Weights(8.0, 8.0), Weights(4.0, 4.0)]
EMBEDDING_TIMEOUT = 60.0  # seconds for a batch
PICTURE, REPORT = "intents.png", "intents.md"


class Featurizer:
    """The two featurizers of config.yml, fitted anew for each fold."""

    def __init__(self, texts: Sequence[str], knowledge_url: str) -> None:
        self._texts = np.array(texts, dtype=object)
        self._model, vectors = embed_examples(knowledge_url, EMBEDDING_TIMEOUT, frozenset(texts))
        self._vectors = np.stack([vectors[text] for text in texts])

    def __call__(self, train: Rows, test: Rows) -> tuple[Parts, Parts]:
        ngrams = build(CharacterNgramFeaturizer)._vectorizer.fit(self._texts[train])
        centring = Centring.fit(self._model, self._vectors[train])
        seen, unseen = (
            Parts(ngrams.transform(self._texts[rows]), centring.apply(self._vectors[rows]))
            for rows in (train, test)
        )
        return seen, unseen


def build(component: type[Any]) -> Any:  # noqa: ANN401 -- Rasa's components share no type
    """Make a component as config.yml sets it, apart from any graph."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    own = next(part for part in pipeline if part["name"].endswith(f".{component.__name__}"))
    settings = {**component.get_default_config(), **own}
    context = ExecutionContext(GraphSchema({}), node_name=component.__name__)
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        return component.create(settings, storage, Resource(component.__name__), context)


def classifier() -> Classifier:
    return build(SinglePrecisionClassifier).clf


def read_examples(knowledge_url: str) -> tuple[list[str], Names]:
    """Return every example that the bot would be trained on now, and its intent, each once."""
    environment = {**os.environ, "KNOWLEDGE_URL": knowledge_url, "RASA_TOKEN": "unused"}
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({**environment, "VAR_DIR": folder})
        generate_data(settings, KnowledgeClient(settings.knowledge_url, EMBEDDING_TIMEOUT))
        found = load_data(str(nlu_file(settings))).intent_examples
    intents = {str(message.get("text")): str(message.get("intent")) for message in found}
    return list(intents), np.array(list(intents.values()))


def report(names: Names, outcome: Outcome) -> str:
    """Return per-intent precision and recall, and the weights chosen, as Markdown."""
    labels = sorted(set(names))
    table = precision_recall_fscore_support(
        names, outcome.predicted, labels=labels, zero_division=0
    )
    rows = [
        f"| {label} | {recall:.3f} | {precision:.3f} | {f1:.3f} | {count} |"
        for label, precision, recall, f1, count in zip(labels, *table, strict=True)
    ]
    right = accuracy_score(names, outcome.predicted)
    chosen = [f"- fold {n}: {weights}" for n, weights in enumerate(outcome.chosen, 1)]
    return "\n".join(
        [
            "# Intents, cross-validated",
            "",
            f"{len(names)} examples, each judged by a classifier that had not seen it: "
            f"{right:.3f} right, macro F1 {np.mean(table[2]):.3f}.",
            "",
            "| intent | recall | precision | F1 | examples |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
            f"![Confusion matrix]({PICTURE})",
            "",
            "Weights that the inner folds chose:",
            "",
            *chosen,
            "",
        ]
    )


def picture(names: Names, outcome: Outcome) -> bytes:
    labels = sorted(set(names))
    counts = confusion_matrix(names, outcome.predicted, labels=labels).tolist()
    return draw_confusion(
        {
            label: dict(zip(labels, row, strict=True))
            for label, row in zip(labels, counts, strict=True)
        }
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.intents",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "evaluation")
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args(arguments)
    url = os.environ.get("KNOWLEDGE_URL", "http://127.0.0.1:5060")
    try:
        texts, names = read_examples(url)
        validation = CrossValidation(
            Featurizer(texts, url), classifier(), GRID, outer=options.folds
        )
    except KnowledgeUnavailable as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    outcome = validation.run(names, _say)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / REPORT).write_text(report(names, outcome), encoding="utf-8")
    (options.out / PICTURE).write_bytes(picture(names, outcome))
    _say(f"report: {options.out / REPORT}")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

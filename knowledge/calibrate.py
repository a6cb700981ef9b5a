"""Choose the fusion weights and the confidence: `python -m knowledge.calibrate`.

A fifth of the articles' questions is asked of a system that has not seen them, neither the head
nor the embedding model (`knowledge.finetune --held-out`), once with their article there and once
without; texts from outside the domain are asked beside them.
"""

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError
from scipy.optimize import minimize
from scipy.special import expit, log_softmax

from knowledge.articles import one_line
from knowledge.assembly import load_embedder, load_finder, load_language, open_store
from knowledge.embedder import Embedder
from knowledge.embedding_model import HELD_OUT_MODEL
from knowledge.errors import ContentError, KnowledgeError, ModelError
from knowledge.evidence import FEATURES, Evidence, Finder
from knowledge.head import Examples, Head
from knowledge.library import Library, load_library
from knowledge.ranking import (
    SIGNALS,
    Calibration,
    Ranking,
    fuse,
    read_ranking,
    signals,
    standardise,
    write_ranking,
)
from knowledge.settings import Settings, load_settings

WEIGHT_PENALTY = 0.01
CONFIDENCE_PENALTY = 0.001
# In use most questions that reach the search have an article.
SHARE_WITHOUT_ARTICLE = 0.25
FloatRow = NDArray[np.float64]


@dataclass(frozen=True)
class Trial:
    """The evidence for a question, and the row of the article that answers it, if one does."""

    evidence: Evidence
    answer: int | None


def held_out_trials(finder: Finder, embedder: Embedder) -> list[Trial]:
    """Ask the held-out questions without what was learnt from them."""
    corpus = finder.corpus
    texts = corpus.question_texts
    held_out = np.array([question.held_out for question in corpus.questions])
    vectors = embedder.embed(texts, "query")
    known = np.flatnonzero(~held_out)
    labels = [corpus.questions[row].slug for row in known]
    readings = [finder.language.reading(texts[row]) for row in known]
    finder = finder.with_head(Head.train(Examples(readings, vectors[known], labels)))
    return [
        Trial(
            finder.evidence(texts[row], vectors[row], without=held_out),
            corpus.slugs.index(corpus.questions[row].slug),
        )
        for row in np.flatnonzero(held_out)
    ]


def outside_trials(finder: Finder, embedder: Embedder, texts: Sequence[str]) -> list[Trial]:
    """Ask what no article should answer."""
    vectors = embedder.embed(texts, "query")
    return [
        Trial(finder.evidence(text, vector), None)
        for text, vector in zip(texts, vectors, strict=True)
    ]


def without_answer(trial: Trial) -> Trial:
    """Take the answering article away, as if it had not been written."""
    kept = np.arange(len(trial.evidence.features)) != trial.answer
    features = trial.evidence.features[kept].copy()
    head = FEATURES.index("head")
    features[:, head] = log_softmax(features[:, head])
    return Trial(replace(trial.evidence, features=features), None)


def fit_weights(trials: Sequence[Trial]) -> FloatRow:
    """Fit non-negative weights under which the answering article comes first."""
    tables = np.stack([standardise(trial.evidence.features) for trial in trials])
    answers = np.array([trial.answer for trial in trials])
    picked = tables[np.arange(len(tables)), answers]

    def loss(weights: FloatRow) -> tuple[float, FloatRow]:
        log_chances = log_softmax(tables @ weights, axis=1)
        expected = np.einsum("qa,qaf->qf", np.exp(log_chances), tables)
        value = -log_chances[np.arange(len(tables)), answers].mean()
        slope = (expected - picked).mean(axis=0) + 2 * WEIGHT_PENALTY * weights
        return float(value + WEIGHT_PENALTY * (weights**2).sum()), slope

    start = np.full(len(FEATURES), 0.5)
    found = minimize(loss, start, jac=True, bounds=[(0, None)] * len(FEATURES))
    weights: FloatRow = found.x
    return weights


def fit_confidence(table: FloatRow, right: NDArray[np.bool_], importance: FloatRow) -> FloatRow:
    """Fit a logistic regression of "the first article answers" on the signals."""
    design = np.hstack([np.ones((len(table), 1)), table])
    sign = np.where(right, 1.0, -1.0)

    def loss(weights: FloatRow) -> tuple[float, FloatRow]:
        margins = sign * (design @ weights)
        value = (importance * np.logaddexp(0, -margins)).sum() / importance.sum()
        pull = -(importance * sign * expit(-margins))[:, None] * design
        slope = pull.sum(axis=0) / importance.sum() + 2 * CONFIDENCE_PENALTY * weights
        return float(value + CONFIDENCE_PENALTY * (weights**2).sum()), slope

    coefficients: FloatRow = minimize(loss, np.zeros(design.shape[1]), jac=True).x
    return coefficients


def read_outside(path: Path) -> list[str]:
    """Read the texts from outside the domain; raise ContentError when the file is broken."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(list[str]).validate_python(raw)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"{path.name}: {one_line(error)}") from error


def calibrate(finder: Finder, embedder: Embedder, outside: Sequence[str]) -> Ranking:
    """Return the ranking with new weights and a new confidence."""
    ranking = read_ranking()
    beyond = outside_trials(finder, embedder, outside)
    answered = held_out_trials(finder, embedder)
    weights = dict(zip(FEATURES, fit_weights(answered).round(3).tolist(), strict=True))
    ranking = ranking.model_copy(update={"weights": weights})
    missing = [without_answer(trial) for trial in answered]
    trials = [*answered, *missing, *beyond]
    fused = [fuse(trial.evidence, ranking) for trial in trials]
    right = np.array([f.argmax() == t.answer for f, t in zip(fused, trials, strict=True)])
    rows = [signals(t.evidence, f) for f, t in zip(fused, trials, strict=True)]
    table = np.stack(rows).astype(np.float64)
    coefficients = fit_confidence(table, right, _importance(len(answered), len(beyond)))
    named = dict(zip(("intercept", *SIGNALS), coefficients.round(3).tolist(), strict=True))
    logits = table @ coefficients[1:] + coefficients[0]
    _report(logits, right, (len(answered), len(beyond)))
    return ranking.model_copy(update={"confidence": named})


def _importance(answered: int, beyond: int) -> FloatRow:
    lacking = SHARE_WITHOUT_ARTICLE / 2 / (1 - SHARE_WITHOUT_ARTICLE) * answered
    return np.concatenate(
        [
            np.ones(answered),
            np.full(answered, lacking / answered),
            np.full(beyond, lacking / max(beyond, 1)),
        ]
    )


def _report(logits: FloatRow, right: NDArray[np.bool_], counts: tuple[int, int]) -> None:
    answered, beyond = counts
    own, gone = slice(0, answered), slice(answered, 2 * answered)
    outside = slice(2 * answered, 2 * answered + beyond)
    sys.stdout.write(f"held-out questions right first: {right[own].mean():.3f}\n")
    sys.stdout.write("threshold  right  wrong  answered: article missing, outside\n")
    for threshold in np.arange(0.1, 0.95, 0.1):
        over = expit(logits) >= threshold
        figures = [
            (over & right)[own].mean(),
            (over & ~right)[own].mean(),
            over[gone].mean(),
            over[outside].mean(),
        ]
        cells = "  ".join(f"{figure:.3f}" for figure in figures)
        sys.stdout.write(f"{threshold:>9.1f}  {cells}\n")


def without_held_out_questions(settings: Settings) -> Settings:
    """Return the settings with the embedding model that has not seen the held-out questions."""
    folder = settings.var_dir / "models" / HELD_OUT_MODEL
    if not folder.is_dir():
        raise ModelError(f"no model at {folder}: run `python -m knowledge.finetune --held-out`")
    return settings.model_copy(update={"embedding_model": str(folder)})


def _stamp(library: Library, outside: Sequence[str]) -> Calibration:
    data = "\n".join([*(f"{q.slug}\t{q.text}" for q in library.questions), *outside])
    return Calibration(
        date=datetime.now(UTC).date(),
        data_sha256=hashlib.sha256(data.encode()).hexdigest(),
        questions=len(library.questions),
    )


def main() -> int:
    try:
        settings = load_settings()
        library = load_library(settings.knowledge_content)
        outside = read_outside(settings.knowledge_content / "outside.yml")
        embedder = load_embedder(without_held_out_questions(settings))
        store = open_store(embedder, settings)
        finder = load_finder(library, load_language(settings), store, settings)
        ranking = calibrate(finder, embedder, outside)
    except KnowledgeError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    write_ranking(ranking.model_copy(update={"calibrated": _stamp(library, outside)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())

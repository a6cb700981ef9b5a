"""Learn which article a text after an answer is meant for: `python -m knowledge.follow_ups`.

A conditional logit over FOLLOW_UP_SIGNALS on content/follow_ups.yml. Reports, by
cross-validation, how often the article chosen by it is one that answers.
"""

import hashlib
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from scipy.optimize import minimize
from scipy.special import log_softmax, logsumexp, softmax
from sklearn.model_selection import GroupKFold

from knowledge.articles import one_line
from knowledge.assembly import load_embedder, load_finder, load_language, open_store
from knowledge.errors import ContentError, KnowledgeError
from knowledge.library import load_library
from knowledge.ranking import FOLLOW_UP_SIGNALS, Calibration, read_ranking, write_ranking
from knowledge.search import Searcher
from knowledge.settings import load_settings

FILE = "follow_ups.yml"
FOLDS = 10
PENALTY = 1.0
FloatRow = NDArray[np.float64]


class FollowUp(BaseModel):
    """What was written after the answer from an article, and which articles answer it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    context: str
    text: str = Field(min_length=1)
    slugs: list[str] = Field(min_length=1)


def read_follow_ups(path: Path, slugs: Sequence[str]) -> list[FollowUp]:
    """Read the examples of known articles; raise ContentError when the file is broken."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        examples = TypeAdapter(list[FollowUp]).validate_python(raw)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"{path.name}: {one_line(error)}") from error
    return [example for example in examples if example.context in slugs]


def fit(tables: FloatRow, answers: NDArray[np.bool_]) -> FloatRow:
    """Return the weights that make it likeliest that an article that answers comes first.

    Tables are of shape (examples, articles, signals), answers of shape (examples, articles).
    """

    def loss(weights: FloatRow) -> tuple[float, FloatRow]:
        log_chances = log_softmax(tables @ weights, axis=1)
        of_answers = np.where(answers, log_chances, -np.inf)
        share = softmax(of_answers, axis=1) - np.exp(log_chances)
        slope = PENALTY * weights - np.einsum("ea,eaf->f", share, tables)
        value = PENALTY * (weights**2).sum() / 2 - logsumexp(of_answers, axis=1).sum()
        return float(value), slope

    weights: FloatRow = minimize(loss, np.zeros(tables.shape[2]), jac=True).x
    return weights


def share_right(scores: FloatRow, answers: NDArray[np.bool_]) -> float:
    """Return how often the article with the highest score answers; both (examples, articles)."""
    return float(answers[np.arange(len(scores)), scores.argmax(axis=1)].mean())


def cross_validated(
    tables: FloatRow, answers: NDArray[np.bool_], contexts: Sequence[str]
) -> FloatRow:
    """Return scores by weights that have seen no example of the same article at hand."""
    scores = np.empty(answers.shape)
    for seen, unseen in GroupKFold(FOLDS).split(tables, groups=contexts):
        scores[unseen] = tables[unseen] @ fit(tables[seen], answers[seen])
    return scores


def main() -> int:
    try:
        settings, ranking = load_settings(), read_ranking()
        path = settings.knowledge_content / FILE
        library = load_library(settings.knowledge_content)
        examples = read_follow_ups(path, list(library.by_slug))
        embedder = load_embedder(settings)
        store = open_store(embedder, settings)
        finder = load_finder(library, load_language(settings), store, settings)
        searcher = Searcher(library, finder, embedder, ranking)
    except KnowledgeError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    signals = [searcher.follow_up_signals(e.text, e.context) for e in examples]
    tables: FloatRow = np.stack(signals).astype(np.float64)
    answers = np.array([[slug in e.slugs for slug in finder.corpus.slugs] for e in examples])
    contexts = [example.context for example in examples]
    for name, scores in (
        ("search alone", tables[:, :, 0]),
        ("always the article at hand", tables[:, :, 2]),
        ("learnt, cross-validated", cross_validated(tables, answers, contexts)),
    ):
        sys.stdout.write(f"{name}: {share_right(scores, answers):.3f}\n")
    values = fit(tables, answers).round(3).tolist()
    learnt = Calibration(
        date=datetime.now(UTC).date(),
        data_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        questions=len(examples),
    )
    named = dict(zip(FOLLOW_UP_SIGNALS, values, strict=True))
    write_ranking(ranking.model_copy(update={"follow_up": named, "follow_ups_learnt": learnt}))
    return 0


if __name__ == "__main__":
    sys.exit(main())

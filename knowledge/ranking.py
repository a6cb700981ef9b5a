import math
from datetime import date
from pathlib import Path

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.articles import first_fault, one_line
from knowledge.embedder import FloatArray
from knowledge.errors import ContentError
from knowledge.evidence import FEATURES, Evidence

COMMENT = """\
# The weights are written by `python -m knowledge.calibrate`, answer_from and clarify_from by
# `python -m knowledge.thresholds`, follow_up by `python -m knowledge.follow_ups`.
"""
PACKAGED_RANKING = Path(__file__).parent / "ranking.yml"
FOLLOW_UP_SIGNALS = ("alone", "joined", "at_hand")
SIGNALS = ("margin", "head", "question_best", "passage_best", "question_words")


class Calibration(BaseModel):
    """Where the figures come from."""

    date: date
    data_sha256: str
    questions: int


class Ranking(BaseModel):
    """The fusion weights, the confidence and its thresholds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weights: dict[str, float]
    confidence: dict[str, float]
    answer_from: float = Field(ge=0, le=1)
    clarify_from: float = Field(ge=0, le=1)
    audience_bonus: float
    follow_up: dict[str, float]
    calibrated: Calibration | None
    thresholds_chosen: Calibration | None
    follow_ups_learnt: Calibration | None


def fuse(evidence: Evidence, ranking: Ranking) -> FloatArray:
    """Return the weighted sum of the features, each standardised over the articles."""
    return fuse_features(evidence.features, ranking)


def fuse_features(features: FloatArray, ranking: Ranking) -> FloatArray:
    """Return the fused scores of features, shape (…, articles, features)."""
    weights = np.array([ranking.weights[name] for name in FEATURES], np.float32)
    fused: FloatArray = standardise(features) @ weights
    return fused


def standardise(features: FloatArray) -> FloatArray:
    """Bring every column to mean 0 and deviation 1; a column without differences to 0."""
    deviation = features.std(axis=-2, keepdims=True)
    mean = features.mean(axis=-2, keepdims=True)
    standardised: FloatArray = (features - mean) / np.where(deviation > 0, deviation, 1)
    return standardised


def signals(evidence: Evidence, fused: FloatArray) -> FloatArray:
    """Return what the confidence is read from, in the order of SIGNALS."""
    best = int(fused.argmax())
    second = float(np.delete(fused, best).max(initial=-np.inf)) if len(fused) > 1 else 0.0
    values = [float(fused[best]) - second]
    values += [float(evidence.column(name)[best]) for name in SIGNALS[1:]]
    return np.array(values, np.float32)


def confidence(evidence: Evidence, fused: FloatArray, ranking: Ranking) -> float:
    """Return the probability that the article with the highest score answers."""
    logit = ranking.confidence["intercept"] + sum(
        ranking.confidence[name] * float(value)
        for name, value in zip(SIGNALS, signals(evidence, fused), strict=True)
    )
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def in_conversation(alone: FloatArray, joined: FloatArray, row: int) -> FloatArray:
    """Return what speaks for each article after one was shown, shape (articles, signals).

    In the order of FOLLOW_UP_SIGNALS: the fused scores of the text alone, those of it after the
    title of the article at hand, and whether it is that one (in that row).
    """
    at_hand = np.zeros(len(alone), np.float32)
    at_hand[row] = 1
    return np.stack([alone, joined, at_hand], axis=1)


def weigh_in_conversation(table: FloatArray, ranking: Ranking) -> FloatArray:
    """Return one score for each row of in_conversation."""
    weights = np.array([ranking.follow_up[name] for name in FOLLOW_UP_SIGNALS], np.float32)
    scores: FloatArray = table @ weights
    return scores


def read_ranking(path: Path = PACKAGED_RANKING) -> Ranking:
    """Read the weights and thresholds; raise ContentError when the file is broken."""
    try:
        ranking = Ranking.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ContentError(f"{path.name}: {one_line(error)}") from error
    except ValidationError as error:
        raise ContentError(f"{path.name}: {first_fault(error)}") from error
    if set(ranking.weights) != set(FEATURES):
        raise ContentError(f"{path.name}: weights: must be {', '.join(FEATURES)}")
    if set(ranking.confidence) != {"intercept", *SIGNALS}:
        raise ContentError(f"{path.name}: confidence: must be intercept, {', '.join(SIGNALS)}")
    if set(ranking.follow_up) != set(FOLLOW_UP_SIGNALS):
        raise ContentError(f"{path.name}: follow_up: must be {', '.join(FOLLOW_UP_SIGNALS)}")
    return ranking


def write_ranking(ranking: Ranking, path: Path = PACKAGED_RANKING) -> None:
    """Write the weights and thresholds where read_ranking finds them."""
    text = yaml.safe_dump(ranking.model_dump(), sort_keys=False, allow_unicode=True)
    path.write_text(COMMENT + text, encoding="utf-8")

"""Learn when a text is meant for the article at hand: `python -m knowledge.follow_ups`.

A logistic regression over FOLLOW_UP_SIGNALS on content/follow_ups.yml. Reports, by
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
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from knowledge.articles import one_line
from knowledge.assembly import load_embedder, load_finder, load_language, open_store
from knowledge.errors import ContentError, KnowledgeError
from knowledge.library import load_library
from knowledge.queries import Query
from knowledge.ranking import FOLLOW_UP_SIGNALS, Calibration, read_ranking, write_ranking
from knowledge.search import Searcher
from knowledge.settings import load_settings

FILE = "follow_ups.yml"
FOLDS = 5


class FollowUp(BaseModel):
    """What was written after the answer from an article, and which articles answer it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    context: str
    text: str = Field(min_length=1)
    slugs: list[str] = Field(min_length=1)

    def is_for_context(self, first: str) -> bool:
        """Tell whether the article at hand answers, and no worse than the one found first."""
        if self.context not in self.slugs:
            return False
        return first not in self.slugs or self.slugs.index(self.context) <= self.slugs.index(first)


def read_follow_ups(path: Path, slugs: Sequence[str]) -> list[FollowUp]:
    """Read the examples of known articles; raise ContentError when the file is broken."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        examples = TypeAdapter(list[FollowUp]).validate_python(raw)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"{path.name}: {one_line(error)}") from error
    return [example for example in examples if example.context in slugs]


def share_right(
    examples: Sequence[FollowUp], firsts: Sequence[str], meant: NDArray[np.bool_]
) -> float:
    """Return how often the article at hand, or else the one found first, answers."""
    chosen = [
        example.context if at_hand else first
        for example, first, at_hand in zip(examples, firsts, meant, strict=True)
    ]
    return float(np.mean([slug in e.slugs for slug, e in zip(chosen, examples, strict=True)]))


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
    firsts = [searcher.search(Query(e.text)).results[0].article.slug for e in examples]
    signals = np.array([searcher.follow_up_signals(e.text, e.context) for e in examples])
    wanted = np.array([e.is_for_context(first) for e, first in zip(examples, firsts, strict=True)])
    model = LogisticRegression()
    unseen = cross_val_predict(model, signals, wanted, cv=FOLDS)
    for name, meant in (
        ("search alone", np.zeros_like(wanted)),
        ("always the article at hand", np.ones_like(wanted)),
        ("learnt, cross-validated", unseen),
    ):
        sys.stdout.write(f"{name}: {share_right(examples, firsts, meant):.3f}\n")
    model.fit(signals, wanted)
    values = [float(model.intercept_[0]), *model.coef_[0].tolist()]
    learnt = Calibration(
        date=datetime.now(UTC).date(),
        data_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        questions=len(examples),
    )
    named = dict(zip(("intercept", *FOLLOW_UP_SIGNALS), np.round(values, 3).tolist(), strict=True))
    write_ranking(ranking.model_copy(update={"follow_up": named, "follow_ups_learnt": learnt}))
    return 0


if __name__ == "__main__":
    sys.exit(main())

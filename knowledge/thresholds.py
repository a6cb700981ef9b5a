"""Choose from which confidence on to answer: `python -m knowledge.thresholds QUESTIONS.jsonl`.

The articles' own questions are harder than what people ask, so the thresholds, and nothing else,
are chosen on a question set in the format of knowledge.evaluate.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.assembly import load_embedder, load_finder, load_language, open_store
from knowledge.errors import ContentError, KnowledgeError
from knowledge.evaluate import Item, answerable, read_questions_file
from knowledge.library import load_library
from knowledge.queries import Query
from knowledge.ranking import Calibration, read_ranking, write_ranking
from knowledge.search import Searcher
from knowledge.settings import load_settings

# A wrong answer is worse than none: at most this share of answerable questions may get one.
MOST_WRONG = 0.09
# Above this share of the threshold we ask which article is meant.
CLARIFY_FROM_SHARE = 0.5
FOLDS = 5
SEED = 20261122
FloatRow = NDArray[np.float64]
BoolRow = NDArray[np.bool_]


def lowest_threshold(chances: FloatRow, right: BoolRow) -> float:
    """Return the lowest confidence from which few enough answers are wrong."""
    thresholds = np.arange(0.05, 1, 0.01).round(2)
    wrong = [((chances >= threshold) & ~right).mean() for threshold in thresholds]
    return float(thresholds[int(np.argmax(np.array(wrong) <= MOST_WRONG))])


def held_out_shares(chances: FloatRow, right: BoolRow) -> tuple[float, float]:
    """Return the shares answered rightly and wrongly under thresholds chosen on other folds."""
    folds = np.random.default_rng(SEED).integers(0, FOLDS, len(chances))
    answered = np.zeros(len(chances), np.bool_)
    for fold in range(FOLDS):
        asked = folds == fold
        answered[asked] = chances[asked] >= lowest_threshold(chances[~asked], right[~asked])
    return float((answered & right).mean()), float((answered & ~right).mean())


def ask(searcher: Searcher, items: Sequence[Item]) -> tuple[FloatRow, BoolRow]:
    """Return, per question, the confidence and whether the first article is acceptable."""
    answers = [searcher.search(Query(item.text)) for item in items]
    firsts = [answer.results[0].article.slug for answer in answers]
    right = [slug in item.slugs for slug, item in zip(firsts, items, strict=True)]
    return np.array([answer.confidence for answer in answers]), np.array(right)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    path = parser.parse_args().questions
    try:
        settings, ranking = load_settings(), read_ranking()
        items = answerable(read_questions_file(path), None).items
        if not items:
            raise ContentError(f"{path.name}: no question there has an article")
        library = load_library(settings.knowledge_content)
        embedder = load_embedder(settings)
        store = open_store(embedder, settings)
        finder = load_finder(library, load_language(settings), store, settings)
        searcher = Searcher(library, finder, embedder, ranking)
        chances, right = ask(searcher, items)
    except KnowledgeError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    threshold = lowest_threshold(chances, right)
    rightly, wrongly = held_out_shares(chances, right)
    sys.stdout.write(
        f"answer from {threshold}; "
        f"held out: {rightly:.3f} answered rightly, {wrongly:.3f} wrongly\n"
    )
    chosen = {
        "answer_from": threshold,
        "clarify_from": round(threshold * CLARIFY_FROM_SHARE, 2),
        "thresholds_chosen": Calibration(
            date=datetime.now(UTC).date(),
            data_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            questions=len(items),
        ),
    }
    write_ranking(ranking.model_copy(update=chosen))
    return 0


if __name__ == "__main__":
    sys.exit(main())

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from evaluation.cross_validation import CrossValidation, Parts, Rows, Weights

NAMES = np.array(["a", "b"] * 15)
TOLD = np.where(NAMES == "a", 1.0, -1.0).astype(np.float32)
NOISE = np.random.default_rng(1).normal(size=(30, 40)).astype(np.float32)
EMBEDDING_ONLY, NGRAMS_ONLY = Weights(0.0, 1.0), Weights(1.0, 0.0)


def featurise(train: Rows, test: Rows) -> tuple[Parts, Parts]:
    """Noise as n-grams, and embeddings that tell the name."""
    seen, unseen = (
        Parts(sparse.csr_matrix(NOISE[rows]), TOLD[rows][:, np.newaxis]) for rows in (train, test)
    )
    return seen, unseen


def validation(*grid: Weights) -> CrossValidation:
    return CrossValidation(featurise, LogisticRegression(), grid, outer=3, inner=2)


def test_the_inner_folds_choose_the_weights_that_part_the_names() -> None:
    outcome = validation(NGRAMS_ONLY, EMBEDDING_ONLY).run(NAMES, print)
    assert outcome.chosen == (EMBEDDING_ONLY,) * 3
    assert (outcome.predicted == NAMES).all()


def test_one_choice_of_weights_needs_no_inner_folds() -> None:
    assert validation(NGRAMS_ONLY).run(NAMES, print).chosen == (NGRAMS_ONLY,) * 3


def test_no_example_is_judged_by_what_has_seen_it() -> None:
    seen: list[tuple[Rows, Rows]] = []

    def watched(train: Rows, test: Rows) -> tuple[Parts, Parts]:
        seen.append((train, test))
        return featurise(train, test)

    CrossValidation(watched, LogisticRegression(), [EMBEDDING_ONLY], 3).run(NAMES, print)
    assert not any(set(train) & set(test) for train, test in seen)
    assert sorted(row for _, test in seen for row in test) == list(range(30))


def test_inner_folds_are_cut_from_the_outer_training_rows_alone() -> None:
    calls: list[tuple[Rows, Rows]] = []

    def watched(train: Rows, test: Rows) -> tuple[Parts, Parts]:
        calls.append((train, test))
        return featurise(train, test)

    grid = [NGRAMS_ONLY, EMBEDDING_ONLY]
    CrossValidation(watched, LogisticRegression(), grid, 3, 2).run(NAMES, print)
    for start in range(0, len(calls), 3):
        *inner, (train, held_out) = calls[start : start + 3]
        for inner_train, inner_test in inner:
            assert {*inner_train, *inner_test} == set(train)
            assert not {*inner_train, *inner_test} & set(held_out)


def test_the_weights_are_the_lengths_of_the_parts() -> None:
    parts = Parts(sparse.csr_matrix([[0.6, 0.8]]), np.array([[1.0]], dtype=np.float32))
    assert parts.weighted(Weights(10, 4)).toarray()[0] == pytest.approx([6, 8, 4])

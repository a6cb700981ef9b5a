from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.errors import ContentError
from knowledge.follow_ups import (
    FILE,
    FloatRow,
    cross_validated,
    fit,
    read_follow_ups,
    share_right,
)
from knowledge.library import load_library
from knowledge.settings import load_settings

EXAMPLES, ARTICLES = 40, 5


def example_tables() -> tuple[FloatRow, NDArray[np.bool_]]:
    """Return examples in which the second signal alone tells which article answers."""
    random = np.random.default_rng(7)
    tables = random.normal(size=(EXAMPLES, ARTICLES, 2))
    return tables, tables[:, :, 1] == tables[:, :, 1].max(axis=1, keepdims=True)


def test_what_tells_the_answer_weighs_most() -> None:
    tables, answers = example_tables()
    weights = fit(tables, answers)
    assert weights[1] > 2
    assert abs(weights[0]) < 0.5


def test_any_of_several_articles_that_answer_will_do() -> None:
    tables, answers = example_tables()
    answers[:, 0] = True
    assert share_right(tables[:, :, 1], answers) == 1.0
    assert np.isfinite(fit(tables, answers)).all()


def test_the_share_counts_the_article_that_is_chosen() -> None:
    answers = np.array([[True, False], [False, True]])
    assert share_right(np.array([[1.0, 0.0], [0.0, 1.0]]), answers) == 1.0
    assert share_right(np.array([[1.0, 0.0], [1.0, 0.0]]), answers) == 0.5


def test_every_example_is_judged_by_weights_that_have_not_seen_it() -> None:
    tables, answers = example_tables()
    contexts = [f"article {row // 2}" for row in range(EXAMPLES)]
    scores = cross_validated(tables, answers, contexts)
    assert share_right(scores, answers) > 0.9


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text("- {context: parykk, text: ''}")
    with pytest.raises(ContentError, match=FILE):
        read_follow_ups(path, ["parykk"])


def test_every_example_on_file_is_of_an_article_that_is_there() -> None:
    content = load_settings().knowledge_content
    slugs = list(load_library(content).by_slug)
    known = read_follow_ups(content / FILE, slugs)
    assert len(known) > 400
    assert {slug for example in known for slug in example.slugs} <= set(slugs)

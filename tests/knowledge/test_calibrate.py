import numpy as np

from knowledge.calibrate import (
    Trial,
    calibrate,
    fit_confidence,
    fit_weights,
    read_outside,
    without_answer,
)
from knowledge.evidence import FEATURES, Evidence, Finder
from knowledge.ranking import SIGNALS, read_ranking
from knowledge.settings import PACKAGED_CONTENT
from tests.knowledge.fakes import FakeEmbedder


def trial(answer: int, telling: int) -> Trial:
    features = np.random.default_rng(answer).normal(size=(5, len(FEATURES))).astype(np.float32)
    features[answer, telling] = 5
    nothing = np.empty(0, np.float32)
    return Trial(Evidence(features, nothing, nothing), answer)


def test_the_feature_that_tells_gets_the_weight() -> None:
    weights = fit_weights([trial(answer % 5, telling=2) for answer in range(40)])
    assert weights.argmax() == 2
    assert weights.min() >= 0


def test_confidence_grows_with_what_goes_along_with_being_right() -> None:
    rng = np.random.default_rng(1)
    right = rng.random(200) < 0.5
    table = rng.normal(size=(200, 2))
    table[:, 1] += 3 * right
    coefficients = fit_confidence(table, right, np.ones(200))
    assert coefficients[2] > 1 > abs(coefficients[1])


def test_an_article_taken_away_leaves_the_others() -> None:
    gone = without_answer(trial(3, telling=2))
    assert gone.answer is None
    assert gone.evidence.features.shape == (4, len(FEATURES))
    assert gone.evidence.features[:, 2].max() < 5


def test_the_texts_from_outside_are_all_texts() -> None:
    texts = read_outside(PACKAGED_CONTENT / "outside.yml")
    assert len(texts) > 80
    assert all(isinstance(text, str) and text for text in texts)


def test_calibration_changes_the_weights_and_the_confidence_only(finder: Finder) -> None:
    ranking = calibrate(finder, FakeEmbedder(), ["Hva blir været?", "oppskrift på boller"])
    assert set(ranking.weights) == set(FEATURES)
    assert set(ranking.confidence) == {"intercept", *SIGNALS}
    assert ranking.answer_from == read_ranking().answer_from

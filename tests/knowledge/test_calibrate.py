import numpy as np

from knowledge.calibrate import (
    MOST_WRONG,
    Trial,
    calibrate,
    fit_confidence,
    fit_weights,
    lowest_threshold,
    read_outside,
    without_answer,
)
from knowledge.corpus import Corpus
from knowledge.evidence import FEATURES, Evidence, Finder
from knowledge.language import Language
from knowledge.ranking import SIGNALS, Ranking
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


def test_the_threshold_keeps_wrong_answers_few() -> None:
    chances = np.linspace(0, 1, 101)
    right = chances >= 0.5
    threshold = lowest_threshold(chances, right)
    assert ((chances >= threshold) & ~right).mean() <= MOST_WRONG
    assert ((chances >= threshold - 0.02) & ~right).mean() > MOST_WRONG


def test_an_article_taken_away_leaves_the_others() -> None:
    gone = without_answer(trial(3, telling=2))
    assert gone.answer is None
    assert gone.evidence.features.shape == (4, len(FEATURES))
    assert gone.evidence.features[:, 2].max() < 5


def test_the_texts_from_outside_are_all_texts() -> None:
    texts = read_outside(PACKAGED_CONTENT / "outside.yml")
    assert len(texts) > 80
    assert all(isinstance(text, str) and text for text in texts)


def test_calibration_gives_what_the_ranking_file_needs(
    corpus: Corpus, language: Language, finder: Finder
) -> None:
    found = calibrate(finder, FakeEmbedder(), ["Hva blir været?", "oppskrift på boller"])
    ranking = Ranking.model_validate(found | {"calibrated": None})
    assert set(ranking.weights) == set(FEATURES)
    assert set(ranking.confidence) == {"intercept", *SIGNALS}
    assert 0 < ranking.clarify_from < ranking.answer_from < 1

from pathlib import Path

import numpy as np
import pytest

from bot.components.centring import Centring

NEAR = np.array([[1.0, 0.1, 0.0], [1.0, 0.0, 0.1], [1.0, -0.1, -0.1]], dtype=np.float32)


def test_vectors_that_lie_close_are_spread_out() -> None:
    spread = Centring.fit("m", NEAR).apply(NEAR)
    assert np.linalg.norm(spread, axis=1) == pytest.approx([1, 1, 1])
    assert spread[0] @ spread[2] < 0 < NEAR[0] @ NEAR[2]


def test_the_mean_itself_becomes_nothing_and_no_error() -> None:
    centring = Centring.fit("m", NEAR)
    assert not centring.apply(centring.mean[np.newaxis]).any()


def test_a_text_without_an_embedding_counts_as_the_mean() -> None:
    nothing = Centring.fit("m", NEAR).nothing
    assert nothing.shape == (1, 3)
    assert not nothing.any()


def test_what_is_saved_loads_alike(tmp_path: Path) -> None:
    saved = Centring.fit("multilingual", NEAR)
    saved.save(tmp_path / "centring.npz")
    loaded = Centring.load(tmp_path / "centring.npz")
    assert loaded.model == "multilingual"
    assert loaded.apply(NEAR) == pytest.approx(saved.apply(NEAR))

from pathlib import Path

import numpy as np

from knowledge.evaluate import Item
from knowledge.evidence import Finder
from knowledge.library import Library
from knowledge.ranking import read_ranking, write_ranking
from knowledge.search import Searcher
from knowledge.thresholds import MOST_WRONG, ask, held_out_shares, lowest_threshold
from tests.knowledge.fakes import FakeEmbedder


def test_the_threshold_keeps_wrong_answers_few() -> None:
    chances = np.linspace(0, 1, 101)
    right = chances >= 0.5
    threshold = lowest_threshold(chances, right)
    assert ((chances >= threshold) & ~right).mean() <= MOST_WRONG
    assert ((chances >= threshold - 0.02) & ~right).mean() > MOST_WRONG


def test_held_out_shares_are_of_all_questions() -> None:
    chances = np.linspace(0, 1, 200)
    right = np.arange(200) % 10 > 0
    rightly, wrongly = held_out_shares(chances, right)
    assert 0.5 < rightly <= 0.9
    assert 0 < wrongly <= 0.1


def test_each_question_has_its_confidence_and_verdict(library: Library, finder: Finder) -> None:
    searcher = Searcher(library, finder, FakeEmbedder(), read_ranking())
    items = [
        Item(
            id=slug,
            text="Hvem betaler parykken?",
            lang="nb",
            style="plain",
            route="answer",
            slugs=[slug],
        )
        for slug in ("parykk", "reise")
    ]
    chances, right = ask(searcher, items)
    assert chances[0] == chances[1]
    assert right.tolist() == [True, False]


def test_the_ranking_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_ranking(read_ranking(), tmp_path / "ranking.yml")
    assert read_ranking(tmp_path / "ranking.yml") == read_ranking()

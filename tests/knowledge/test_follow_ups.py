from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import ContentError
from knowledge.follow_ups import FILE, FollowUp, read_follow_ups, share_right
from knowledge.library import load_library
from knowledge.settings import load_settings

COST = FollowUp(context="parykk", text="koster det noe?", slugs=["parykk", "frikort"])


@pytest.mark.parametrize(
    ("first", "is_meant"), [("aap", True), ("parykk", True), ("frikort", True), ("reise", True)]
)
def test_the_article_at_hand_is_meant_when_it_answers_best(first: str, is_meant: bool) -> None:
    assert COST.is_for_context(first) is is_meant


def test_a_neighbour_that_answers_better_is_meant_instead() -> None:
    neighbour = FollowUp(context="parykk", text="og egenandelen?", slugs=["frikort", "parykk"])
    assert not neighbour.is_for_context("frikort")
    assert neighbour.is_for_context("aap")
    assert not FollowUp(context="parykk", text="og AAP?", slugs=["aap"]).is_for_context("reise")


def test_the_share_counts_the_article_that_is_chosen() -> None:
    other = FollowUp(context="parykk", text="og AAP?", slugs=["aap"])
    examples, firsts = [COST, other], ["reise", "aap"]
    assert share_right(examples, firsts, np.array([True, False])) == 1.0
    assert share_right(examples, firsts, np.array([False, True])) == 0.0


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

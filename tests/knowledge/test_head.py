from pathlib import Path

import numpy as np

from knowledge.head import Examples, Head, load_or_train
from knowledge.language import Reading
from tests.knowledge.fakes import FakeEmbedder

TEXTS = ["penger til parykk", "hvem betaler parykken", "bussen til sykehuset", "smitter kreft"]
LABELS = ["parykk", "parykk", "reise", "barn"]


def read(text: str) -> Reading:
    return Reading(text, text)


def examples(labels: list[str] = LABELS) -> Examples:
    readings = [read(text) for text in TEXTS]
    return Examples(readings, FakeEmbedder().embed(TEXTS, "query"), labels)


def best(head: Head, text: str) -> str:
    vector = FakeEmbedder().embed([text], "query")[0]
    return head.labels[int(head.log_probabilities(read(text), vector).argmax())]


def test_a_new_question_goes_to_the_article_it_is_like() -> None:
    head = Head(examples())
    assert best(head, "får jeg parykk") == "parykk"
    assert best(head, "buss til sykehus") == "reise"


def test_the_probabilities_add_up_to_one() -> None:
    head = Head(examples())
    vector = FakeEmbedder().embed(["noe annet"], "query")[0]
    assert np.isclose(np.exp(head.log_probabilities(read("noe annet"), vector)).sum(), 1)


def test_two_articles_and_even_one_are_enough() -> None:
    two = Head(examples(["parykk", "parykk", "reise", "reise"]))
    assert best(two, "parykken") == "parykk"
    assert best(two, "bussen") == "reise"
    assert best(Head(examples(["parykk"] * 4)), "bussen") == "parykk"


def test_a_trained_head_is_kept_until_its_examples_change(tmp_path: Path) -> None:
    trained = load_or_train(examples(), tmp_path)
    loaded = load_or_train(examples(), tmp_path)
    assert np.array_equal(trained.weights, loaded.weights)
    assert len(list(tmp_path.iterdir())) == 1
    load_or_train(examples(["parykk", "reise", "reise", "barn"]), tmp_path)
    assert len(list(tmp_path.iterdir())) == 2

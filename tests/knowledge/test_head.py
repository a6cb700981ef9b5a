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
    head = Head.train(examples())
    assert best(head, "får jeg parykk") == "parykk"
    assert best(head, "buss til sykehus") == "reise"


def test_the_probabilities_add_up_to_one() -> None:
    head = Head.train(examples())
    vector = FakeEmbedder().embed(["noe annet"], "query")[0]
    assert np.isclose(np.exp(head.log_probabilities(read("noe annet"), vector)).sum(), 1)


def test_two_articles_and_even_one_are_enough() -> None:
    two = Head.train(examples(["parykk", "parykk", "reise", "reise"]))
    assert best(two, "parykken") == "parykk"
    assert best(two, "bussen") == "reise"
    assert best(Head.train(examples(["parykk"] * 4)), "bussen") == "parykk"


def test_a_trained_head_is_kept_until_its_examples_change(tmp_path: Path) -> None:
    trained = load_or_train(examples(), tmp_path)
    loaded = load_or_train(examples(), tmp_path)
    assert np.array_equal(trained.weights, loaded.weights)
    vector = FakeEmbedder().embed(["får jeg parykk"], "query")[0]
    said = [head.log_probabilities(read("får jeg parykk"), vector) for head in (trained, loaded)]
    assert np.allclose(*said)
    assert len(list(tmp_path.iterdir())) == 1
    load_or_train(examples(["parykk", "reise", "reise", "barn"]), tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_many_questions_are_weighed_as_each_alone_is() -> None:
    head = Head.train(examples())
    vectors = FakeEmbedder().embed(TEXTS, "query")
    many = head.many_log_probabilities([read(text) for text in TEXTS], vectors)
    alone = [head.log_probabilities(read(t), v) for t, v in zip(TEXTS, vectors, strict=True)]
    assert np.allclose(many, np.stack(alone), atol=1e-5)

import json
from pathlib import Path

import pytest

from knowledge.beir import BeirSearch, read_beir
from knowledge.errors import ContentError
from knowledge.evaluate import (
    QUESTION_MEASURES,
    answerable,
    arms,
    main,
    measure,
    read_questions_file,
)
from knowledge.language import Language
from knowledge.ranking import read_ranking
from knowledge.store import EmbeddingStore, open_database
from tests.knowledge.fakes import FakeEmbedder


def question(number: int, route: str, *slugs: str) -> str:
    item = {"id": f"q{number}", "text": "Hva?", "lang": "nb", "style": "plain", "route": route}
    return json.dumps(item | {"slugs": slugs, "kommune": "Oslo"})


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_only_questions_that_an_existing_article_answers_are_kept(tmp_path: Path) -> None:
    lines = [question(1, "answer", "a", "b"), question(2, "answer", "c"), question(3, "crisis")]
    items = read_questions_file(write_lines(tmp_path / "q.jsonl", *lines))
    assert answerable(items, None).relevant.keys() == {"q1", "q2"}
    assert answerable(items, {"b"}).relevant == {"q1": {"a": 1, "b": 1}}


def test_any_acceptable_article_counts_as_a_hit() -> None:
    relevant = {"q1": {"a": 1, "b": 1}, "q2": {"c": 1}}
    run = {"q1": {"b": 0.9, "x": 0.5, "a": 0.1}, "q2": {"x": 0.9, "y": 0.8, "c": 0.7}}
    figures = measure(relevant, run, QUESTION_MEASURES)
    assert figures["Recall@1"] == 0.5
    assert figures["Recall@3"] == 1.0
    assert figures["MRR@10"] == pytest.approx((1 + 1 / 3) / 2)


def test_each_arm_uses_only_its_own_evidence() -> None:
    by_name = arms(read_ranking())
    assert by_name["embeddings"].weights["question_words"] == 0
    assert by_name["embeddings"].weights["head"] == 0
    assert by_name["BM25"].weights["passage_best"] == 0
    assert by_name["fused"] == read_ranking()


def test_a_broken_question_line_is_named(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "q.jsonl", question(1, "answer", "a"), '{"id": 2}')
    with pytest.raises(ContentError, match=r"q\.jsonl: line 2"):
        read_questions_file(path)


@pytest.mark.parametrize("arguments", [[], ["q.jsonl", "--beir", "folder"]])
def test_exactly_one_thing_is_measured(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)


def test_a_missing_file_is_one_line_and_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["does-not-exist.jsonl"]) == 1
    assert capsys.readouterr().err.startswith("error: does-not-exist.jsonl")


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "set"
    folder.mkdir()
    documents = [("d1", "Parykk", "Nav betaler parykk."), ("d2", "", "Bussen går til sykehuset.")]
    write_lines(
        folder / "corpus.jsonl",
        *(json.dumps({"_id": i, "title": t, "text": x}) for i, t, x in documents),
    )
    queries = [("q1", "hvem betaler parykken"), ("q2", "buss"), ("q3", "uten dom")]
    write_lines(folder / "queries.jsonl", *(json.dumps({"_id": i, "text": t}) for i, t in queries))
    write_lines(folder / "qrels.tsv", "query-id\tcorpus-id\tscore", "q1\td1\t1", "q2\td2\t1")
    return folder


def test_a_beir_dataset_is_read_with_the_queries_that_are_judged(beir: Path) -> None:
    dataset = read_beir(beir)
    assert dataset.queries.keys() == {"q1", "q2"}
    assert dataset.relevant == {"q1": {"d1": 1}, "q2": {"d2": 1}}
    assert dataset.documents["d1"].startswith("Parykk")


def test_every_way_of_ranking_finds_the_document(
    beir: Path, language: Language, tmp_path: Path
) -> None:
    embedder = FakeEmbedder()
    store = EmbeddingStore(open_database(f"sqlite:///{tmp_path / 'b.db'}"), embedder)
    dataset = read_beir(beir)
    search = BeirSearch(dataset, store, language)
    text = dataset.queries["q1"]
    for way, scores in search.rank(text, embedder.embed([text], "query")[0]).items():
        assert max(scores, key=lambda name: scores[name]) == "d1", way


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("corpus.jsonl", '{"_id": "d1"}'),
        ("queries.jsonl", "{"),
        ("qrels.tsv", "q1\td1"),
        ("qrels.tsv", "q1\td1\tja"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore"),
    ],
)
def test_a_broken_beir_dataset_is_refused(beir: Path, file: str, text: str) -> None:
    write_lines(beir / file, text)
    with pytest.raises(ContentError):
        read_beir(beir)

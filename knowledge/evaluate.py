"""Measure ranking: `python -m knowledge.evaluate QUESTIONS.jsonl` or `--beir FOLDER`."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import ir_measures
from ir_measures import RR, Success, nDCG
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.articles import first_fault
from knowledge.assembly import load_embedder, load_finder, load_language, open_store
from knowledge.beir import BeirSearch, read_beir
from knowledge.embedder import FloatArray
from knowledge.errors import ContentError, KnowledgeError
from knowledge.evidence import Evidence
from knowledge.library import load_library
from knowledge.ranking import Ranking, fuse, read_ranking
from knowledge.settings import Settings, load_settings

Run = dict[str, dict[str, float]]
Relevant = dict[str, dict[str, int]]
EMBEDDING_FEATURES = ("question_mean", "passage_best")
WORD_FEATURES = ("question_words", "passage_words")
# Any acceptable article counts, so that "recall" is success here, as the question set defines it.
QUESTION_MEASURES = {"Recall@1": Success @ 1, "Recall@3": Success @ 3, "MRR@10": RR @ 10}
BEIR_MEASURES = {"nDCG@10": nDCG @ 10} | {f"R@{k}": ir_measures.R @ k for k in (1, 3, 10)}
COLUMN = 11


class Item(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: str
    text: str
    lang: str
    style: str
    route: str
    slugs: list[str]


@dataclass(frozen=True)
class Questions:
    items: Sequence[Item]
    relevant: Relevant


def read_questions_file(path: Path) -> list[Item]:
    """Read a question set, one JSON object a line; raise ContentError for a broken line."""
    items = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: {error}") from error
    for number, line in enumerate(lines, 1):
        try:
            items.append(Item.model_validate_json(line))
        except ValidationError as error:
            raise ContentError(f"{path.name}: line {number}: {first_fault(error)}") from error
    return items


def answerable(items: Iterable[Item], existing: set[str] | None) -> Questions:
    """Keep the items that an article answers, of those articles that exist if these are given."""
    kept = [
        item
        for item in items
        if item.route == "answer" and (existing is None or existing & set(item.slugs))
    ]
    return Questions(kept, {item.id: dict.fromkeys(item.slugs, 1) for item in kept})


def measure(
    relevant: Relevant, run: Run, measures: dict[str, ir_measures.Measure]
) -> dict[str, float]:
    """Return the mean of each measure over the questions."""
    found = ir_measures.calc_aggregate(list(measures.values()), relevant, run)
    return {name: float(found[measure]) for name, measure in measures.items()}


def arms(ranking: Ranking) -> dict[str, Ranking]:
    """Return the ranking as it is, and one kind of evidence alone, without the trained head."""

    def only(kept: tuple[str, ...]) -> Ranking:
        weights = {name: float(name in kept) for name in ranking.weights}
        return ranking.model_copy(update={"weights": weights})

    return {
        "embeddings": only(EMBEDDING_FEATURES),
        "BM25": only(WORD_FEATURES),
        "fused": ranking,
    }


def evaluate_questions(path: Path, settings: Settings, *, existing: bool) -> str:
    """Return a table of ranking figures for a question set."""
    library = load_library(settings.knowledge_content)
    slugs = set(library.by_slug) if existing else None
    questions = answerable(read_questions_file(path), slugs)
    if not questions.items:
        raise ContentError(f"{path.name}: no question that an article answers")
    embedder = load_embedder(settings)
    store = open_store(embedder, settings)
    finder = load_finder(library, load_language(settings), store, settings)
    vectors = embedder.embed([item.text for item in questions.items], "query")
    evidence = [
        finder.evidence(item.text, vector)
        for item, vector in zip(questions.items, vectors, strict=True)
    ]
    runs = {
        name: _run(questions, evidence, finder.corpus.slugs, arm)
        for name, arm in arms(read_ranking()).items()
    }
    return _report(questions, runs)


def _run(
    questions: Questions, evidence: Sequence[Evidence], slugs: Sequence[str], ranking: Ranking
) -> Run:
    return {
        item.id: _scored(slugs, fuse(seen, ranking))
        for item, seen in zip(questions.items, evidence, strict=True)
    }


def _scored(names: Sequence[str], scores: FloatArray) -> dict[str, float]:
    return dict(zip(names, scores.tolist(), strict=True))


def _report(questions: Questions, runs: dict[str, Run]) -> str:
    lines = [_head("", QUESTION_MEASURES)]
    lines += [
        _line(name, len(questions.items), measure(questions.relevant, run, QUESTION_MEASURES))
        for name, run in runs.items()
    ]
    for field in ("lang", "style"):
        lines += ["", _head(f"fused, by {field}", QUESTION_MEASURES)]
        lines += _by_field(questions, runs["fused"], attrgetter(field))
    return "\n".join(lines)


def _by_field(questions: Questions, run: Run, field: Callable[[Item], str]) -> list[str]:
    lines = []
    for value in sorted({field(item) for item in questions.items}):
        ids = {item.id for item in questions.items if field(item) == value}
        relevant = {key: slugs for key, slugs in questions.relevant.items() if key in ids}
        found = {key: scores for key, scores in run.items() if key in ids}
        lines.append(_line(value, len(ids), measure(relevant, found, QUESTION_MEASURES)))
    return lines


def _head(title: str, measures: Iterable[str]) -> str:
    return f"{title:<20}{'n':>6}" + "".join(f"{name:>{COLUMN}}" for name in measures)


def _line(name: str, count: int, figures: dict[str, float]) -> str:
    return f"{name:<20}{count:>6}" + "".join(f"{v:>{COLUMN}.3f}" for v in figures.values())


def evaluate_beir(folder: Path, settings: Settings) -> str:
    """Return a table of ranking figures for a dataset in BEIR format."""
    dataset = read_beir(folder)
    embedder = load_embedder(settings)
    store = open_store(embedder, settings)
    search = BeirSearch(dataset, store, load_language(settings))
    vectors = store.embed(list(dataset.queries.values()), "query")
    runs: dict[str, Run] = {"embeddings": {}, "BM25": {}, "fused": {}}
    for (query_id, text), vector in zip(dataset.queries.items(), vectors, strict=True):
        for arm, scores in search.rank(text, vector).items():
            runs[arm][query_id] = scores
    lines = [_head(folder.name, BEIR_MEASURES)]
    lines += [
        _line(name, len(run), measure(dataset.relevant, run, BEIR_MEASURES))
        for name, run in runs.items()
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m knowledge.evaluate")
    parser.add_argument("questions", nargs="?", type=Path, help="a question set, JSON lines")
    parser.add_argument("--existing", action="store_true", help="only what an article answers")
    parser.add_argument("--beir", type=Path, help="a folder in BEIR format instead")
    options = parser.parse_args(arguments)
    if (options.questions is None) == (options.beir is None):
        parser.error("give a question set or --beir FOLDER")
    try:
        settings = load_settings()
        if options.beir:
            report = evaluate_beir(options.beir, settings)
        else:
            report = evaluate_questions(options.questions, settings, existing=options.existing)
    except (KnowledgeError, json.JSONDecodeError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write(f"{report}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Put questions of the same meaning together."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web_widget.borders import Knowledge
from web_widget.conversations.models import Message, new_id, now
from web_widget.database import Database
from web_widget.errors import UnavailableError
from web_widget.worklist.collecting import Asked, answered_by_hand_since, unanswered_since
from web_widget.worklist.masking import Masker
from web_widget.worklist.models import GroupedQuestion, GroupingRun, QuestionGroup, Source
from web_widget.worklist.vocabulary import masker_for

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]

# As many conversations must ask alike before anything of it is shown.
FEWEST = 3
PERIOD = timedelta(days=90)
# The service embeds one batch at a time: a search waits for a small one only.
BATCH = 16
# Longer texts say several things, and the first says what it is about.
LONGEST = 400
NEAREST = 3
# How far apart questions of one meaning are on average, as cosine distance. Chosen by reading the
# groups of benchmarks/worklist.py: a little more puts vaccines and immunotherapy together.
FARTHEST = 0.14
RUN = 1
# Tells `python -m web_widget.worklist` that who started it has noted the run.
BEGUN = "--begun"
# A run that began longer ago than this has died.
LONGEST_RUN = timedelta(minutes=10)


@dataclass(frozen=True)
class Embedded:
    asked: Asked
    vector: Vectors
    model: str


def group_questions(database: Database, knowledge: Knowledge) -> int:
    """Group all open questions anew and return how many groups there are.

    Raises UnavailableError when the knowledge service does not answer; the old groups stay.
    """
    masker = masker_for(knowledge)
    with database.reading() as session:
        asked = [
            each
            for source in (unanswered_since, answered_by_hand_since)
            for each in source(session, now() - PERIOD)
        ]
        known = {each.message_id: each for each in session.scalars(select(GroupedQuestion))}
    open_ones = [
        each
        for each in asked
        if each.message_id not in known or known[each.message_id].handled_at is None
    ]
    embedded = _embed(open_ones, known, knowledge, masker)
    rows: list[GroupedQuestion] = []
    groups: list[QuestionGroup] = []
    for source in Source:
        mine = [each for each in embedded if each.asked.source is source]
        labels = cluster(_matrix(mine), FARTHEST)
        grouped, made = _rows(mine, labels, masker, knowledge)
        rows += grouped
        groups += made
    _store(database, rows, groups)
    return len(groups)


def cluster(vectors: Vectors, farthest: float) -> list[int]:
    """Number the group of each vector, shape (texts, dimensions); -1 for those in none."""
    if len(vectors) < FEWEST:
        return [-1] * len(vectors)
    from sklearn.cluster import AgglomerativeClustering

    found = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=farthest
    ).fit_predict(vectors)
    sizes = Counter(found.tolist())
    return [label if sizes[label] >= FEWEST else -1 for label in found.tolist()]


def _embed(
    asked: Sequence[Asked],
    known: Mapping[str, GroupedQuestion],
    knowledge: Knowledge,
    masker: Masker,
) -> list[Embedded]:
    """Embed what is new; what was embedded before by the same model is not embedded again."""
    model = knowledge.embed(["modell"])["model"]
    old = {name: each for name, each in known.items() if each.model == model}
    fresh = [each for each in asked if each.message_id not in old]
    vectors = {name: np.frombuffer(each.embedding, np.float32) for name, each in old.items()}
    for first in range(0, len(fresh), BATCH):
        batch = fresh[first : first + BATCH]
        answer = knowledge.embed([masker.essence(each.meaning)[:LONGEST] for each in batch])
        for each, vector in zip(batch, answer["embeddings"], strict=True):
            vectors[each.message_id] = np.array(vector, np.float32)
    return [Embedded(each, vectors[each.message_id], model) for each in asked]


def _matrix(embedded: Sequence[Embedded]) -> Vectors:
    return np.stack([each.vector for each in embedded]) if embedded else np.empty((0, 0), "f4")


def _rows(
    embedded: Sequence[Embedded], labels: Sequence[int], masker: Masker, knowledge: Knowledge
) -> tuple[list[GroupedQuestion], list[QuestionGroup]]:
    shared = _words_of_many(each.asked for each in embedded)
    members: dict[int, list[Embedded]] = {}
    for each, label in zip(embedded, labels, strict=True):
        members.setdefault(label, []).append(each)
    rows: list[GroupedQuestion] = []
    groups: list[QuestionGroup] = []
    for label, inside in members.items():
        is_shown = label >= 0 and len({each.asked.conversation_id for each in inside}) >= FEWEST
        closeness = _closeness(_matrix(inside))
        group = None
        if is_shown:
            middle = inside[int(np.argmax(closeness))].asked
            group = QuestionGroup(
                id=new_id(), source=middle.source, nearest=_nearest(knowledge, middle.question)
            )
            groups.append(group)
        rows += [
            GroupedQuestion(
                message_id=each.asked.message_id,
                conversation_id=each.asked.conversation_id,
                source=each.asked.source,
                at=each.asked.at,
                question=masker.mask(each.asked.question, shared),
                answer=each.asked.answer and masker.mask(each.asked.answer, shared),
                embedding=each.vector.tobytes(),
                model=each.model,
                group_id=group.id if group else None,
                closeness=float(near) if group else 0.0,
            )
            for each, near in zip(inside, closeness, strict=True)
        ]
    return rows, groups


def _words_of_many(asked: Iterable[Asked]) -> frozenset[str]:
    """Return the words that are used in as many conversations as must ask alike."""
    pairs = {
        (word, each.conversation_id)
        for each in asked
        for text in (each.question, each.answer or "")
        for word in text.lower().replace("?", " ").replace(",", " ").replace(".", " ").split()
    }
    counts = Counter(word for word, _ in pairs)
    return frozenset(word for word, count in counts.items() if count >= FEWEST)


def _closeness(vectors: Vectors) -> Vectors:
    middle = vectors.mean(axis=0)
    return np.asarray(vectors @ (middle / max(float(np.linalg.norm(middle)), 1e-6)), np.float32)


def _nearest(knowledge: Knowledge, question: str) -> list[str]:
    if not question.strip():
        return []
    found = knowledge.search(question[:LONGEST], NEAREST)
    return list(dict.fromkeys(result["slug"] for result in found["results"]))


def _store(
    database: Database, rows: Sequence[GroupedQuestion], groups: Sequence[QuestionGroup]
) -> None:
    with database.writing() as session:
        # Whoever deleted a conversation meanwhile must not find it here again.
        there = set(
            session.scalars(
                select(Message.id).where(Message.id.in_([each.message_id for each in rows]))
            )
        )
        session.execute(delete(GroupedQuestion).where(GroupedQuestion.handled_at.is_(None)))
        session.execute(delete(QuestionGroup))
        handled = set(session.scalars(select(GroupedQuestion.message_id)))
        session.add_all(groups)
        session.add_all(each for each in rows if each.message_id in there - handled)


def begin_run(database: Database) -> bool:
    """Note that a grouping begins; False when another is at it."""
    try:
        with database.writing() as session:
            return _begin(session)
    except IntegrityError:  # PostgreSQL: another began between our look and our write
        return False


def _begin(session: Session) -> bool:
    run = session.get(GroupingRun, RUN)
    if run is None:
        session.add(GroupingRun(id=RUN, started_at=now()))
        return True
    begun = session.execute(
        update(GroupingRun)
        .where(
            GroupingRun.id == RUN,
            GroupingRun.finished_at.is_not(None) | (GroupingRun.started_at < now() - LONGEST_RUN),
        )
        .values(started_at=now(), finished_at=None, failed=None)
        .returning(GroupingRun.id)
        .execution_options(synchronize_session=False)
    )
    return begun.one_or_none() is not None


def end_run(database: Database, failed: str | None) -> None:
    with database.writing() as session:
        run = session.get_one(GroupingRun, RUN)
        run.finished_at, run.failed = now(), failed


def run_grouping(database: Database, knowledge: Knowledge) -> None:
    """Group the questions and note how it went."""
    failed: str | None = "broken"
    try:
        groups = group_questions(database, knowledge)
        failed = None
        log.info("questions grouped", extra={"groups": groups})
    except UnavailableError as error:
        failed = "unavailable"
        log.warning("questions not grouped", extra={"reason": error.reason})
    finally:
        end_run(database, failed)

"""What would be answered if some texts were published."""

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ulid import ULID

from knowledge.building import Builder
from knowledge.edition import Edition
from knowledge.editions.models import Kind
from knowledge.editions.must_hold import parse_must_hold
from knowledge.editions.snapshot import Name
from knowledge.errors import KnowledgeError
from knowledge.queries import Answer, Query
from knowledge.search import Searcher
from knowledge.state import State

logger = logging.getLogger(__name__)
BATCH = 32
TRIALS_KEPT = 20
# After each batch it rests as long as this many times the batch took, for those who search.
REST = 0.5

Texts = Mapping[Name, str | None]


@dataclass(frozen=True)
class Asked:
    """A question on file, and the article it is for."""

    text: str
    expected: str
    must_hold: bool


@dataclass(frozen=True)
class Change:
    """A question that would get another answer, or none, or that must hold and does not."""

    text: str
    expected: str
    must_hold: bool
    before: str | None
    after: str | None


@dataclass
class Trial:
    """All questions on file, asked of what is published and of what would be."""

    texts: Texts
    id: str = field(default_factory=lambda: str(ULID()))
    state: Literal["running", "done", "failed"] = "running"
    done: int = 0
    of: int = 0
    changes: list[Change] = field(default_factory=list)
    reason: str | None = None

    @property
    def documents(self) -> list[dict[str, str | None]]:
        """Say which texts are tried, each by its checksum."""
        return [
            {"kind": kind.value, "key": key, "sha256": _sha256(text)}
            for (kind, key), text in self.texts.items()
        ]


class Trials:
    """Tries texts against the edition in use; one whole trial at a time."""

    def __init__(self, state: State, builder: Builder) -> None:
        self._state = state
        self._builder = builder
        self._trials: OrderedDict[str, Trial] = OrderedDict()
        self._turn = threading.Lock()
        self._known = threading.Lock()
        self._built: tuple[Edition, Texts, Edition] | None = None
        self._answers: tuple[object, dict[str, str | None]] = (None, {})

    def search(self, texts: Texts, queries: Sequence[Query]) -> list[tuple[Answer, Answer]]:
        """Return each query's answer without and with the texts; raise KnowledgeError."""
        before = self._state.edition
        after = self._edition(before, texts)
        return [(_searcher(before).search(q), _searcher(after).search(q)) for q in queries]

    def start(self, texts: Texts) -> Trial:
        """Begin to ask all questions on file; `find` tells how far it has come."""
        trial = Trial(texts)
        with self._known:
            self._trials[trial.id] = trial
            while len(self._trials) > TRIALS_KEPT:
                self._trials.popitem(last=False)
        threading.Thread(target=self._run, args=[trial], daemon=True, name="trial").start()
        return trial

    def find(self, trial_id: str) -> Trial | None:
        with self._known:
            return self._trials.get(trial_id)

    def _run(self, trial: Trial) -> None:
        with self._turn:
            try:
                self._ask_all(trial)
                trial.state = "done"
            except KnowledgeError as error:
                trial.reason, trial.state = str(error), "failed"
            except Exception:
                logger.exception("trial failed")
                trial.reason, trial.state = "Prøven stanset på grunn av en feil.", "failed"

    def _ask_all(self, trial: Trial) -> None:
        before = self._state.edition
        after = self._edition(before, trial.texts)
        asked = questions_on_file(after)
        trial.of = len(asked)
        for start in range(0, len(asked), BATCH):
            began = time.monotonic()
            batch = asked[start : start + BATCH]
            trial.changes += self._changes(batch, before, after)
            trial.done += len(batch)
            time.sleep(REST * (time.monotonic() - began))

    def _changes(self, batch: Sequence[Asked], before: Edition, after: Edition) -> list[Change]:
        texts = [" ".join(question.text.split()) for question in batch]
        answers = zip(
            batch, self._answers_now(texts, before), self._answers_of(texts, after), strict=True
        )
        return [
            Change(each.text, each.expected, each.must_hold, was, would_be)
            for each, was, would_be in answers
            if was != would_be or (each.must_hold and would_be != each.expected)
        ]

    def _answers_now(self, texts: Sequence[str], edition: Edition) -> list[str | None]:
        """Answer from what is published; it is asked the same at every trial, so once only."""
        searcher = _searcher(edition)
        if self._answers[0] is not searcher.finder:
            self._answers = (searcher.finder, {})
        known = self._answers[1]
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, self._answers_of(new, edition), strict=True))
        return [known[text] for text in texts]

    def _answers_of(self, texts: Sequence[str], edition: Edition) -> list[str | None]:
        if not texts:
            return []
        vectors = self._builder.store.embed(texts, "query")
        return _searcher(edition).first_answers(texts, vectors, self._builder.own_texts)

    def _edition(self, before: Edition, texts: Texts) -> Edition:
        # An editor asks one question after the other of the same text.
        built = self._built
        if built is not None and built[0] is before and built[1] == texts:
            return built[2]
        after = self._builder.build(before.snapshot.changed(texts), before.searcher)
        self._built = (before, texts, after)
        return after


def questions_on_file(edition: Edition) -> list[Asked]:
    """Return all questions of an edition: those that must hold, and the articles' own."""
    listed = edition.snapshot.texts.get((Kind.MUST_HOLD, Kind.MUST_HOLD.value), "[]")
    must_hold = {_key(each.question): each for each in parse_must_hold(listed)}
    asked = [Asked(each.question, each.slug, must_hold=True) for each in must_hold.values()]
    return asked + [
        Asked(question.text, question.slug, must_hold=False)
        for question in edition.library.questions
        if _key(question.text) not in must_hold
    ]


def _key(text: str) -> str:
    return " ".join(text.split())


def _searcher(edition: Edition) -> Searcher:
    if edition.searcher is None:
        raise ValueError("an edition without its index")
    return edition.searcher


def _sha256(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()

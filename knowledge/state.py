from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge.edition import Edition, read_edition
from knowledge.editions import snapshot
from knowledge.editions.importing import import_at_first_start, import_files
from knowledge.embedder import Embedder, EmbeddingCache
from knowledge.errors import ContentError, StoreError
from knowledge.settings import Settings
from knowledge.store import open_database

if TYPE_CHECKING:
    from knowledge.editions.trial import Trials
    from knowledge.editions.watch import EditionWatch
    from knowledge.language import Language

logger = logging.getLogger(__name__)
OWN_TEXTS_KEPT = 32_768


@dataclass(frozen=True)
class Failure:
    """A release that could not be taken into use, and why, for the editor to read."""

    release: int
    reason: str


@dataclass
class Progress:
    """How far the service is with what was published last."""

    wanted: int = 0
    building: bool = False
    failed: Failure | None = None
    head: Literal["current", "training"] = "current"


@dataclass
class State:
    """What the service has loaded so far; each part is set once, whole, but for the edition.

    Whoever answers reads `edition` once: it is exchanged whole while requests are answered.
    """

    edition: Edition
    language: Language | None = None
    embedder: Embedder | None = None
    store: Embedder | None = None
    trials: Trials | None = None
    progress: Progress = field(default_factory=Progress)

    def checks(self) -> dict[str, str]:
        """Tell per part whether it can do its work."""
        parts = {"embedding_model": self.embedder, "index": self.edition.searcher}
        return {name: "loading" if part is None else "ok" for name, part in parts.items()}


def load_content(settings: Settings) -> State:
    """Load what takes no model; raise KnowledgeError naming what is broken."""
    engine = open_database(settings.database_url)
    try:
        if not import_at_first_start(engine, settings.knowledge_content):
            with Session(engine) as session, session.begin():
                _take_in_new_files(session, settings)
    except SQLAlchemyError as error:
        raise StoreError(f"DATABASE_URL: {error.__class__.__name__}") from error
    edition = read_edition(snapshot.read(engine))
    engine.dispose()  # a connection must not be taken along when gunicorn forks
    return State(edition, progress=Progress(wanted=edition.release))


def _take_in_new_files(session: Session, settings: Settings) -> None:
    """Publish what a newer version of the product brings, where no editor has changed it."""
    try:
        imported = import_files(session, settings.knowledge_content)
    except ContentError as error:
        # What is wrong with a file that ships is nobody's words.
        logger.warning("shipped files not taken in", extra={"fault": str(error)})
        return
    for warning in imported.warnings:
        logger.warning("shipped file not taken in", extra={"fault": warning})


def load_index(state: State, settings: Settings) -> EditionWatch:
    """Load the embedding model and build the index; raise KnowledgeError.

    Returns the watch that keeps the state at what is published, to be started by the caller.
    """
    from knowledge.assembly import load_embedder, load_language
    from knowledge.building import Builder
    from knowledge.editions.trial import Trials
    from knowledge.editions.watch import EditionWatch
    from knowledge.head_folder import HeadFolder
    from knowledge.ranking import read_ranking
    from knowledge.store import EmbeddingStore

    engine = open_database(settings.database_url)
    state.language = load_language(settings)
    model = load_embedder(settings)
    state.embedder = EmbeddingCache(model)
    state.store = EmbeddingCache(EmbeddingStore(engine, model), OWN_TEXTS_KEPT)
    heads = HeadFolder(settings.var_dir / "heads", model.fingerprint)
    builder = Builder(state.language, state.store, state.embedder, read_ranking(), heads)
    state.edition = builder.build(state.edition.snapshot)
    state.trials = Trials(state, builder)
    logger.info("index ready", extra={"articles": len(state.edition.library.articles)})
    return EditionWatch(state, builder, engine)

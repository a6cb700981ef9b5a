from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.coordinators import CoordinatorTable, read_coordinators
from knowledge.embedder import Embedder, QueryCache
from knowledge.library import Library, load_library
from knowledge.settings import Settings

if TYPE_CHECKING:
    from knowledge.language import Language
    from knowledge.search import Searcher
    from knowledge.store import EmbeddingStore

logger = logging.getLogger(__name__)


@dataclass
class State:
    """What the service has loaded so far; each part is set once, whole."""

    library: Library
    coordinators: CoordinatorTable
    language: Language | None = None
    embedder: Embedder | None = None
    searcher: Searcher | None = None
    store: EmbeddingStore | None = None

    def checks(self) -> dict[str, str]:
        """Tell per part whether it can do its work."""
        parts = {"embedding_model": self.embedder, "index": self.searcher}
        return {name: "loading" if part is None else "ok" for name, part in parts.items()}


def load_content(settings: Settings) -> State:
    """Load what takes no model; raise KnowledgeError naming what is broken."""
    library = load_library(settings.knowledge_content)
    coordinators = read_coordinators(settings.knowledge_content / "coordinators.csv")
    return State(library, coordinators)


def load_index(state: State, settings: Settings) -> None:
    """Load the embedding model and build the index; raise KnowledgeError."""
    from knowledge.assembly import load_embedder, load_finder, load_language, open_store
    from knowledge.ranking import read_ranking
    from knowledge.search import Searcher

    ranking = read_ranking()
    state.language = load_language(settings)
    embedder = load_embedder(settings)
    state.embedder = QueryCache(embedder)
    state.store = open_store(embedder, settings)
    finder = load_finder(state.library, state.language, state.store, settings)
    state.searcher = Searcher(state.library, finder, state.embedder, ranking)
    logger.info("index ready articles=%d", len(finder.corpus.slugs))

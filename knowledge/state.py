from dataclasses import dataclass

from knowledge.embedder import Embedder, QueryCache
from knowledge.settings import Settings


@dataclass
class State:
    """What the service has loaded so far; each part is set once, whole."""

    embedder: Embedder | None = None

    def checks(self) -> dict[str, str]:
        """Tell per part whether it can do its work."""
        parts = {"embedding_model": self.embedder}
        return {name: "loading" if part is None else "ok" for name, part in parts.items()}


def load_into(state: State, settings: Settings) -> None:
    """Load the parts in the order in which others need them; raise KnowledgeError."""
    from knowledge.sentence_embedder import SentenceEmbedder

    embedder = SentenceEmbedder(settings.embedding_model, settings.embedding_threads)
    state.embedder = QueryCache(embedder)

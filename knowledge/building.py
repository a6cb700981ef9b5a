import logging

from knowledge.corpus import build_corpus
from knowledge.edition import Edition, read_edition
from knowledge.editions.snapshot import Snapshot
from knowledge.embedder import Embedder
from knowledge.evidence import Finder, embed_corpus, head_examples
from knowledge.head import Examples, Head
from knowledge.head_folder import HeadFolder
from knowledge.language import Language
from knowledge.library import Library
from knowledge.own_texts import OwnTexts
from knowledge.ranking import Ranking
from knowledge.search import Searcher

logger = logging.getLogger(__name__)


class Builder:
    """Builds editions, each beside the one that answers; only what changed is computed."""

    def __init__(
        self,
        language: Language,
        store: Embedder,
        queries: Embedder,
        ranking: Ranking,
        heads: HeadFolder,
    ) -> None:
        """`store` gives the embeddings of our own texts, `queries` those of users' texts."""
        self.own_texts = OwnTexts(language)
        self.heads = heads
        self.store = store
        self._language = language
        self._queries = queries
        self._ranking = ranking

    def build(self, snapshot: Snapshot, beside: Searcher | None = None) -> Edition:
        """Build the edition of a snapshot; raise KnowledgeError when it can't be.

        Its head is that of the searcher `beside` it, or the newest there is, until its own is
        trained (`examples`, `with_head`). Without any, it is trained here.
        """
        edition = read_edition(snapshot)
        finder = self._finder(edition.library, beside.finder if beside else None)
        return edition.searching(self._searcher(edition.library, finder))

    def examples(self, edition: Edition) -> Examples:
        """Return what the head of an edition is trained on."""
        finder = _finder_of(edition)
        return head_examples(finder.corpus, finder.vectors, self.own_texts)

    def with_head(self, edition: Edition, head: Head) -> Edition:
        """Return the edition with another head."""
        finder = _finder_of(edition).with_head(head)
        return edition.searching(self._searcher(edition.library, finder))

    def _finder(self, library: Library, beside: Finder | None) -> Finder:
        corpus = build_corpus(library, self._language, self.own_texts.passages)
        if beside is not None and beside.corpus == corpus:
            return beside
        vectors = embed_corpus(corpus, self.store)
        if beside is not None:
            head = beside.head
        else:
            head = self._first_head(head_examples(corpus, vectors, self.own_texts))
        return Finder(corpus, vectors, head, self._language, self.own_texts, beside)

    def _first_head(self, examples: Examples) -> Head:
        own = self.heads.find(examples.digest())
        return own or self.heads.newest() or self.heads.train(examples)

    def _searcher(self, library: Library, finder: Finder) -> Searcher:
        return Searcher(library, finder, self._queries, self._ranking)


def _finder_of(edition: Edition) -> Finder:
    if edition.searcher is None:
        raise ValueError("an edition without its index")
    return edition.searcher.finder

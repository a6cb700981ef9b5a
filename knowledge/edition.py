from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.coordinators import CoordinatorTable
from knowledge.editions.reading import read_coordinator_table, read_library
from knowledge.editions.snapshot import Snapshot
from knowledge.library import Library
from knowledge.settings import PACKAGED_CONTENT

if TYPE_CHECKING:
    from knowledge.passages import Passage
    from knowledge.search import Searcher
    from knowledge.suggestions import SuggestionIndex


@dataclass(frozen=True)
class Edition:
    """All that one release answers from; a request reads it once and so never mixes two."""

    snapshot: Snapshot
    library: Library
    coordinators: CoordinatorTable
    searcher: Searcher | None = None

    @property
    def release(self) -> int:
        return self.snapshot.release

    @cached_property
    def suggestions(self) -> SuggestionIndex:
        """What is suggested while a question is typed; made when it is first asked for."""
        from knowledge.language import read_variants
        from knowledge.suggestions import SuggestionIndex

        ignored = read_variants(PACKAGED_CONTENT / "language.yml").ignored
        return SuggestionIndex(self.library.articles, self.library.questions, ignored)

    def passages(self, slug: str) -> list[Passage]:
        """Return an article's passages in their order, none while the index is being made."""
        corpus = self.searcher.finder.corpus if self.searcher else None
        return [corpus.passages[row] for row in corpus.passage_rows(slug)] if corpus else []

    def searching(self, searcher: Searcher) -> Edition:
        """Return the edition with its index."""
        return replace(self, searcher=searcher)


def read_edition(snapshot: Snapshot) -> Edition:
    """Make of published texts what takes no model; raise ContentError."""
    return Edition(snapshot, read_library(snapshot), read_coordinator_table(snapshot))

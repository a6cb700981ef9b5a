from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.coordinators import CoordinatorTable
from knowledge.editions.reading import read_coordinator_table, read_library
from knowledge.editions.snapshot import Snapshot
from knowledge.library import Library

if TYPE_CHECKING:
    from knowledge.search import Searcher


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

    def searching(self, searcher: Searcher) -> Edition:
        """Return the edition with its index."""
        return replace(self, searcher=searcher)


def read_edition(snapshot: Snapshot) -> Edition:
    """Make of published texts what takes no model; raise ContentError."""
    return Edition(snapshot, read_library(snapshot), read_coordinator_table(snapshot))

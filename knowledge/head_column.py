from collections.abc import Sequence

import numpy as np
from scipy.special import logsumexp

from knowledge.embedder import FloatArray
from knowledge.head import Head
from knowledge.language import Reading


class HeadColumn:
    """What a head says of the articles of a corpus, also of those it has not learnt yet.

    An article that is new since the head was trained gets what the head gives an article whose
    questions are as like: until the head is trained again, similarity carries it.
    """

    def __init__(self, head: Head, slugs: Sequence[str]) -> None:
        self.head = head
        self._has_all = head.labels == list(slugs)
        rows = {label: row for row, label in enumerate(head.labels)}
        self._is_known = np.array([slug in rows for slug in slugs])
        self._rows = np.array([rows[slug] for slug in slugs if slug in rows], np.int64)

    def log_probabilities(
        self, reading: Reading, vector: FloatArray, likeness: FloatArray
    ) -> FloatArray:
        """Return one log probability per article, given how like its questions are."""
        said = self.head.log_probabilities(reading, vector)
        return said if self._has_all else self._placed(said, likeness)

    def many_log_probabilities(
        self, readings: Sequence[Reading], vectors: FloatArray, likeness: FloatArray
    ) -> FloatArray:
        """Return what `log_probabilities` does, one row per question."""
        said = self.head.many_log_probabilities(readings, vectors)
        if self._has_all:
            return said
        return np.stack([self._placed(*row) for row in zip(said, likeness, strict=True)])

    def _placed(self, said: FloatArray, likeness: FloatArray) -> FloatArray:
        column = np.zeros(len(self._is_known), np.float32)
        if not len(self._rows):
            return column
        known = said[self._rows]
        column[self._is_known] = known - logsumexp(known)
        # Article by article the two orders agree well, so the same place in both is a fair guess.
        column[~self._is_known] = np.interp(
            likeness[~self._is_known],
            np.sort(likeness[self._is_known]),
            np.sort(column[self._is_known]),
        )
        return column

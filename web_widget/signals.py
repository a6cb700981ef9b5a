from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Signals:
    """Wake this process's event streams at once; other processes' streams see it at their poll."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._followers: dict[str, set[Event]] = defaultdict(set)

    @contextmanager
    def following(self, conversation_id: str) -> Iterator[Event]:
        """Give an event that is set when the conversation changes; the follower clears it."""
        follower = Event()
        with self._lock:
            self._followers[conversation_id].add(follower)
        try:
            yield follower
        finally:
            with self._lock:
                self._followers[conversation_id].discard(follower)
                if not self._followers[conversation_id]:
                    del self._followers[conversation_id]

    def notify(self, conversation_ids: Iterable[str]) -> None:
        with self._lock:
            for conversation_id in conversation_ids:
                for follower in self._followers.get(conversation_id, ()):
                    follower.set()

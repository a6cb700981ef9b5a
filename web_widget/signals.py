from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Protocol


class Wire(Protocol):
    """Carries the names of what changed to the other processes."""

    def send(self, names: list[str]) -> None: ...


class Signals:
    """Wake whoever follows what has changed: here at once, elsewhere over the wire if there is one.

    Names are ids of conversations, "queue", and "adviser:<id>".
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._followers: dict[str, set[Event]] = defaultdict(set)
        self.wire: Wire | None = None

    @contextmanager
    def following(self, *names: str) -> Iterator[Event]:
        """Give an event that is set when one of these changes; the follower clears it."""
        follower = Event()
        with self._lock:
            for name in names:
                self._followers[name].add(follower)
        try:
            yield follower
        finally:
            with self._lock:
                for name in names:
                    self._forget(name, follower)

    def notify(self, names: Iterable[str]) -> None:
        """Wake the followers in every process."""
        changed = sorted(names)
        self.wake(changed)
        if self.wire is not None and changed:
            self.wire.send(changed)

    def wake(self, names: Iterable[str]) -> None:
        """Wake the followers in this process."""
        with self._lock:
            for name in names:
                for follower in self._followers.get(name, ()):
                    follower.set()

    def wake_all(self) -> None:
        """Wake every follower in this process, since something may have been missed."""
        with self._lock:
            for followers in self._followers.values():
                for follower in followers:
                    follower.set()

    def _forget(self, name: str, follower: Event) -> None:
        self._followers[name].discard(follower)
        if not self._followers[name]:
            del self._followers[name]

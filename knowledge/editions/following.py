"""Keep what another process made of published texts at what is published, without a restart."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Generic, Self, TypeVar

from sqlalchemy import Engine

from knowledge.editions.models import Kind
from knowledge.editions.snapshot import Snapshot, last_release, read
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)
LOOK_SECONDS = 0.5
Loaded = TypeVar("Loaded")


class Following(Generic[Loaded]):
    """Something made of published texts, made anew when they change.

    Until anything is published, and while it can't be made, the one before it stays.
    """

    def __init__(
        self, engine: Engine, kinds: Iterable[Kind], load: Callable[[Snapshot], Loaded], now: Loaded
    ) -> None:
        self.current = now
        self._engine = engine
        self._kinds = tuple(kinds)
        self._load = load
        self._release = 0
        self._texts: object = None

    @classmethod
    def begin(
        cls,
        engine: Engine,
        kinds: Iterable[Kind],
        load: Callable[[Snapshot], Loaded],
        otherwise: Callable[[], Loaded],
    ) -> Self:
        """Return one that has what is published now, or what `otherwise` makes.

        Raises what `otherwise` raises.
        """
        kinds = tuple(kinds)
        try:
            found = read(engine, kinds)
            if not found.texts:
                return cls(engine, kinds, load, otherwise())
            following = cls(engine, kinds, load, load(found))
        except KnowledgeError as error:
            logger.warning("published texts not in use", extra={"reason": type(error).__name__})
            return cls(engine, kinds, load, otherwise())
        following._release, following._texts = found.release, found.texts
        return following

    def look(self) -> None:
        """Make it anew if its texts have changed; never raises.

        Texts that it can't be made of are not tried again before the next release.
        """
        try:
            release = last_release(self._engine)
            if release == self._release:
                return
            found = read(self._engine, self._kinds)
        except KnowledgeError as error:
            logger.debug("published texts not read", extra={"reason": type(error).__name__})
            return
        self._release = release
        if found.texts and found.texts != self._texts:
            self._take(found)

    def _take(self, found: Snapshot) -> None:
        self._texts = found.texts
        try:
            self.current = self._load(found)
        except KnowledgeError as error:
            logger.warning("release not taken into use", extra={"reason": type(error).__name__})

    def start(self) -> None:
        """Look twice a second from now on, in a thread that ends with the process."""
        threading.Thread(target=self._run, daemon=True, name="following").start()

    def _run(self) -> None:
        while True:
            self.look()
            time.sleep(LOOK_SECONDS)

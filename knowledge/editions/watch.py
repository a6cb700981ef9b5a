import logging
import threading
import time

from sqlalchemy import Engine

from knowledge.building import Builder
from knowledge.edition import Edition
from knowledge.editions.snapshot import last_release, read
from knowledge.errors import ContentError, KnowledgeError, ModelError, StoreError
from knowledge.head_folder import Training
from knowledge.state import Failure, State

logger = logging.getLogger(__name__)
LOOK_SECONDS = 0.5
FIRST_RETRY_SECONDS = 2.0
LONGEST_RETRY_SECONDS = 60.0


class EditionWatch:
    """Builds each new release beside the edition that answers, and then exchanges the two.

    What can't be built leaves the old edition answering. Releases that come while one is built
    are built as one.
    """

    def __init__(self, state: State, builder: Builder, engine: Engine) -> None:
        self._state = state
        self._builder = builder
        self._engine = engine
        self._training: Training | None = None
        self._head_known_for: object = None
        self._retry_seconds = FIRST_RETRY_SECONDS
        self._not_before = 0.0

    def run(self, stopping: threading.Event | None = None) -> None:
        """Look again and again until told to stop."""
        stopping = stopping or threading.Event()
        while not stopping.wait(LOOK_SECONDS):
            self.look()
        if self._training is not None:
            self._training.stop()

    def look(self) -> None:
        """Take a new release into use, and see to its head; never raises."""
        try:
            self._take_release()
            self._see_to_head()
        except KnowledgeError as error:
            logger.warning(
                "looking for a new release failed", extra={"reason": type(error).__name__}
            )
        except Exception:
            # The old edition answers on; a watch that dies would leave it at that for ever.
            logger.exception("looking for a new release failed")

    def _take_release(self) -> None:
        progress = self._state.progress
        progress.wanted = last_release(self._engine)
        if progress.wanted == self._state.edition.release:
            return
        failed_before = progress.failed is not None and progress.failed.release == progress.wanted
        if failed_before and time.monotonic() < self._not_before:
            return
        progress.building = True
        try:
            self._exchange(self._build())
        except Exception as error:
            self._fail(error, again=failed_before)
        finally:
            progress.building = False

    def _build(self) -> Edition:
        return self._builder.build(read(self._engine), self._state.edition.searcher)

    def _exchange(self, edition: Edition) -> None:
        self._state.edition = edition
        self._state.progress.failed = None
        self._retry_seconds = FIRST_RETRY_SECONDS
        logger.info("release in use", extra={"release": edition.release})

    def _fail(self, error: Exception, *, again: bool) -> None:
        wanted = self._state.progress.wanted
        self._state.progress.failed = Failure(wanted, _reason(error))
        longer = min(self._retry_seconds * 2, LONGEST_RETRY_SECONDS)
        self._retry_seconds = longer if again else FIRST_RETRY_SECONDS
        self._not_before = time.monotonic() + self._retry_seconds
        extra = {"release": wanted, "reason": type(error).__name__}
        logger.error("release not taken into use", extra=extra)

    def _see_to_head(self) -> None:
        if self._training is not None:
            if not self._training.is_over():
                return
            self._take_trained(self._training)
        edition = self._state.edition
        if edition.searcher is None or self._head_known_for is edition.searcher.finder:
            return
        examples = self._builder.examples(edition)
        digest = examples.digest()
        if edition.searcher.finder.head.digest != digest:
            head = self._builder.heads.find(digest)
            if head is None:
                self._training = self._builder.heads.begin_training(examples)
                self._state.progress.head = "training"
                return
            edition = self._builder.with_head(edition, head)
            self._state.edition = edition
        self._head_known_for = edition.searcher.finder if edition.searcher else None
        self._state.progress.head = "current"

    def _take_trained(self, training: Training) -> None:
        self._training = None
        try:
            head = self._builder.heads.finish(training)
        except ModelError as error:
            # The old head goes on; the next release is the next chance.
            logger.warning("head not trained", extra={"reason": type(error).__name__})
            searcher = self._state.edition.searcher
            self._head_known_for = searcher.finder if searcher else None
            return
        self._state.edition = self._builder.with_head(self._state.edition, head)
        logger.info("head in use")


def _reason(error: Exception) -> str:
    if isinstance(error, ContentError):
        return f"Innholdet kan ikke tas i bruk: {error}"
    if isinstance(error, StoreError):
        return "Databasen svarte ikke mens søket ble bygget."
    return f"Søket kunne ikke bygges ({type(error).__name__})."

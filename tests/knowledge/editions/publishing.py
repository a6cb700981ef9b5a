"""A service's state over the made-up content, and texts published into it."""

import threading
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.building import Builder
from knowledge.editions import snapshot
from knowledge.editions.models import Document, Event, Kind
from knowledge.editions.releases import Change, make_release, take_turn
from knowledge.editions.watch import EditionWatch
from knowledge.embedder import EmbeddingCache
from knowledge.head_folder import HeadFolder
from knowledge.language import Language
from knowledge.ranking import read_ranking
from knowledge.state import State
from knowledge.store import EmbeddingStore
from tests.knowledge.fakes import FakeEmbedder


def publish(engine: Engine, kind: Kind, key: str, text: str | None) -> int:
    """Publish a text, or take a document away; return the release."""
    with Session(engine) as session, session.begin():
        take_turn(session)
        document = session.get(Document, (kind, key))
        if document is None:
            document = Document(kind=kind, key=key, place=f"{key}", archived=False)
            session.add(document)
            session.flush()
        event = Event.PUBLISHED if text is not None else Event.ARCHIVED
        change = Change(document, text or "", event, "01EDITOR", "Kari Redaktør")
        return make_release(session, [change], "01EDITOR")


class Service:
    """What the knowledge service holds, without its process."""

    def __init__(self, engine: Engine, folder: Path, language: Language) -> None:
        self.embedder = FakeEmbedder()
        store = EmbeddingCache(EmbeddingStore(engine, self.embedder))
        heads = HeadFolder(folder / "heads", "fake")
        queries = EmbeddingCache(self.embedder)
        self.builder = Builder(language, store, queries, read_ranking(), heads)
        edition = self.builder.build(snapshot.read(engine))
        self.state = State(edition, language, queries, store)
        self.watch = EditionWatch(self.state, self.builder, engine)

    def wait_for_head(self, seconds: float = 300.0) -> None:
        """Look until the head is trained: by a process that gives way to all others."""
        pause = threading.Event()
        for _ in range(int(seconds / 0.05)):
            self.watch.look()
            if self.state.progress.head == "current":
                return
            pause.wait(0.05)
        raise AssertionError("the head was not trained in time")

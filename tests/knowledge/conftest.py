from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.corpus import Corpus, build_corpus
from knowledge.embedder import Embedder
from knowledge.embedding_model import is_unpacked
from knowledge.evidence import Finder, build_finder
from knowledge.language import Language, read_variants
from knowledge.library import Library, load_library
from knowledge.settings import PACKAGED_CONTENT, load_settings
from knowledge.store import EmbeddingStore, open_database
from tests.knowledge.content import write_content
from tests.knowledge.fakes import FakeEmbedder


@pytest.fixture(scope="session")
def language() -> Language:
    return Language(read_variants(PACKAGED_CONTENT / "language.yml"))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_content(tmp_path / "content")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_library(write_content(tmp_path_factory.mktemp("content")))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'test.db'}")


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture(scope="session")
def corpus(library: Library, language: Language) -> Corpus:
    return build_corpus(library, language)


@pytest.fixture(scope="session")
def finder(corpus: Corpus, language: Language, tmp_path_factory: pytest.TempPathFactory) -> Finder:
    folder = tmp_path_factory.mktemp("index")
    store = EmbeddingStore(open_database(f"sqlite:///{folder / 'test.db'}"), FakeEmbedder())
    return build_finder(corpus, store, language, folder / "heads")


@pytest.fixture(scope="session")
def real_embedder() -> Embedder:
    from knowledge.sentence_embedder import SentenceEmbedder

    settings = load_settings()
    if not is_unpacked(settings.default_model):
        pytest.fail("the embedding model is not unpacked: run `make setup`")
    return SentenceEmbedder(str(settings.default_model))

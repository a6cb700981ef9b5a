from knowledge.corpus import build_corpus
from knowledge.embedder import Embedder
from knowledge.evidence import Finder, build_finder
from knowledge.head_folder import HeadFolder
from knowledge.language import Language, read_variants
from knowledge.library import Library
from knowledge.settings import Settings
from knowledge.store import EmbeddingStore, open_database


def load_language(settings: Settings) -> Language:
    """Load the dictionary and the word variants."""
    return Language(read_variants(settings.knowledge_content / "language.yml"))


def load_embedder(settings: Settings) -> Embedder:
    """Load the configured embedding model; raise ModelError."""
    from knowledge.sentence_embedder import SentenceEmbedder

    return SentenceEmbedder(settings.embedding_model, settings.embedding_threads)


def open_store(embedder: Embedder, settings: Settings) -> EmbeddingStore:
    """Open the database's embeddings of a model."""
    return EmbeddingStore(open_database(settings.database_url), embedder)


def load_finder(
    library: Library, language: Language, store: EmbeddingStore, settings: Settings
) -> Finder:
    """Index a library; what is stored is not computed again."""
    corpus = build_corpus(library, language)
    heads = HeadFolder(settings.var_dir / "heads", store.fingerprint)
    return build_finder(corpus, store, language, heads.folder)

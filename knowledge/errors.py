class KnowledgeError(Exception):
    """Base of everything that this package raises on purpose."""


class SettingsError(KnowledgeError):
    """A setting of the environment has a bad value."""


class ContentError(KnowledgeError):
    """A content file can't be published; the message names the file and the field."""


class ModelError(KnowledgeError):
    """The embedding model is missing or is not what it should be."""


class StoreError(KnowledgeError):
    """The database does not give or take embeddings."""

class BotError(Exception):
    """Base of everything that this package raises on purpose."""


class SettingsError(BotError):
    """A setting of the environment has a bad value."""


class KnowledgeUnavailable(BotError):  # noqa: N818 -- reads as what has happened
    """The knowledge service did not answer, or not as agreed."""


class TrainingError(BotError):
    """The model could not be trained; the message names the cause."""

class ActionsError(Exception):
    """Base of everything that this package raises on purpose."""


class SettingsError(ActionsError):
    """A setting of the environment has a bad value."""


class ContentError(ActionsError):
    """A text that the bot must be able to say is missing."""

class WebError(Exception):
    """Base of everything that this package raises on purpose."""


class SettingsError(WebError):
    """A setting of the environment has a bad value, or what it names can't be used."""


class BackupError(WebError):
    """A backup could not be made, read or put back; the words are for whoever runs it."""


class UnavailableError(WebError):
    """A part that this one needs is down; `part` is its name."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(f"{part}: {reason}")
        self.part = part
        self.reason = reason


class TooManyError(WebError):
    """As many turns run as can be answered soon."""


class NotFoundError(WebError):
    """What was asked for is not there."""


class RefusedError(WebError):
    """A neighbour can't work with what it was given; the same call will never work."""

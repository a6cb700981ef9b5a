from web_widget.errors import WebError


class ConversationError(WebError):
    """Base of what can be wrong with a call on a conversation."""


class ConversationGoneError(ConversationError):
    """There is no such conversation, or it was deleted just now."""


class DifferentTextError(ConversationError):
    """The same client_message_id came before with another text."""


class WrongStateError(ConversationError):
    """The conversation is not in a state that allows this."""


class TurnBusyError(ConversationError):
    """Another turn of the conversation did not finish in time."""


class UnknownMessageError(ConversationError):
    """The conversation has no such message from the bot."""


class TakenError(ConversationError):
    """Another adviser has the conversation; `by_name` is who, where it is known."""

    def __init__(self, by_name: str | None) -> None:
        super().__init__("another adviser has it")
        self.by_name = by_name


class NotYoursError(TakenError):
    """The adviser has this conversation no longer."""

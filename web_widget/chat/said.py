from dataclasses import dataclass

from web_widget.borders import Handover
from web_widget.chat.handoff import AdvisersAway
from web_widget.conversations.log import Reply


@dataclass(frozen=True)
class Said:
    """What the bot says; with `handover` the user has consented to an adviser."""

    replies: list[Reply]
    audience: str | None = None
    handover: Handover | None = None
    # Why the handover can't be: known before anything is locked, since it may take a call.
    away: AdvisersAway | None = None

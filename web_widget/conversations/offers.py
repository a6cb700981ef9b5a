from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from web_widget.conversations.models import Conversation, Message, Sender

CONSENT = "/consent_to_handover"
YES = "/affirm"


class Offer(StrEnum):
    """What a yes would be said to."""

    PERSON = "person"
    CONSENT = "consent"
    # Consent that the web application asked for itself, so that Rasa knows nothing of it.
    CONSENT_WITHOUT_RASA = "consent without rasa"


def last_offer(session: Session, conversation: Conversation) -> Offer | None:
    """Return what the last of the bot's messages offers on the way to a person."""
    shown = session.execute(
        select(Message.route, Message.buttons)
        .where(
            Message.conversation_id == conversation.id,
            Message.sender == Sender.BOT,
            Message.seq > conversation.handled_seq,
        )
        .order_by(Message.seq.desc())
        .limit(1)
    ).one_or_none()
    payloads = {button["payload"] for button in shown.buttons} if shown else set()
    if CONSENT in payloads:
        return Offer.CONSENT_WITHOUT_RASA
    if shown is None or YES not in payloads:
        return None
    return Offer.CONSENT if shown.route == "human" else Offer.PERSON

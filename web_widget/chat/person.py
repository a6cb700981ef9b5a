"""The way to a person, which must work also when Rasa does not."""

import re

from web_widget import words
from web_widget.borders import Handover
from web_widget.chat.handoff import advisers_away
from web_widget.chat.said import Said
from web_widget.conversations.log import Reply
from web_widget.conversations.models import Conversation, Message
from web_widget.conversations.offers import CONSENT, YES, Offer, last_offer
from web_widget.conversations.urgency import danger_since
from web_widget.services import Services

TALK_TO_HUMAN = "/talk_to_human"
NO = "/deny"
YES_WORDS = frozenset(
    {"ja", "ja takk", "ja gjerne", "gjerne", "ok", "okei", "jo", "greit", "ja det er greit"}
)
NO_WORDS = frozenset({"nei", "nei takk", "nei ikke nå", "ikke nå"})
# Rather too many than too few: what comes of it is a question, and Rasa can't answer anyway.
PERSON = r"rådgiv\w*|rådgjev\w*|mennesk\w*|person|ansatt"
SPEAK = r"snakke?|prate?|chatte?|ringe?|koble|kople|sette?|kontakte?"
WISH = re.compile(
    rf"\b(?:{SPEAK})\b.*\b(?:{PERSON}|noen|nokon|folk|sykepleier|sosionom|jurist)\b"
    rf"|\b(?:få|vil ha|trenger|treng|ønsker|hent)\b.*\b(?:{PERSON})\b"
    rf"|^(?:{PERSON})(?: takk)?$|\bringe? meg\b"
)


def consent_given(services: Services, conversation: Conversation, message: Message) -> Said | None:
    """Start the handover on a yes to what was offered here; of that offer Rasa knows nothing."""
    if message.payload == CONSENT:
        return _handed_over(services)
    if not _is_yes(message):
        return None
    is_ours = _offer(services, conversation) == Offer.CONSENT_WITHOUT_RASA
    return _handed_over(services) if is_ours else None


def without_rasa(services: Services, conversation: Conversation, message: Message) -> Said | None:
    """Answer what leads to a person; None for all that only Rasa can answer."""
    offer = _offer(services, conversation)
    if offer == Offer.CONSENT and _is_yes(message):
        return _handed_over(services)
    if offer and _is_no(message):
        return Said([Reply(words.PERSON_DECLINED, "human")])
    if _asks_for_person(message) or (offer and _is_yes(message)):
        return _offered(services, conversation)
    return None


def _handed_over(services: Services) -> Said:
    return Said([], handover=Handover(step="start"), away=advisers_away(services))


def _offered(services: Services, conversation: Conversation) -> Said:
    with services.database.reading() as session:
        danger = danger_since(session, conversation)
    contacts = words.SAFETY_CONTACTS[danger.danger] if danger else []
    reply = Reply(
        text=words.ASK_CONSENT_IN_DANGER if danger else words.ASK_CONSENT,
        route="human",
        urgent=danger is not None,
        buttons=[
            {"title": words.CONSENT, "payload": CONSENT},
            {"title": words.NO_CONSENT, "payload": NO},
        ],
        contacts=services.contact_book.cards([*contacts, "radgivningstjenesten"]),
    )
    return Said([reply])


def _offer(services: Services, conversation: Conversation) -> Offer | None:
    with services.database.reading() as session:
        return last_offer(session, conversation)


def _asks_for_person(message: Message) -> bool:
    if message.payload:
        return message.payload == TALK_TO_HUMAN
    return WISH.search(_plain(message)) is not None


def _is_yes(message: Message) -> bool:
    if message.payload:
        return message.payload == YES
    said = _plain(message)
    return said in YES_WORDS or (said.startswith("ja ") and WISH.search(said) is not None)


def _is_no(message: Message) -> bool:
    return message.payload == NO if message.payload else _plain(message) in NO_WORDS


def _plain(message: Message) -> str:
    return " ".join(re.findall(r"\w+", message.text.casefold()))

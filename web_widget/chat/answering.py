"""Ask the bot about one message, and see to it that danger is always met with its text."""

import logging

from web_widget import metrics, words
from web_widget.borders import BotMessage, Hit
from web_widget.chat.handoff import advisers_away
from web_widget.chat.person import consent_given, without_rasa
from web_widget.chat.said import Said
from web_widget.chat.search_only import from_articles
from web_widget.chat.text import as_typed
from web_widget.conversations.log import Reply
from web_widget.conversations.models import Conversation, Message
from web_widget.errors import UnavailableError
from web_widget.masking import without_marks
from web_widget.services import Services

log = logging.getLogger(__name__)


def screen(services: Services, text: str, audience: str | None) -> Hit | None:
    """Let the safety rules look at what the user wrote; a broken rule stops nothing."""
    try:
        return services.safety.screen(text, audience)
    except Exception as error:
        log.error("safety rules failed", exc_info=error)  # noqa: TRY400 the formatter drops its words
        return None


def ask_bot(
    services: Services, conversation: Conversation, message: Message, hit: Hit | None
) -> Said:
    """Return what the bot says; danger and the wish for a person are answered also without Rasa."""
    consented = None if hit else consent_given(services, conversation, message)
    if consented:
        return consented
    metadata = {"audience": conversation.audience, "locale": conversation.locale}
    try:
        said = services.dialogue.ask(conversation.id, _for_rasa(message, hit), metadata)
    except UnavailableError as error:
        without = _said_without_rasa(services, conversation, message, hit)
        if without is None:
            raise
        log.warning("answered without rasa", extra={"reason": error.reason})
        metrics.PART_FAILURES.labels(error.part).inc()
        metrics.TURNS.labels("without_rasa").inc()
        return without
    if hit and not any(each.custom.route == hit.route for each in said):
        log.error("rasa did not follow a safety hit", extra={"text_id": hit.text_id})
        return Said([safety_reply(services, hit)])
    return _written_out(services, said)


def _said_without_rasa(
    services: Services, conversation: Conversation, message: Message, hit: Hit | None
) -> Said | None:
    if hit:
        return Said([safety_reply(services, hit)])
    towards_person = without_rasa(services, conversation, message)
    return towards_person or from_articles(services, conversation, message)


def ask_while_waiting(
    services: Services, conversation: Conversation, message: Message, hit: Hit | None
) -> Said:
    """Return what the bot says to who waits for an adviser; nothing when it can't be asked."""
    try:
        return ask_bot(services, conversation, message, hit)
    except UnavailableError as error:
        log.warning("bot not asked while waiting", extra={"reason": error.reason})
        return Said([])


def safety_reply(services: Services, hit: Hit) -> Reply:
    contacts = services.contact_book.cards(words.SAFETY_CONTACTS[hit.route])
    return Reply(services.safety.text(hit.text_id), hit.route, urgent=True, contacts=contacts)


def _for_rasa(message: Message, hit: Hit | None) -> str:
    if hit:
        return f'/{hit.route}{{"text_id": "{hit.text_id}"}}'
    return message.payload or as_typed(without_marks(message.text))


def _written_out(services: Services, said: list[BotMessage]) -> Said:
    replies = [_reply(services, each) for each in said if each.text.strip() or each.buttons]
    handovers = [each.custom.handover for each in said if each.custom.handover]
    start = next((each for each in handovers if each.step == "start"), None)
    if not replies and start is None:
        raise UnavailableError("rasa", "nothing to say")
    audience = next((each.custom.audience for each in said if each.custom.audience), None)
    return Said(replies, audience, start, advisers_away(services) if start else None)


def _reply(services: Services, said: BotMessage) -> Reply:
    custom = said.custom
    return Reply(
        text=said.text.strip(),
        route=custom.route,
        urgent=custom.urgent or custom.route in {"crisis", "emergency"},
        articles=[card.model_dump() for card in custom.articles],
        buttons=[button.model_dump() for button in said.buttons],
        contacts=services.contact_book.cards(custom.contacts),
    )

"""What helps an adviser with a conversation: the handover slip, and articles that may answer."""

from flask import Blueprint, request
from sqlalchemy import select

from web_widget.access import background
from web_widget.audit import audit_reading
from web_widget.bodies import clean_text
from web_widget.borders import JsonObject
from web_widget.console.access import held_conversation, held_or_waiting_conversation
from web_widget.console.wire import topic_title
from web_widget.console.words import AUDIENCES, DANGERS
from web_widget.conversations.models import Message, Sender
from web_widget.conversations.slip import slip as slip_of
from web_widget.masking import hide_identity_numbers, without_marks
from web_widget.services import current_services

SUGGESTIONS = 4
MAX_QUERY = 2000


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/samtaler/<conversation_id>/utdrag")(slip)
    blueprint.get("/samtaler/<conversation_id>/forslag")(suggestions)
    blueprint.get("/artikler")(articles)


@background
def slip(conversation_id: str) -> JsonObject:
    with current_services().database.writing() as session:
        held_or_waiting_conversation(session, conversation_id)
        audit_reading(session, conversation_id)
        found = slip_of(session, conversation_id)
    return {
        "audience_title": AUDIENCES.get(found.audience or ""),
        "locale": found.locale,
        "page_url": found.page_url,
        "topic_title": topic_title(found.topic),
        "question": found.question,
        "articles": [{"title": each["title"], "url": each["url"]} for each in found.articles],
        "unanswered": found.unanswered,
        "not_helpful": found.not_helpful,
        "urgent": found.urgent,
        "danger_title": DANGERS.get(found.danger or ""),
        "danger_words": found.danger_words,
        "before_title": topic_title(found.last_ended_topic),
    }


@background
def suggestions(conversation_id: str) -> JsonObject:
    with current_services().database.reading() as session:
        held_conversation(session, conversation_id)
        last = session.scalar(
            select(Message)
            .where(
                Message.conversation_id == conversation_id,
                Message.sender == Sender.USER,
                Message.payload_sealed.is_(None),
            )
            .order_by(Message.seq.desc())
            .limit(1)
        )
    text = without_marks(last.text) if last else ""
    return {"articles": _find(text) if text else []}


def articles() -> JsonObject:
    query = hide_identity_numbers(clean_text(request.args.get("q", "")))[:MAX_QUERY]
    return {"articles": _find(query) if query else []}


def _find(text: str) -> list[JsonObject]:
    found = current_services().knowledge.search(text, SUGGESTIONS)
    shown = ("slug", "title", "section", "snippet", "url")
    return [{name: result[name] for name in shown} for result in found["results"]]

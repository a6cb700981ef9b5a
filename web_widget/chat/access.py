import re

from flask import current_app, request

from web_widget import words
from web_widget.conversations.errors import ConversationGoneError
from web_widget.conversations.models import Conversation
from web_widget.conversations.tokens import is_well_formed, matches
from web_widget.problems import Problem
from web_widget.services import Services

BEARER = re.compile(r"^Bearer +(?P<token>[A-Za-z0-9_-]{20,100})$", re.IGNORECASE)


def services() -> Services:
    found: Services = current_app.extensions["web_widget"]
    return found


def own_conversation(conversation_id: str) -> Conversation:
    """Load the conversation whose token the caller holds.

    No token, or one that can't be ours, is 401; somebody else's looks like not there.
    """
    token = _token()
    with services().database.reading() as session:
        conversation = session.get(Conversation, conversation_id)
    if conversation is None or not matches(token, conversation.token_hash):
        raise ConversationGoneError(conversation_id)
    return conversation


def _token() -> str:
    match = BEARER.match(request.headers.get("Authorization", ""))
    if match is None or not is_well_formed(match["token"]):
        raise Problem(401, words.UNAUTHORISED, headers={"WWW-Authenticate": "Bearer"})
    return match["token"]

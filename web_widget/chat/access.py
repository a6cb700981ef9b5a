import re

from flask import current_app, request
from sqlalchemy.orm import Session

from web_widget import words
from web_widget.conversations.errors import ConversationGoneError
from web_widget.conversations.models import Conversation, ReturnToken
from web_widget.conversations.tokens import hash_token, is_well_formed, matches
from web_widget.problems import Problem
from web_widget.services import Services

NOBODYS = "0" * 64
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
        # The same is done for one that is not there, which so takes as long as somebody else's.
        is_own = matches(token, conversation.token_hash if conversation else NOBODYS)
        is_own = is_own or _came_back(session, conversation_id, token)
    if conversation is None or not is_own:
        raise ConversationGoneError(conversation_id)
    return conversation


def current(session: Session, conversation_id: str) -> Conversation:
    """Load a conversation as it is now, whatever this session has read of it before."""
    conversation = session.get(Conversation, conversation_id, populate_existing=True)
    if conversation is None:
        raise ConversationGoneError(conversation_id)
    return conversation


def _came_back(session: Session, conversation_id: str, token: str) -> bool:
    given = session.get(ReturnToken, hash_token(token))
    return given is not None and given.conversation_id == conversation_id


def _token() -> str:
    match = BEARER.match(request.headers.get("Authorization", ""))
    if match is None or not is_well_formed(match["token"]):
        raise Problem(401, words.UNAUTHORISED, headers={"WWW-Authenticate": "Bearer"})
    return match["token"]

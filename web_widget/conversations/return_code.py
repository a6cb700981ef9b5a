"""Coming back on another device with five words instead of an account."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from web_widget.conversations.errors import ConversationGoneError
from web_widget.conversations.handover import locked
from web_widget.conversations.models import Conversation, ReturnToken
from web_widget.conversations.tokens import hash_token, new_token

# Five of at least 2,048 words are 55 bits: too many to guess under the rate limit.
WORDS = 5
SEPARATORS = re.compile(r"[\s,.;-]+")


def new_code(session: Session, conversation_id: str, key: str) -> str:
    """Give the conversation a new return code; the one before is good no longer."""
    code = " ".join(secrets.choice(return_words()) for _ in range(WORDS))
    locked(session, conversation_id).return_code_hash = _hash(code, key)
    return code


def come_back(session: Session, code: str, key: str) -> tuple[Conversation, str]:
    """Return the conversation of this code with a new token for it; older tokens stay good."""
    conversation = session.scalar(
        select(Conversation).where(Conversation.return_code_hash == _hash(code, key))
    )
    if conversation is None:
        raise ConversationGoneError
    token = new_token()
    session.add(ReturnToken(token_hash=hash_token(token), conversation_id=conversation.id))
    return conversation, token


@lru_cache(maxsize=1)
def return_words() -> tuple[str, ...]:
    """Read the words: base forms of Norsk Ordbank (CC BY 4.0), by way of spacy-lookups-data.

    Common, short and harmless ones, chosen one by one: a person with cancer reads them out on the
    phone. No two differ in one slip of the pen only, also when written without ø and å.
    """
    path = Path(__file__).with_name("return_words.txt")
    return tuple(path.read_text(encoding="utf-8").split())


def _hash(code: str, key: str) -> str:
    words = SEPARATORS.split(unicodedata.normalize("NFC", code).casefold().strip(" ,.;-\t\n"))
    return hmac.new(key.encode(), " ".join(words).encode(), hashlib.sha256).hexdigest()

"""Coming back: a code of five words, shown on demand, that opens the conversation elsewhere."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web_widget import words
from web_widget.bodies import read_body
from web_widget.chat.access import own_conversation, services
from web_widget.chat.bodies import EmptyBody, ReturnBody
from web_widget.chat.conversation_views import so_far
from web_widget.conversations.errors import ConversationGoneError
from web_widget.conversations.return_code import come_back, new_code
from web_widget.problems import Problem


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/conversations/<conversation_id>/return-code")(give_code)
    blueprint.post("/conversations/return")(try_code)


def give_code(conversation_id: str) -> ResponseReturnValue:
    conversation = own_conversation(conversation_id)
    read_body(EmptyBody, may_be_empty=True)
    with services().database.writing() as session:
        code = new_code(session, conversation.id, services().secret_key)
    return {"code": code}, 201


def try_code() -> ResponseReturnValue:
    body = read_body(ReturnBody)
    try:
        with services().database.writing() as session:
            conversation, token = come_back(session, body.code, services().secret_key)
            session.flush()
            return {"id": conversation.id, "token": token, **so_far(session, conversation.id)}
    except ConversationGoneError:
        raise Problem(404, words.UNKNOWN_CODE, code="unknown_code") from None

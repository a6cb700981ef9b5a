"""Trying a message against the safety rules as they would be with the draft."""

from functools import lru_cache

from flask import Blueprint

from knowledge.editions import desk
from knowledge.editions.models import Kind
from knowledge.errors import KnowledgeError
from knowledge.safety import SafetyRules
from web_widget.access import background
from web_widget.bodies import clean_text
from web_widget.borders import JsonObject
from web_widget.editor import forms, words
from web_widget.editor.access import known_kind
from web_widget.editor.bodies import MessageBody, read_large_body
from web_widget.errors import NotFoundError
from web_widget.problems import Problem
from web_widget.services import current_services

# An editor tries many messages on the same rules.
KEPT = 4


def add_to(blueprint: Blueprint) -> None:
    blueprint.post("/<kind>/<key>/prov")(attempt)


@background
def attempt(kind: str, key: str) -> JsonObject:
    if known_kind(kind) != Kind.SAFETY:
        raise NotFoundError(kind)
    body = read_large_body(MessageBody)
    text = forms.with_fields(Kind.SAFETY, key, body.text, body.fields)
    message = clean_text(body.message)
    if not message:
        raise Problem(422, words.MESSAGE_EMPTY)
    with current_services().database.reading() as session:
        published = desk.published_texts(session)
    files = {f"{name}.yml": text for (each, name), text in published.items() if each == Kind.SAFETY}
    try:
        before = _rules(tuple(sorted(files.items())))
        after = _rules(tuple(sorted({**files, f"{key}.yml": text}.items())))
    except KnowledgeError as error:
        raise Problem(422, words.RULES_BROKEN.format(reason=str(error))) from None
    return {"before": _hit(before, message), "after": _hit(after, message)}


@lru_cache(maxsize=KEPT)
def _rules(files: tuple[tuple[str, str], ...]) -> SafetyRules:
    return SafetyRules.parse(dict(files))


def _hit(rules: SafetyRules, message: str) -> JsonObject | None:
    found = rules.screen(message)
    if found is None:
        return None
    return {
        "route": found.route,
        "rule": found.rule_id,
        "text": rules.text(found.text_id),
    }

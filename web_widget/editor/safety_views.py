"""Trying a message against the safety rules as they would be with the draft."""

from functools import lru_cache

from flask import Blueprint

from knowledge.editions import desk
from knowledge.editions.checks.safety import rules_of
from knowledge.editions.findings import of_kind
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
    before = _rules(tuple(sorted(of_kind(published, Kind.SAFETY).items())))
    try:
        after, _ = rules_of(key, text, published)
    except KnowledgeError as error:
        raise Problem(422, words.RULES_BROKEN.format(reason=str(error))) from None
    return {"before": _hit(before, message), "after": _hit(after, message)}


@lru_cache(maxsize=1)
def _rules(texts: tuple[tuple[str, str], ...]) -> SafetyRules:
    """Read the published rules once, and not at every letter."""
    return SafetyRules.parse({f"{key}.yml": text for key, text in texts})


def _hit(rules: SafetyRules, message: str) -> JsonObject | None:
    found = rules.screen(message)
    if found is None:
        return None
    return {
        "route": found.route,
        "rule": found.rule_id,
        "text": rules.text(found.text_id),
    }

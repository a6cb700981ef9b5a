"""Plug the real knowledge client and safety rules into what the web application expects."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from knowledge.client import (
    ArticleNotFoundError,
    KnowledgeClient,
    KnowledgeClientError,
)
from knowledge.errors import KnowledgeError
from knowledge.safety import SafetyHit, SafetyRules, safety_text
from web_widget.borders import JsonObject
from web_widget.errors import NotFoundError, SettingsError, UnavailableError

TRIAL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SLUG = re.compile(r"[a-z0-9-]{1,100}")
Found = TypeVar("Found")


class KnowledgeService:
    """The knowledge service as JSON; every failure is one of this package's errors."""

    def __init__(self, client: KnowledgeClient) -> None:
        self._client = client

    def search(self, text: str, limit: int = 3) -> JsonObject:
        return _ask(lambda: self._client.search(text, limit)).model_dump(mode="json")

    def articles(self) -> list[JsonObject]:
        return [each.model_dump(mode="json") for each in _ask(self._client.articles)]

    def article(self, slug: str) -> JsonObject:
        # The slug becomes part of an address, so nothing else may be in it.
        if not SLUG.fullmatch(slug):
            raise NotFoundError(slug)
        return _ask(lambda: self._client.article(slug)).model_dump(mode="json")

    def contacts(self) -> list[JsonObject]:
        return [each.model_dump(mode="json") for each in _ask(self._client.contacts)]

    def coordinators(self, kommune: str) -> JsonObject:
        found = _ask(lambda: self._client.coordinators(kommune))
        return {"query": kommune, "matches": [each.model_dump(mode="json") for each in found]}

    def questions(self) -> list[JsonObject]:
        return [each.model_dump() for each in _ask(self._client.questions)]

    def embed(self, texts: Sequence[str]) -> JsonObject:
        return _ask(lambda: self._client.embed(texts)).model_dump()

    def release(self) -> JsonObject:
        return _ask(self._client.release)

    def trial_search(self, documents: list[JsonObject], texts: list[str]) -> JsonObject:
        return _ask(lambda: self._client.trial_search({"documents": documents, "texts": texts}))

    def start_trial(self, documents: list[JsonObject]) -> str:
        return _ask(lambda: self._client.start_trial(documents))

    def trial(self, trial_id: str) -> JsonObject:
        # The id becomes part of an address, so nothing else may be in it.
        if not TRIAL_ID.fullmatch(trial_id):
            raise NotFoundError(trial_id)
        return _ask(lambda: self._client.trial(trial_id))


class SafetyService:
    """The safety rules, in this process."""

    def __init__(self, rules: SafetyRules) -> None:
        self._rules = rules

    def screen(self, text: str, audience: str | None = None) -> SafetyHit | None:
        return self._rules.screen(text, audience)

    def text(self, text_id: str) -> str:
        return safety_text(text_id)


def load_safety() -> SafetyService:
    """Load the safety rules; raise SettingsError when their files are broken."""
    try:
        return SafetyService(SafetyRules.load())
    except KnowledgeError as error:
        raise SettingsError(str(error)) from error


def _ask(call: Callable[[], Found]) -> Found:
    try:
        return call()
    except ArticleNotFoundError:
        raise NotFoundError from None
    except KnowledgeClientError as error:
        raise UnavailableError("knowledge", type(error).__name__) from error

"""Plug the real knowledge client and safety rules into what the web application expects."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from knowledge.breaker import Breaker
from knowledge.client import (
    ArticleNotFoundError,
    KnowledgeClient,
    KnowledgeClientError,
    KnowledgeRefusedError,
)
from knowledge.editions.following import Following
from knowledge.editions.models import Kind
from knowledge.editions.reading import read_safety_rules
from knowledge.errors import KnowledgeError
from knowledge.safety import SafetyHit, SafetyRules
from knowledge.store import open_database
from web_widget.borders import JsonObject
from web_widget.errors import NotFoundError, RefusedError, SettingsError, UnavailableError

TRIAL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SLUG = re.compile(r"[a-z0-9-]{1,100}")
Found = TypeVar("Found")


class KnowledgeService:
    """The knowledge service as JSON; every failure is one of this package's errors."""

    def __init__(self, client: KnowledgeClient) -> None:
        self._client = client

    @property
    def breaker(self) -> Breaker:
        """Whether the service is asked."""
        return self._client.breaker

    def search(self, text: str, limit: int = 3, audience: str | None = None) -> JsonObject:
        return _ask(lambda: self._client.search(text, limit, audience)).model_dump(mode="json")

    def suggestions(self, text: str, limit: int, audience: str | None) -> list[JsonObject]:
        found = _ask(lambda: self._client.suggestions(text, limit, audience))
        return [each.model_dump() for each in found]

    def articles(self) -> list[JsonObject]:
        return [each.model_dump(mode="json") for each in _ask(self._client.articles)]

    def article(self, slug: str) -> JsonObject:
        # The slug becomes part of an address, so nothing else may be in it.
        if not SLUG.fullmatch(slug):
            raise NotFoundError(slug)
        # The passages are the body once more, cut for the bot.
        found = _ask(lambda: self._client.article(slug))
        return found.model_dump(mode="json", exclude={"passages"})

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
        body: JsonObject = {"documents": documents, "texts": texts}
        try:
            return _ask(lambda: self._client.trial_search(body))
        except UnavailableError as error:
            if isinstance(error.__cause__, KnowledgeRefusedError):
                raise RefusedError from None
            raise

    def start_trial(self, documents: list[JsonObject]) -> str:
        return _ask(lambda: self._client.start_trial(documents))

    def trial(self, trial_id: str) -> JsonObject:
        # The id becomes part of an address, so nothing else may be in it.
        if not TRIAL_ID.fullmatch(trial_id):
            raise NotFoundError(trial_id)
        return _ask(lambda: self._client.trial(trial_id))


class SafetyService:
    """The safety rules as they are published at the moment, in this process."""

    def __init__(self, following: Following[SafetyRules]) -> None:
        self.following = following

    def screen(self, text: str, audience: str | None = None) -> SafetyHit | None:
        return self.following.current.screen(text, audience)

    def text(self, text_id: str) -> str:
        return self.following.current.text(text_id)


def load_safety(database_url: str) -> SafetyService:
    """Load the published safety rules, before the first release those that ship.

    Raises SettingsError when their files are broken.
    """
    engine = open_database(database_url)
    try:
        rules = Following.begin(engine, [Kind.SAFETY], read_safety_rules, SafetyRules.load)
    except KnowledgeError as error:
        raise SettingsError(str(error)) from error
    finally:
        engine.dispose()  # a connection must not be taken along when gunicorn forks
    return SafetyService(rules)


def _ask(call: Callable[[], Found]) -> Found:
    try:
        return call()
    except ArticleNotFoundError:
        raise NotFoundError from None
    except KnowledgeClientError as error:
        raise UnavailableError("knowledge", type(error).__name__) from error

"""The one way to speak to the knowledge service over HTTP; light to import."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import httpx
from pydantic import BaseModel, RootModel, ValidationError

from knowledge.answers import (
    ArticleSummary,
    AskedQuestion,
    ContactPoint,
    CoordinatorMatch,
    SearchAnswer,
    Suggestion,
    WholeArticle,
)
from knowledge.breaker import Breaker

CONNECT_SECONDS = 1.0
# Rasa waits for the embedding of a text and then for the action that searches: both have to fit
# into the time that the web application gives a turn.
TIMEOUT_SECONDS = 3.0
TRIAL_SECONDS = 30.0
# A suggestion that comes later is of no use to who is typing.
SUGGESTIONS_SECONDS = 1.0
Model = TypeVar("Model", bound=BaseModel)


class KnowledgeClientError(Exception):
    """Base of what goes wrong between a caller and the knowledge service."""


class KnowledgeUnavailableError(KnowledgeClientError):
    """The service does not answer, or is not ready; the same call may work later."""


class KnowledgeRefusedError(KnowledgeClientError):
    """The service found the call wrong; the same call will never work."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail


class ArticleNotFoundError(KnowledgeRefusedError):
    """There is no article of this slug."""


class _Articles(BaseModel):
    articles: list[ArticleSummary]


class _Contacts(BaseModel):
    contacts: list[ContactPoint]


class _Coordinators(BaseModel):
    matches: list[CoordinatorMatch]


class _Suggestions(BaseModel):
    suggestions: list[Suggestion]


class _Questions(BaseModel):
    questions: list[AskedQuestion]


class _Object(RootModel[dict[str, Any]]):
    """An answer that is handed on as it is."""


class Embeddings(BaseModel):
    """Embeddings of texts, L2-normalised, and the model that made them."""

    model: str
    embeddings: list[list[float]]


@dataclass(frozen=True)
class _Call:
    method: Literal["GET", "POST"]
    path: str
    json: dict[str, Any] | None = None
    query: dict[str, str] | None = None
    seconds: float = TIMEOUT_SECONDS
    changes: bool = False  # so that it must not be repeated without knowing what became of it

    @property
    def has_own_time(self) -> bool:
        return self.seconds != TIMEOUT_SECONDS


def _search(
    text: str, limit: int = 3, audience: str | None = None, context_slug: str | None = None
) -> _Call:
    body = {"text": text, "limit": limit, "audience": audience, "context_slug": context_slug}
    return _Call("POST", "/v1/search", json=body)


def _suggestions(text: str, limit: int, audience: str | None) -> _Call:
    body = {"text": text, "limit": limit, "audience": audience}
    return _Call("POST", "/v1/suggestions", json=body, seconds=SUGGESTIONS_SECONDS)


def _article(slug: str) -> _Call:
    return _Call("GET", f"/v1/articles/{slug}")


def _coordinators(kommune: str) -> _Call:
    return _Call("GET", "/v1/coordinators", query={"kommune": kommune})


def _trial_search(body: dict[str, Any]) -> _Call:
    return _Call("POST", "/v1/trial/search", json=body, seconds=TRIAL_SECONDS)


def _start_trial(documents: list[dict[str, Any]]) -> _Call:
    return _Call("POST", "/v1/trial", json={"documents": documents}, changes=True)


def _trial(trial_id: str) -> _Call:
    return _Call("GET", f"/v1/trial/{trial_id}")


ARTICLES = _Call("GET", "/v1/articles")
RELEASE = _Call("GET", "/v1/release")
CONTACTS = _Call("GET", "/v1/contacts")
QUESTIONS = _Call("GET", "/v1/questions")


def _read(response: httpx.Response, shape: type[Model]) -> Model:
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise KnowledgeUnavailableError(f"knowledge answered {response.status_code}")
    if not response.is_success:
        raise _refusal(response)
    try:
        return shape.model_validate_json(response.content)
    except ValidationError as error:
        raise KnowledgeUnavailableError("knowledge answered in another shape") from error


def _refusal(response: httpx.Response) -> KnowledgeRefusedError:
    try:
        detail = str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = response.reason_phrase
    missing = response.status_code == httpx.codes.NOT_FOUND
    kind = ArticleNotFoundError if missing else KnowledgeRefusedError
    return kind(response.status_code, detail)


class KnowledgeClient:
    """Asks the knowledge service; safe to use from several threads."""

    def __init__(self, url: str, transport: httpx.BaseTransport | None = None) -> None:
        # Without the environment: a proxy named there would be given what users write.
        transport = transport or httpx.HTTPTransport(retries=1, trust_env=False)
        self._http = httpx.Client(base_url=url, transport=transport, trust_env=False)
        self.breaker = Breaker(
            KnowledgeUnavailableError,
            lambda: KnowledgeUnavailableError("knowledge has failed, and is not asked for a while"),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def search(
        self,
        text: str,
        limit: int = 3,
        audience: str | None = None,
        context_slug: str | None = None,
    ) -> SearchAnswer:
        """Find the articles that answer a question, best first."""
        return self._ask(_search(text, limit, audience, context_slug), SearchAnswer)

    def suggestions(
        self, text: str, limit: int = 4, audience: str | None = None
    ) -> list[Suggestion]:
        """Return the articles that what is being typed may lead to, best first."""
        return self._ask(_suggestions(text, limit, audience), _Suggestions).suggestions

    def articles(self) -> list[ArticleSummary]:
        """Return the front matter of every article."""
        return self._ask(ARTICLES, _Articles).articles

    def article(self, slug: str) -> WholeArticle:
        """Return a whole article; raise ArticleNotFoundError."""
        return self._ask(_article(slug), WholeArticle)

    def contacts(self) -> list[ContactPoint]:
        """Return every contact point, and whether it is open now."""
        return self._ask(CONTACTS, _Contacts).contacts

    def coordinators(self, kommune: str) -> list[CoordinatorMatch]:
        """Return the municipalities that the words name: none, one, or the ambiguous ones."""
        return self._ask(_coordinators(kommune), _Coordinators).matches

    def questions(self) -> list[AskedQuestion]:
        """Return what people ask, with the article that answers it."""
        return self._ask(QUESTIONS, _Questions).questions

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts as queries; nothing of them is kept."""
        call = _Call("POST", "/v1/embed", json={"texts": list(texts), "kind": "query"})
        return self._ask(call, Embeddings)

    def release(self) -> dict[str, Any]:
        """Return which release answers, which is wanted, and what stands between them."""
        return self._ask(RELEASE, _Object).root

    def trial_search(self, body: dict[str, Any]) -> dict[str, Any]:
        """Search without and with the body's texts; raise KnowledgeRefusedError for broken ones."""
        return self._ask(_trial_search(body), _Object).root

    def start_trial(self, documents: list[dict[str, Any]]) -> str:
        """Begin to ask all questions on file of what would be published; return the trial's id."""
        return str(self._ask(_start_trial(documents), _Object).root["id"])

    def trial(self, trial_id: str) -> dict[str, Any]:
        """Return how far a trial is and what it found; raise KnowledgeRefusedError (404)."""
        return self._ask(_trial(trial_id), _Object).root

    def ready(self) -> bool:
        """Tell whether the service would answer a question."""
        try:
            return self._http.get("/readyz").status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def _ask(self, call: _Call, shape: type[Model]) -> Model:
        with self._guarded(call):
            try:
                response = self._send(call)
            except httpx.HTTPError as error:
                raise KnowledgeUnavailableError("knowledge does not answer") from error
            return _read(response, shape)

    def _guarded(self, call: _Call) -> AbstractContextManager[None]:
        # That a trial takes long, or a suggestion more than a second, says nothing about the
        # answers that people wait for.
        return nullcontext() if call.has_own_time else self.breaker.guard()

    def _send(self, call: _Call) -> httpx.Response:
        try:
            return self._once(call)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            # The connection was cut, as by a restart: what only reads is asked once more.
            if call.changes:
                raise
            return self._once(call)

    def _once(self, call: _Call) -> httpx.Response:
        return self._http.request(
            call.method,
            call.path,
            json=call.json,
            params=call.query,
            timeout=httpx.Timeout(call.seconds, connect=CONNECT_SECONDS),
        )

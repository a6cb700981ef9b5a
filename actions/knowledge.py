from collections.abc import Sequence
from typing import Annotated, Any, Literal, Protocol, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from actions.errors import ActionsError

Decision = Literal["answer", "clarify", "no_answer"]
Shape = TypeVar("Shape", bound=BaseModel)


class KnowledgeUnavailable(ActionsError):  # noqa: N818 -- reads as what has happened
    """The knowledge service did not answer, or not as agreed."""


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Passage(_Answer):
    slug: str
    title: str
    category: str = ""
    section: str | None = None
    passage: str = ""
    url: str = ""
    score: float = 0.0
    reviewed: str | None = None
    contacts: tuple[str, ...] = ()


class Search(_Answer):
    decision: Decision
    confidence: Annotated[float, Field(ge=0, le=1)]
    results: tuple[Passage, ...]


class Article(_Answer):
    slug: str
    title: str
    category: str
    audience: str = "alle"
    summary: str = ""
    reviewed: str | None = None
    contacts: tuple[str, ...] = ()


class Coordinator(_Answer):
    kommunenummer: str
    name: str
    fylke: str = ""
    bydel: str | None = None
    website: str | None = None
    page: str | None = None
    page_dated: str | None = None


class Knowledge(Protocol):
    """What actions ask the knowledge service; every failure is a KnowledgeUnavailable."""

    def search(
        self, text: str, *, audience: str | None = None, context_slug: str | None = None
    ) -> Search: ...

    def articles(self) -> Sequence[Article]: ...

    def coordinators(self, kommune: str) -> Sequence[Coordinator]: ...


class _Articles(_Answer):
    articles: tuple[Article, ...]


class _Coordinators(_Answer):
    matches: tuple[Coordinator, ...]


class HttpKnowledge:
    """Speak with the knowledge service over HTTP; safe to use from several threads."""

    def __init__(self, url: str, timeout: float = 5.0) -> None:
        self._http = httpx.Client(base_url=url, timeout=timeout)

    def search(
        self, text: str, *, audience: str | None = None, context_slug: str | None = None
    ) -> Search:
        body = {"text": text, "limit": 4, "audience": audience, "context_slug": context_slug}
        given = {name: value for name, value in body.items() if value is not None}
        return self._ask(Search, "POST", "/v1/search", json=given)

    def articles(self) -> Sequence[Article]:
        return self._ask(_Articles, "GET", "/v1/articles").articles

    def coordinators(self, kommune: str) -> Sequence[Coordinator]:
        return self._ask(
            _Coordinators, "GET", "/v1/coordinators", params={"kommune": kommune}
        ).matches

    def is_ready(self) -> bool:
        try:
            return self._http.get("/readyz").status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def _ask(self, shape: type[Shape], method: str, path: str, **request: Any) -> Shape:  # noqa: ANN401 -- httpx's own
        try:
            response = self._http.request(method, path, **request)
            response.raise_for_status()
            return shape.model_validate_json(response.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise KnowledgeUnavailable(f"{path}: {type(error).__name__}") from error

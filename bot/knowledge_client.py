import time
from dataclasses import dataclass, field
from typing import Any

import requests
from circuitbreaker import CircuitBreaker

from bot.errors import KnowledgeUnavailable


@dataclass
class KnowledgeClient:
    """Speak with the knowledge service; every failure is a KnowledgeUnavailable."""

    url: str
    timeout: float = 3.0
    session: requests.Session = field(default_factory=requests.Session)
    # A turn that waits for an embedding holds up every other one, since Rasa takes them in one
    # thread; so a service that hangs is asked again only now and then.
    breaker: CircuitBreaker = field(
        default_factory=lambda: CircuitBreaker(3, 5, KnowledgeUnavailable)
    )

    def embed(self, texts: list[str], *, keep: bool = False) -> tuple[str, list[list[float]]]:
        """Return the model's name and one L2-normalised query embedding per text.

        `keep` has the service store them: for examples of ours, never for a user's words.
        """
        body = {"texts": texts, "kind": "query", "keep": keep}
        answer = self._json("POST", "/v1/embed", body)
        embeddings = answer.get("embeddings")
        if not isinstance(embeddings, list) or len(embeddings) != len(texts):
            raise KnowledgeUnavailable(f"{self.url} did not answer with one embedding per text")
        return str(answer.get("model")), embeddings

    def questions(self) -> list[tuple[str, str]]:
        """Return what people ask the published articles, as pairs of slug and text."""
        answer = self._json("GET", "/v1/questions")
        return [(str(q["slug"]), str(q["text"])) for q in answer.get("questions", [])]

    def release(self) -> int:
        """Return the number of the release that the service answers from."""
        return int(self._json("GET", "/v1/release").get("release", 0))

    def documents(self, kind: str) -> dict[str, str]:
        """Return the published texts of a kind by key; none before anything was published."""
        answer = self._json("GET", f"/v1/documents/{kind}")
        return {str(each["key"]): str(each["text"]) for each in answer.get("documents", [])}

    def wait_until_ready(self, seconds: float) -> None:
        """Return when the service is ready; raise KnowledgeUnavailable when time is up."""
        deadline = time.monotonic() + seconds
        while not self._is_ready():
            if time.monotonic() > deadline:
                raise KnowledgeUnavailable(
                    f"the knowledge service at {self.url} was not ready within {seconds:.0f} s"
                )
            time.sleep(0.5)

    def _is_ready(self) -> bool:
        try:
            return self.session.get(f"{self.url}/readyz", timeout=self.timeout).ok
        except requests.RequestException:
            return False

    def _json(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        if self.breaker.opened:
            raise KnowledgeUnavailable(f"{self.url} is not asked for a while")
        with self.breaker:
            return self._asked(method, path, body)

    def _asked(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        try:
            response = self.session.request(
                method, self.url + path, json=body, timeout=self.timeout
            )
            response.raise_for_status()
            answer = response.json()
        except (requests.RequestException, ValueError) as error:
            raise KnowledgeUnavailable(
                f"the knowledge service at {self.url} did not answer {path}: {type(error).__name__}"
            ) from error
        if not isinstance(answer, dict):
            raise KnowledgeUnavailable(f"{self.url}{path} did not answer with an object")
        return answer

"""A visitor's widget and an adviser's page as far as they speak HTTP; asyncio and httpx."""

import json
import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

from benchmarks.web_process import PASSWORD

Json = dict[str, Any]
CSRF_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
JSON = "application/json"
TIMEOUT = httpx.Timeout(30.0)


@dataclass(frozen=True)
class Told:
    """One event of a stream; `id` is None when it does not move the cursor."""

    id: int | None
    event: str
    data: Json


def new_client(url: str) -> httpx.AsyncClient:
    # A connection for each call: one kept open may be closed just when it is used again, which a
    # browser mends by itself.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    return httpx.AsyncClient(base_url=url, limits=limits, timeout=TIMEOUT, trust_env=False)


async def follow(
    http: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> AsyncIterator[Told]:
    """Give the events of a stream as they come, until the server ends it."""
    accept = {"Accept": "text/event-stream"}
    async with http.stream("GET", path, headers=headers | accept) as response:
        response.raise_for_status()
        fields: dict[str, str] = {}
        async for line in response.aiter_lines():
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value
            elif "event" in fields:
                seq = int(fields["id"]) if "id" in fields else None
                yield Told(seq, fields["event"], json.loads(fields["data"]))
            if not line:
                fields = {}


def new_message(text: str) -> Json:
    return {"text": text, "client_message_id": str(uuid.uuid4())}


@dataclass
class Conversation:
    """What a visitor's widget holds of its conversation, and the calls it makes."""

    http: httpx.AsyncClient
    id: str
    token: str
    started: Json = field(repr=False)

    @classmethod
    async def start(cls, http: httpx.AsyncClient) -> Self:
        response = await http.post("/api/v1/conversations", json={})
        started = response.raise_for_status().json()
        return cls(http, started["id"], started["token"], started)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": JSON}

    async def call(self, method: str, rest: str = "", body: Json | None = None) -> httpx.Response:
        return await self.http.request(
            method, f"/api/v1/conversations/{self.id}{rest}", json=body, headers=self.headers
        )

    def follow(self, cursor: int) -> AsyncIterator[Told]:
        headers = self.headers | {"Last-Event-ID": str(cursor)}
        return follow(self.http, f"/api/v1/conversations/{self.id}/events", headers)


@dataclass
class Desk:
    """An adviser's signed-in browser."""

    http: httpx.AsyncClient
    id: str
    name: str

    @classmethod
    async def sign_in(cls, url: str, email: str) -> Self:
        http = new_client(url)
        page = await http.get("/logg-inn")
        form = {"csrf_token": csrf_token(page), "email": email, "password": PASSWORD}
        answer = await http.post("/logg-inn", data=form)
        if answer.status_code != httpx.codes.FOUND:
            raise RuntimeError(f"{email} was not let in: {answer.status_code}")
        console = await http.get("/radgiver")
        http.headers["Accept"], http.headers["X-CSRFToken"] = JSON, csrf_token(console)
        (await http.post("/radgiver/puls", json={})).raise_for_status()
        overview = (await http.get("/radgiver/oversikt")).raise_for_status().json()
        name = email.partition("@")[0].capitalize()
        found = next(each for each in overview["advisers"] if each["name"] == name)
        return cls(http, found["id"], found["name"])

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(f"/radgiver{path}")

    async def post(self, path: str, body: Json | None = None) -> httpx.Response:
        return await self.http.post(f"/radgiver{path}", json=body or {})

    def follow(self) -> AsyncIterator[Told]:
        return follow(self.http, "/radgiver/strom", {})


def csrf_token(page: httpx.Response) -> str:
    found = CSRF_TOKEN.search(page.text)
    if found is None:
        raise RuntimeError(f"no token on {page.url}: {page.status_code}")
    return found[1]

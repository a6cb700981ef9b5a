"""Search all the time while editors publish: `python -m benchmarks.publishing`.

    python -m benchmarks.publishing [--publishes 100] [--rate 50]

Two articles get new words again and again: the number of the edition in two sections, as an
editor corrects a text, and every tenth time in the title too, so that all passages are embedded
and the head is trained anew. Every answer has to be wholly of the release that it names.
Searches are the questions on file of those two articles and of others, over and over: the
embedding of a question that was asked before is remembered, as in use for a user's turn.
"""

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine

from benchmarks.knowledge_process import (
    KnowledgeProcess,
    database_with_embeddings,
    marks,
    publish,
    running_knowledge,
)
from knowledge.store import open_database

ARTICLES = ("sykepenger", "aap")
OTHERS = 200  # questions about other articles
SECONDS_BETWEEN = 1.0
SECTIONS = 2
GREAT_EVERY = 10
PAGE_EVERY = 10
LIMIT = 5.0  # seconds from publication to the first answer
CLIENTS = 16


@dataclass(frozen=True)
class Edition:
    """The numbers that stand in an article's text and in its title; 0 in those that ship."""

    text: int = 0
    title: int = 0


@dataclass
class Seen:
    """What the searches met, and which edition of each article every release has."""

    answered: list[tuple[float, int]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    editions: dict[int, dict[str, Edition]] = field(default_factory=dict)
    answers: list[dict[str, Any]] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    great: set[int] = field(default_factory=set)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publishes", type=int, default=100)
    parser.add_argument("--rate", type=float, default=50.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = database_with_embeddings(folder)
        with running_knowledge(folder, url) as service:
            engine = open_database(url)
            return run(service, engine, options.publishes, options.rate)


def run(service: KnowledgeProcess, engine: Engine, publishes: int, rate: float) -> int:
    texts = questions(service)
    seen = Seen()
    done = threading.Event()
    calm = measure_calm(service, texts)
    searching = threading.Thread(target=search_on, args=(service, texts, rate, seen, done))
    searching.start()
    published = publish_all(engine, publishes, seen)
    wait_for(service, published[-1][1])
    done.set()
    searching.join()
    check_mixed(seen)
    return report(seen, published, calm)


def questions(service: KnowledgeProcess) -> list[str]:
    found = httpx.get(f"{service.url}/v1/questions", timeout=10).json()["questions"]
    rng = random.Random(7)
    own = [each["text"] for each in found if each["slug"] in ARTICLES]
    other = [each["text"] for each in found if each["slug"] not in ARTICLES]
    texts = [*rng.sample(own, min(len(own), OTHERS)), *rng.sample(other, OTHERS)]
    rng.shuffle(texts)
    return texts


def measure_calm(service: KnowledgeProcess, texts: list[str]) -> float:
    """Ask every question once, and return the median of asking again, in seconds."""
    with httpx.Client(timeout=10) as http:
        for text in texts:
            ask(http, service, text)
        return statistics.median(ask(http, service, text)[0] for text in texts)


def ask(http: httpx.Client, service: KnowledgeProcess, text: str) -> tuple[float, httpx.Response]:
    began = time.perf_counter()
    response = http.post(f"{service.url}/v1/search", json={"text": text, "limit": 5})
    return time.perf_counter() - began, response


def search_on(
    service: KnowledgeProcess, texts: list[str], rate: float, seen: Seen, done: threading.Event
) -> None:
    """Ask at a steady rate, also when answers are late."""
    began = time.monotonic()
    with httpx.Client(timeout=10) as http, ThreadPoolExecutor(CLIENTS) as pool:
        number = 0
        while not done.is_set():
            pool.submit(search_once, http, service, texts[number % len(texts)], seen)
            number += 1
            if number % PAGE_EVERY == 0:
                pool.submit(read_once, http, service, ARTICLES[number % 2], seen)
            time.sleep(max(0.0, began + number / rate - time.monotonic()))


def search_once(http: httpx.Client, service: KnowledgeProcess, text: str, seen: Seen) -> None:
    try:
        seconds, response = ask(http, service, text)
        response.raise_for_status()
    except httpx.HTTPError as error:
        seen.errors.append(repr(error))
        return
    answer = response.json()
    seen.times.append(seconds)
    seen.answered.append((time.monotonic(), answer["release"]))
    seen.answers.append(answer)


def read_once(http: httpx.Client, service: KnowledgeProcess, slug: str, seen: Seen) -> None:
    try:
        response = http.get(f"{service.url}/v1/articles/{slug}")
        seen.pages.append(response.raise_for_status().json())
    except httpx.HTTPError as error:
        seen.errors.append(repr(error))


def publish_all(engine: Engine, publishes: int, seen: Seen) -> list[tuple[float, int]]:
    """Publish again and again; return when each release was committed."""
    published = []
    current = dict.fromkeys(ARTICLES, Edition())
    seen.editions[1] = dict(current)
    for number in range(1, publishes + 1):
        slug = ARTICLES[number % len(ARTICLES)]
        great = number % GREAT_EVERY == 0
        title = number if great else current[slug].title
        current[slug] = Edition(number, title)
        release = publish(engine, slug, number, SECTIONS, title=great)
        published.append((time.monotonic(), release))
        seen.great |= {release} if great else set()
        seen.editions[release] = dict(current)
        time.sleep(SECONDS_BETWEEN)
    return published


def wait_for(service: KnowledgeProcess, release: int) -> None:
    deadline = time.monotonic() + 60
    while service.release()["release"] != release and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)


def check_mixed(seen: Seen) -> None:
    """Find the answers in which something is not of the release that they name."""
    for answer in seen.answers:
        editions = seen.editions[answer["release"]]
        for result in answer["results"]:
            edition = editions.get(result["slug"])
            if edition is None:
                continue
            titled = marks(result["title"]) == {edition.title} - {0}
            if not titled or not marks(result["passage"]) <= {edition.text}:
                seen.mixed.append(f"{answer['release']}: an answer is not {edition}")
    for page in seen.pages:
        edition = seen.editions[page["release"]][page["slug"]]
        if (marks(page["title"]), marks(page["body"])) != (
            {edition.title} - {0},
            {edition.text} - {0},
        ):
            seen.mixed.append(f"{page['release']}: an article is not {edition}")


def report(seen: Seen, published: list[tuple[float, int]], calm: float) -> int:
    waits, great = [], []
    for committed, release in published:
        first = min((at for at, answered in seen.answered if answered >= release), default=None)
        wait = float("inf") if first is None else max(0.0, first - committed)
        waits.append(wait)
        great += [wait] if release in seen.great else []
    p95 = statistics.quantiles(waits, n=20)[-1]
    in_use = len({release for _, release in seen.answered})
    span = seen.answered[-1][0] - seen.answered[0][0]
    late = statistics.quantiles(seen.times, n=20)[-1]
    rows = [
        ("searches answered", f"{len(seen.times)}", True),
        ("searches a second", f"{len(seen.times) / span:.1f}", True),
        ("searches that failed", f"{len(seen.errors)}", not seen.errors),
        ("answers of two editions", f"{len(seen.mixed)}", not seen.mixed),
        ("releases published, seen in answers", f"{len(published)}, {in_use}", True),
        ("published to searchable, median", f"{statistics.median(waits):.2f} s", True),
        ("published to searchable, p95", f"{p95:.2f} s", p95 <= LIMIT),
        ("published to searchable, longest", f"{max(waits):.2f} s", True),
        ("… of those with a new title, median", f"{statistics.median(great or [0]):.2f} s", True),
        ("articles read", f"{len(seen.pages)}", True),
        ("one search, nothing published", f"{calm * 1000:.0f} ms", True),
        ("one search meanwhile, median", f"{statistics.median(seen.times) * 1000:.0f} ms", True),
        ("one search meanwhile, p95", f"{late * 1000:.0f} ms", True),
    ]
    for name, value, within in rows:
        print(f"{name:38} {value:>12}  {'' if within else 'OVER THE LIMIT'}")
    for line in [*seen.errors[:5], *seen.mixed[:5]]:
        print(f"  {line}")
    return 0 if all(within for *_, within in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

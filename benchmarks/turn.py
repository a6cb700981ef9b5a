"""Time a user's turn through all four processes, beside its two bare parts, in one run.

    python -m benchmarks.turn [--turns 200]

Starts the product on free ports with a database of its own, so nothing else should be running.
"""

import argparse
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx
import yaml

from tools.run import ROOT
from tools.system import System, running_system

QUESTIONS = ROOT / "knowledge" / "content" / "articles"
MEDIAN_LIMIT, P95_LIMIT = 150.0, 300.0  # ms
RATIO_LIMIT = 2.5
MEMORY_LIMIT = 3.5e9  # bytes
START_LIMIT = 90.0  # seconds
TURNS_OF_A_CONVERSATION = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=200)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder:
        settings = {"RATE_LIMIT_WRITE": "100000/minute"}
        with running_system(Path(folder), **settings) as system:
            return report(system, questions(turns))


def questions(count: int) -> list[str]:
    found: list[str] = []
    for path in sorted(QUESTIONS.rglob("*.questions.yml")):
        found += yaml.safe_load(path.read_text(encoding="utf8"))["nb"]
    # Every part has to compute each text anew: no two runs of a part share a text.
    step = max(1, len(found) // count)
    return found[::step][:count]


def report(system: System, texts: list[str]) -> int:
    with httpx.Client(timeout=30) as http:
        first_answer = time_first_answer(system, http)
        timed(lambda: chat_turn(system, http), [f"{text} a" for text in texts[:10]])
        whole = timed(lambda: chat_turn(system, http), [f"{text} b" for text in texts])
        bare = timed(lambda: bare_rasa_turn(system, http), [f"takk {i}" for i in range(len(texts))])
        embedding = timed(lambda: query_embedding(system, http), [f"{text} c" for text in texts])
    memory = system.resident_bytes()
    median, p95 = statistics.median(whole), statistics.quantiles(whole, n=20)[-1]
    parts = statistics.median(bare) + statistics.median(embedding)
    ready = system.seconds_to_ready + first_answer
    rows = [
        ("whole turn, median", f"{median:.0f} ms", median <= MEDIAN_LIMIT),
        ("whole turn, p95", f"{p95:.0f} ms", p95 <= P95_LIMIT),
        ("bare Rasa turn, median", f"{statistics.median(bare):.0f} ms", True),
        ("one query embedding, median", f"{statistics.median(embedding):.0f} ms", True),
        ("whole turn / (bare + embedding)", f"{median / parts:.2f}", median / parts <= RATIO_LIMIT),
        ("memory of all processes (PSS)", f"{memory / 1e9:.2f} GB", memory <= MEMORY_LIMIT),
        ("start to first answer", f"{ready:.0f} s", ready <= START_LIMIT),
    ]
    for name, value, within in rows:
        print(f"{name:34} {value:>10}  {'' if within else 'OVER THE LIMIT'}")
    return 0 if all(within for *_, within in rows) else 1


def time_first_answer(system: System, http: httpx.Client) -> float:
    started = time.perf_counter()
    chat_turn(system, http)("Hva er et pakkeforløp?")
    return time.perf_counter() - started


def chat_turn(system: System, http: httpx.Client) -> Callable[[str], None]:
    started = (
        http.post(f"{system.base_url}/api/v1/conversations", json={}).raise_for_status().json()
    )
    address = f"{system.base_url}/api/v1/conversations/{started['id']}/messages"
    headers = {"Authorization": f"Bearer {started['token']}"}

    def turn(text: str) -> None:
        body = {"text": text, "client_message_id": str(uuid.uuid4())}
        http.post(address, json=body, headers=headers).raise_for_status()

    return turn


def bare_rasa_turn(system: System, http: httpx.Client) -> Callable[[str], None]:
    """Ask Rasa itself for something it answers without the actions or a search."""
    address = f"{system.urls['rasa']}/webhooks/web/webhook"
    sender = uuid.uuid4().hex

    def turn(text: str) -> None:
        body = {"sender": sender, "message": text, "metadata": {}}
        http.post(address, params={"token": system.token}, json=body).raise_for_status()

    return turn


def query_embedding(system: System, http: httpx.Client) -> Callable[[str], None]:
    def embed(text: str) -> None:
        body = {"texts": [text], "kind": "query"}
        http.post(f"{system.urls['knowledge']}/v1/embed", json=body).raise_for_status()

    return embed


def timed(begin: Callable[[], Callable[[str], None]], texts: list[str]) -> list[float]:
    """Return each call's time in milliseconds, beginning a new conversation every ten."""
    times = []
    for number, text in enumerate(texts):
        if number % TURNS_OF_A_CONVERSATION == 0:
            call = begin()
        started = time.perf_counter()
        call(text)
        times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    sys.exit(main())

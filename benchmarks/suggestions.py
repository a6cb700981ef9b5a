"""Time the suggestions that come while a question is typed, through both processes.

    python -m benchmarks.suggestions [--questions 60]

Each question is typed letter by letter from the third on, by one person, then by several at once.
Starts the web and knowledge processes on free ports, so nothing else should be running.
"""

import argparse
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from benchmarks.knowledge_process import database_with_embeddings, running_knowledge
from benchmarks.turn import questions
from benchmarks.web_process import running_web

P95_LIMIT = 100.0  # ms
SHORTEST, LONGEST = 3, 60  # letters
AT_ONCE = 8


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=60)
    texts = questions(parser.parse_args().questions)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = database_with_embeddings(folder)
        with (
            running_knowledge(folder, database) as knowledge,
            running_web(folder, KNOWLEDGE_URL=knowledge.url) as web,
        ):
            return report(web.url, texts)


def report(url: str, texts: list[str]) -> int:
    type_out(url, "sykepenger")
    alone = [each for text in texts for each in type_out(url, text)]
    with ThreadPoolExecutor(AT_ONCE) as people:
        together = [
            each for times in people.map(lambda t: type_out(url, t), texts) for each in times
        ]
    rows = [("one person", alone), (f"{AT_ONCE} at once, without a pause", together)]
    for name, times in rows:
        median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{name:34} {len(times):6} calls, median {median:4.0f} ms, p95 {p95:4.0f} ms")
    return 0 if statistics.quantiles(alone, n=20)[-1] <= P95_LIMIT else 1


def type_out(url: str, text: str) -> list[float]:
    """Type a text letter by letter; return the milliseconds of each call."""
    times = []
    with httpx.Client(trust_env=False) as http:
        for end in range(SHORTEST, min(len(text), LONGEST) + 1):
            began = time.perf_counter()
            answer = http.post(f"{url}/api/v1/suggestions", json={"text": text[:end]})
            times.append((time.perf_counter() - began) * 1000)
            answer.raise_for_status()
    return times


if __name__ == "__main__":
    sys.exit(main())

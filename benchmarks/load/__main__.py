"""Hours' worth of conversations in minutes: does memory stay level, and is every file closed?

    python -m benchmarks.load [--minutes 20] [--people 30]

Starts the product on free ports with a database of its own and lets Locust's people write to it.
A busy day is 60 conversations an hour; 30 people have four hours' worth of them in 20 minutes.
"""

import argparse
import csv
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tools.run import ROOT
from tools.system import System, running_system

SAMPLE_SECONDS = 5.0
CONVERSATIONS_AN_HOUR = 60
PARTS = ("web", "knowledge", "actions", "rasa")
# Memory may grow while caches fill; after the first third it has to stay where it is.
MOST_GROWTH = 0.05
MOST_FILES_LEFT = 10
NO_LIMIT = "1000000/minute"


@dataclass
class Sample:
    at: float
    bytes: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--people", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        limits = {f"RATE_LIMIT_{kind}": NO_LIMIT for kind in ("START", "WRITE", "READ", "RETURN")}
        with running_system(folder, ADVISER_HOURS="", **limits) as system:
            return run(system, folder, options.minutes, options.people)


def run(system: System, folder: Path, minutes: float, people: int) -> int:
    before = sample(system)
    locust = start_locust(system, folder, minutes, people)
    samples = [before]
    while locust.poll() is None:
        samples.append(sample(system))
        time.sleep(SAMPLE_SECONDS)
    time.sleep(SAMPLE_SECONDS)  # connections that Locust left are closed
    samples.append(sample(system))
    return report(read_calls(folder), samples, complaints(system), minutes)


def start_locust(
    system: System, folder: Path, minutes: float, people: int
) -> subprocess.Popen[bytes]:
    arguments = ["--headless", "--users", str(people), "--spawn-rate", "3", "--only-summary"]
    arguments += ["--run-time", f"{int(minutes * 60)}s", "--host", system.base_url]
    arguments += ["--csv", str(folder / "locust"), "--loglevel", "WARNING"]
    command = [sys.executable, "-m", "locust", "-f", "benchmarks/load/people.py", *arguments]
    with (folder / "locust.log").open("wb") as log:
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)  # noqa: S603 our own


def sample(system: System) -> Sample:
    taken = Sample(time.monotonic())
    for part in PARTS:
        found = [each for each in system.processes(part) if each.is_running()]
        everybody = {child.pid: child for each in found for child in [each, *children(each)]}
        taken.bytes[part] = sum(each.memory_full_info().pss for each in everybody.values())
        taken.files[part] = sum(each.num_fds() for each in everybody.values())
    return taken


def children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def read_calls(folder: Path) -> list[dict[str, str]]:
    with (folder / "locust_stats.csv").open(encoding="utf8") as file:
        return list(csv.DictReader(file))


def complaints(system: System) -> list[str]:
    lines = system.log.read_text(encoding="utf8", errors="replace").splitlines()
    return [line[:160] for line in lines if re.search(r" (ERROR|CRITICAL) |Traceback", line)]


def report(
    calls: list[dict[str, str]], samples: list[Sample], log: list[str], minutes: float
) -> int:
    for call in calls:
        name = call["Name"] or call["Type"]
        median, p95 = float(call["Median Response Time"] or 0), float(call["95%"] or 0)
        print(f"{name:44} {call['Request Count']:>7} calls {median:6.0f} ms {p95:6.0f} ms (p95)")
    total = calls[-1]
    conversations = sum(
        int(each["Request Count"]) for each in calls if each["Name"] == "/api/v1/conversations"
    )
    wanted = CONVERSATIONS_AN_HOUR * 4 * minutes / 20
    failures = int(total["Failure Count"])
    rows = [
        ("conversations", f"{conversations} (wanted {wanted:.0f})", conversations >= wanted),
        ("calls that failed", str(failures), failures == 0),
        ("errors in the log", str(len(log)), not log),
    ]
    for part in PARTS:
        growth = grown([each.bytes[part] for each in samples])
        level = samples[-1].bytes[part] / 1e6
        rows.append((f"memory of {part}", f"{level:.0f} MB, {growth:+.1%}", growth <= MOST_GROWTH))
    for part in PARTS:
        left = samples[-1].files[part] - samples[0].files[part]
        most = max(each.files[part] for each in samples)
        rows.append((f"files of {part}", f"{left:+d}, most {most}", left <= MOST_FILES_LEFT))
    for name, value, within in rows:
        print(f"{name:34} {value:>28}  {'' if within else 'OVER THE LIMIT'}")
    for line in log[:5]:
        print(f"  {line}")
    return 0 if all(within for *_, within in rows) else 1


def grown(levels: list[int]) -> float:
    """Return by how much the last third is above the second, as a part of it."""
    third = max(1, len(levels) // 3)
    second, last = levels[third : 2 * third] or levels, levels[-third:]
    return statistics.median(last) / statistics.median(second) - 1


if __name__ == "__main__":
    sys.exit(main())

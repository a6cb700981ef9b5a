"""Let every part fail in every way while people chat, an adviser writes and an editor publishes.

    python -m benchmarks.faults [--only rasa,redis] [--stopped 30] [--out docs/feil.md]

Starts the whole product on free ports, on a PostgreSQL and a Redis of its own, with two web
processes. After each fault everything that was sent must be there exactly once and be answered, and
the answers must come from what was published last. Prints a table of what people saw; the last
column has to be empty.
"""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.line import Carries
from benchmarks.faults.scenes import (
    BACK_WITHIN,
    DANGER,
    QUESTION,
    Desk,
    Seen,
    Talk,
    lost_at,
    lost_of,
    publish_once,
    published_and_answered,
)
from benchmarks.faults.system import PARTS, System, running_system
from benchmarks.web_process import hire

Heal = Callable[[], None]
KILLED_FOR = 3.0  # seconds until a supervisor would have started it again
SPOILT_FOR = 12.0
HEAD = (
    "| del | feil | spørsmål til boten | fare | til rådgiver | fra rådgiver | publisering "
    "| tilbake etter | tapt eller doblet |\n|---|---|---|---|---|---|---|---|---|"
)


@dataclass
class Fault:
    part: str
    name: str
    begin: Callable[[], Heal]
    seconds: float


@dataclass
class Row:
    fault: Fault
    seen: list[Seen]
    back: float
    lost: list[str]

    def __str__(self) -> str:
        cells = [self.fault.part, self.fault.name, *map(str, self.seen), f"{self.back:.0f} s"]
        return "| " + " | ".join([*cells, "; ".join(self.lost)]) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    parser.add_argument("--stopped", type=float, default=30.0, help="seconds of SIGSTOP")
    parser.add_argument("--out", type=Path, help="where to write the table")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left running
    with tempfile.TemporaryDirectory() as folder, running_system(Path(folder)) as system:
        desk = Desk.sign_in(system, hire(system.database_url(through_line=False), 1)[0])
        rows = []
        print(HEAD, flush=True)
        for number, fault in enumerate(faults(system, options.only.split(","), options.stopped), 1):
            rows.append(suffer(system, desk, fault, number))
            print(rows[-1], flush=True)
    if options.out:
        options.out.write_text("\n".join([HEAD, *map(str, rows)]) + "\n", encoding="utf8")
    lost = sum(len(row.lost) for row in rows)
    print(f"{len(rows)} faults, {lost} things lost, doubled or left")
    return 1 if lost else 0


def faults(system: System, parts: list[str], stopped: float) -> Iterator[Fault]:
    for part in parts:
        yield Fault(part, "drept", lambda part=part: system.kill(part), KILLED_FOR)  # type: ignore[misc]
        yield Fault(part, f"stoppet {stopped:.0f} s", lambda part=part: system.stop(part), stopped)  # type: ignore[misc]
        for name, carries in (
            ("5 s treg", Carries.SLOWLY),
            ("lukker forbindelser", Carries.NOTHING),
            ("feil JSON eller støy", Carries.RUBBISH),
        ):
            yield Fault(
                part,
                name,
                lambda part=part, carries=carries: system.spoil(part, carries),  # type: ignore[misc]
                SPOILT_FOR,
            )
        if part == "database":
            yield Fault(part, "full disk", system.fill_disk, SPOILT_FOR)


def suffer(system: System, desk: Desk, fault: Fault, number: int) -> Row:
    """Let one fault happen while everybody is at work, and see what is left of that."""
    asking, endangered, held = (Talk.start(system) for _ in range(3))
    desk.take(held)
    began = time.monotonic()
    heal = fault.begin()
    with ThreadPoolExecutor(5) as pool:
        deeds = [
            pool.submit(asking.say, QUESTION),
            pool.submit(endangered.say, DANGER),
            pool.submit(held.say, f"Er du der, {number}?"),
            pool.submit(desk.say, held, f"Jeg er her, {number}"),
            pool.submit(publish_once, system, number),
        ]
        time.sleep(max(0.0, fault.seconds - (time.monotonic() - began)))
        heal()
        back = system.wait_until_ready(BACK_WITHIN)
        seen = [deed.result() for deed in deeds]
    for talk in (asking, endangered, held):
        talk.say_again()
    desk.say_again(held)
    if seen[-1].status != 200:  # noqa: PLR2004
        publish_once(system, number)
    lost = [*lost_of(asking), *lost_of(endangered), *lost_of(held), *lost_at(desk, held)]
    lost += published_and_answered(system, number)
    return Row(fault, seen, back, lost)


if __name__ == "__main__":
    sys.exit(main())

"""Measure the running system on a question set and on dialogues, and write a report.

    python -m evaluation [--questions FILE] [--dialogues FILE] [--out FOLDER]
    python -m evaluation --base-url http://127.0.0.1:8080   # a system that already runs
    python -m evaluation --accept                           # the last run becomes the baseline

The questions must stay outside the repository: reports, which quote them, go to var/.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from evaluation.asking import ask_items, hold_dialogues
from evaluation.baseline import BASELINE, read_baseline, read_figures, write_figures
from evaluation.chat import ChatClient
from evaluation.coverage import judge_searches
from evaluation.errors import EvaluationError
from evaluation.figures import Figures, Run, summarise
from evaluation.items import Dialogue, Item, read_dialogues, read_items
from evaluation.report import FIGURES, HTML, write_report
from evaluation.targets import Result
from tools.system import running_system

ROOT = Path(__file__).resolve().parent.parent
EVALUATION_SET = ROOT.parent / "shared" / "eval"
# Advisers never there, whatever the hour: figures must not depend on when they are taken.
SETTINGS = {"ADVISER_HOURS": ","}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        if options.accept:
            accept(options.out)
        else:
            measure(options)
    except (EvaluationError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


def accept(out: Path) -> None:
    write_figures(read_figures(out / FIGURES), BASELINE)
    _say(f"{BASELINE} holds the figures of the last run")


def measure(options: argparse.Namespace) -> None:
    items, dialogues = read_items(options.questions), read_dialogues(options.dialogues)
    before = read_baseline(BASELINE)
    options.out.mkdir(parents=True, exist_ok=True)
    with system(options) as (base_url, knowledge_url):
        run = take_run(base_url, knowledge_url, items, dialogues)
    figures = summarise(run, [options.questions, options.dialogues])
    _show(write_report(run, figures, before, options.out), figures, options.out)


@contextmanager
def system(options: argparse.Namespace) -> Iterator[tuple[str, str | None]]:
    """Give the addresses of the chat API and of the knowledge service, started if need be."""
    if options.base_url:
        yield options.base_url, options.knowledge_url
        return
    _say("starting the system")
    with ExitStack() as stack:
        try:
            running = stack.enter_context(running_system(options.out, **SETTINGS))
        except RuntimeError:
            log = options.out / "system.log"
            raise EvaluationError(f"the system did not start: see {log}") from None
        yield running.urls["web"], running.urls["knowledge"]


def take_run(
    base_url: str, knowledge_url: str | None, items: Sequence[Item], dialogues: Sequence[Dialogue]
) -> Run:
    chat = ChatClient(base_url)
    try:
        asked = ask_items(chat, items, _say)
        held = hold_dialogues(chat, dialogues, _say)
    finally:
        chat.close()
    return Run(asked, held, judge_searches(knowledge_url, items) if knowledge_url else ())


def _show(results: Sequence[Result], figures: Figures, out: Path) -> None:
    for result in results:
        value = "–" if result.value is None else f"{result.value:.3f}"
        _say(f"{result.target.words:<46}{value:>7}  {result.verdict}")
    latency = figures["latency_ms"]
    _say(f"median {latency['median']} ms, 95th percentile {latency['p95']} ms")
    _say(f"report: {out / HTML}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--questions", type=Path, default=EVALUATION_SET / "dev.jsonl")
    parser.add_argument("--dialogues", type=Path, default=EVALUATION_SET / "dialogues.yml")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "evaluation")
    parser.add_argument("--base-url", help="a system that already runs")
    parser.add_argument("--knowledge-url", help="its knowledge service, for the coverage curve")
    parser.add_argument("--accept", action="store_true", help="make the last run the baseline")
    return parser


if __name__ == "__main__":
    sys.exit(main())

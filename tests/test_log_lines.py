"""What a log line of any of the four processes can hold: a fixed message and named fields."""

import ast
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.log_lines import LineFormatter

ROOT = Path(__file__).parent.parent
PACKAGES = ("web_widget", "knowledge", "actions", "bot")
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
# What fields may be called: each holds an id, a kind, a number or a fault of a shipped file.
FIELDS = {
    "articles",
    "conversation",
    "conversations",
    "deleted",
    "done",
    "examples",
    "fault",
    "groups",
    "key",
    "kind",
    "of",
    "part",
    "port",
    "reason",
    "release",
    "seconds",
    "text_id",
}


def log_calls() -> Iterator[tuple[str, ast.Call, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in LEVELS
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id in {"log", "logger"}
                ):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node, tree


def dictionaries(value: ast.expr, tree: ast.Module) -> Iterator[ast.Dict]:
    """Find the dictionaries that are given as fields, also by way of a variable."""
    if isinstance(value, ast.Dict):
        yield value
    elif isinstance(value, ast.Name):
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                names = {each.id for each in node.targets if isinstance(each, ast.Name)}
                if value.id in names:
                    yield node.value


def test_every_log_line_is_a_fixed_message_with_known_fields() -> None:
    calls = list(log_calls())
    assert len(calls) > 30
    for place, call, tree in calls:
        (message,) = call.args
        assert isinstance(message, ast.Constant), place
        assert "%" not in str(message.value), place
        assert {each.arg for each in call.keywords} <= {"extra", "exc_info"}, place
        for keyword in call.keywords:
            if keyword.arg == "extra":
                found = list(dictionaries(keyword.value, tree))
                assert found, place
                names = {getattr(key, "value", None) for each in found for key in each.keys}
                assert names <= FIELDS, f"{place}: {names - FIELDS}"


def test_a_line_is_time_level_process_message_and_fields() -> None:
    record = logging.makeLogRecord(
        {"name": "knowledge", "levelname": "INFO", "msg": "index ready", "articles": 91}
    )
    line = LineFormatter("knowledge").format(record)
    assert line.split(" ", 1)[1] == "INFO knowledge index ready articles=91"


PROCESS = """
import logging, sys, threading, warnings
from knowledge.log_lines import write_lines
write_lines("test", "INFO")
WORDS = "hemmelighet"
own, library = logging.getLogger("web_widget.x"), logging.getLogger("some.library")
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(message)s %(exc_text)s"))
library.addHandler(handler)
try:
    raise ValueError(WORDS)
except ValueError:
    own.exception("it failed")
    library.exception(f"while handling {WORDS}")
library.error("while handling %s", WORDS, stack_info=True)
warnings.warn(WORDS)
def fail():
    raise KeyError(WORDS)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
class Lost:
    def __del__(self):
        raise OSError(WORDS)
Lost()
raise RuntimeError(WORDS)
"""


def test_no_line_warning_or_crash_of_a_process_holds_what_somebody_wrote() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROCESS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    said = run.stdout + run.stderr
    assert run.returncode == 1
    assert "hemmelighet" not in said
    assert "ERROR test it failed error=ValueError at=<string>:" in said
    assert "logger=some.library line=<string>:" in said
    for kind in ("KeyError", "OSError", "RuntimeError"):
        assert f"CRITICAL test crashed error={kind}" in said
    assert "Traceback" not in said
    assert "logger=py.warnings" in said


@pytest.mark.parametrize("process", ["knowledge", "actions", "bot", "web_widget", "bot.retraining"])
def test_every_process_writes_its_lines_so(process: str) -> None:
    main = ROOT / process.replace(".", "/")
    text = (main / "__main__.py" if main.is_dir() else main.with_suffix(".py")).read_text()
    if process == "bot":
        text += (ROOT / "bot" / "quiet.py").read_text()
    if process == "web_widget":
        assert "start_logging(" in text
        text = (ROOT / "web_widget" / "logs.py").read_text()
    assert "write_lines(" in text or "keep_words_out()" in text

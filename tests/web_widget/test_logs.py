import logging
import sys

import pytest

from knowledge.log_lines import LineFormatter
from web_widget.logs import OneTimeLinkFilter, QuietHealthFilter


def written(record: logging.LogRecord) -> str:
    return LineFormatter("web").format(record)


def test_a_line_is_time_level_process_message_and_fields() -> None:
    fields = {"name": "web_widget", "levelname": "INFO", "msg": "turn answered", "ms": 12}
    line = written(logging.makeLogRecord(fields))
    assert line.split(" ", 1)[1] == "INFO web turn answered ms=12"
    assert line.split(" ", 1)[0].endswith("+00:00")


def test_the_words_of_an_error_stay_out_of_the_log() -> None:
    try:
        int("Kari Nordmann")
    except ValueError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": sys.exc_info()})
    line = written(record)
    assert "Kari" not in line
    assert "error=ValueError" in line
    assert "test_logs.py" in line


@pytest.mark.parametrize("path", ["/a\nERROR web faked", "/a\r\nfaked", "/a\x1b[31m", "/a\u2028b"])
def test_nothing_in_a_field_can_make_a_second_line(path: str) -> None:
    line = written(logging.makeLogRecord({"msg": "request", "path": path}))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


@pytest.mark.parametrize(
    ("path", "is_logged"), [("/readyz", False), ("/healthz", False), ("/api/v1/topics", True)]
)
def test_the_supervisors_questions_are_no_news(path: str, is_logged: bool) -> None:
    record = logging.makeLogRecord({"msg": "request path=%(U)s", "args": {"U": path}})
    assert QuietHealthFilter().filter(record) is is_logged


@pytest.mark.parametrize("path", ["/konto/forste/hemmelig", "/konto/passord/hemmelig"])
def test_the_secret_of_a_one_time_link_stays_out_of_the_log(path: str) -> None:
    record = logging.makeLogRecord({"msg": "request path=%(U)s", "args": {"U": path}})
    assert OneTimeLinkFilter().filter(record)
    assert record.getMessage() == f"request path={path.removesuffix('hemmelig')}…"

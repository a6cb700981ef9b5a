import json
import logging
import socket

import pytest
from gunicorn.http.errors import (
    InvalidHeader,
    InvalidRequestLine,
    LimitRequestHeaders,
    LimitRequestLine,
)

from web_widget.bad_requests import refuse

WORDS = "jeg har kreft"


def answered(error: BaseException) -> tuple[str, dict[str, object]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        refuse(ours, error)
        ours.close()
        said = b"".join(iter(lambda: theirs.recv(4096), b"")).decode()
    head, _, body = said.partition("\r\n\r\n")
    assert "Content-Type: application/problem+json" in head
    return head, json.loads(body)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (LimitRequestLine(9000, 8190), 414),
        (LimitRequestHeaders(WORDS), 431),
        (InvalidRequestLine(f"GET /?q={WORDS}"), 400),
        (InvalidHeader(WORDS), 400),
        (ValueError(WORDS), 500),
    ],
)
def test_what_is_no_request_gets_a_problem_and_its_words_stay_out_of_it(
    caplog: pytest.LogCaptureFixture, error: BaseException, status: int
) -> None:
    with caplog.at_level(logging.INFO, "web_widget"):
        head, problem = answered(error)
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert problem["status"] == status
    assert WORDS not in json.dumps(problem, ensure_ascii=False)
    assert WORDS not in "".join(
        str(record.msg) + str(vars(record).get("kind")) for record in caplog.records
    )
    assert caplog.records


def test_who_is_gone_needs_no_answer() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours:
        refuse(ours, InvalidHeader("x"))

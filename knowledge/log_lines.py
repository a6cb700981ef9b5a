"""Log lines of every process: a fixed message with named fields, and never anybody's words.

Standard library only: Rasa's environment uses it too.
"""

import logging
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType

OWN = ("web_widget", "knowledge", "actions", "bot", "__main__")
ACCESS = "gunicorn.access"
STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}

log = logging.getLogger(__name__)
_make_record = logging.LogRecord


class LineFormatter(logging.Formatter):
    """Write one line: time, level, process, a fixed message, and the named fields."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        fields = {key: value for key, value in vars(record).items() if key not in STANDARD}
        if record.exc_info and record.exc_info[0]:
            fields |= _fields_of(record.exc_info[0], record.exc_info[2])
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        words = [moment, record.levelname, self._process, record.getMessage()]
        words += [f"{key}={value}" for key, value in fields.items()]
        return " ".join(_one_line(word) for word in words)


def write_lines(process: str, level: str) -> None:
    """Log our own lines from this level on, the libraries' only when something is wrong."""
    keep_words_out()
    handler = logging.StreamHandler()
    handler.setFormatter(LineFormatter(process))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OWN:
        logging.getLogger(name).setLevel(level)


def keep_words_out() -> None:
    """See to it that no log line, warning or crash of this process holds what somebody wrote.

    What a library logs and what an exception says may hold it; who logged, the kind of the
    error and where it happened do not. It holds for every handler, also those of libraries.
    """
    logging.setLogRecordFactory(_safe_record)
    logging.captureWarnings(capture=True)
    sys.excepthook = _crashed
    threading.excepthook = lambda thread: _crashed(
        thread.exc_type, thread.exc_value, thread.exc_traceback
    )
    sys.unraisablehook = lambda lost: _crashed(lost.exc_type, lost.exc_value, lost.exc_traceback)


def _safe_record(*given: object, **more: object) -> logging.LogRecord:
    record = _make_record(*given, **more)  # type: ignore[arg-type]
    if record.exc_info and record.exc_info[0]:
        vars(record).update(_fields_of(record.exc_info[0], record.exc_info[2]))
    record.exc_info = record.exc_text = record.stack_info = None
    if record.name.split(".")[0] not in OWN and record.name != ACCESS:
        vars(record).update(logger=record.name, line=f"{record.filename}:{record.lineno}")
        record.msg, record.args = "a library has something to say", ()
    return record


def _crashed(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    if error is None:
        error = kind()
    log.critical("crashed", exc_info=(kind, error, trace))


def _fields_of(kind: type[BaseException], trace: TracebackType | None) -> dict[str, str]:
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return {"error": kind.__name__, "at": place}


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)

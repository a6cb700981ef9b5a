import logging
import logging.config
import re
from collections.abc import Mapping
from datetime import UTC, datetime

STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
ONE_TIME_LINK = re.compile(r"^(/konto/(?:forste|passord)/).*")
HEALTH_PATHS = ("/healthz", "/readyz")
ACCESS_FORMAT = "request method=%(m)s path=%(U)s status=%(s)s ms=%(M)s"


class QuietHealthFilter(logging.Filter):
    """Leave out the requests that a supervisor makes every second."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = record.args.get("U") if isinstance(record.args, Mapping) else None
        return path not in HEALTH_PATHS


class OneTimeLinkFilter(logging.Filter):
    """Leave out the secret of a one-time link."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, Mapping):
            path = str(record.args.get("U"))
            record.args = {**record.args, "U": ONE_TIME_LINK.sub(r"\1…", path)}
        return True


class FieldFormatter(logging.Formatter):
    """Write one line: time, level, process, a fixed message, and the named fields."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {key: value for key, value in vars(record).items() if key not in STANDARD}
        if record.exc_info and record.exc_info[0]:
            # The message of an exception may hold a user's words; its kind and place do not.
            fields |= {"error": record.exc_info[0].__name__, "at": _place(record)}
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        words = [moment, record.levelname, "web", record.getMessage()]
        words += [f"{key}={value}" for key, value in fields.items()]
        return " ".join(_one_line(word) for word in words)


def log_settings(level: str) -> dict[str, object]:
    """Return the logging configuration of this process and of the server in it."""
    servers = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"fields": {"()": FieldFormatter}},
        "filters": {
            "no_health": {"()": QuietHealthFilter},
            "no_secrets": {"()": OneTimeLinkFilter},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "fields"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "web_widget": {"level": level},
            "gunicorn.error": {"level": "WARNING", **servers},
            "gunicorn.access": {"level": level, "filters": ["no_health", "no_secrets"], **servers},
        },
    }


def _place(record: logging.LogRecord) -> str:
    trace = record.exc_info[2] if record.exc_info else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)

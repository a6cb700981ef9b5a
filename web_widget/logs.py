import logging
import logging.config
import re
from collections.abc import Mapping

from knowledge.log_lines import LineFormatter, keep_words_out

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


def start_logging(level: str) -> None:
    """Write this process' lines, with nobody's words in them."""
    keep_words_out()
    logging.config.dictConfig(log_settings(level))


def log_settings(level: str) -> dict[str, object]:
    """Return the logging configuration of this process and of the server in it."""
    servers = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"fields": {"()": LineFormatter, "process": "web"}},
        "filters": {
            "no_health": {"()": QuietHealthFilter},
            "no_secrets": {"()": OneTimeLinkFilter},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "fields"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "web_widget": {"level": level},
            "knowledge": {"level": level},
            "gunicorn.error": {"level": "WARNING", **servers},
            "gunicorn.access": {"level": level, "filters": ["no_health", "no_secrets"], **servers},
        },
    }

import gc
import logging
import resource
import socket
import sys
import threading
from datetime import datetime, timedelta
from types import FrameType

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from prometheus_client.multiprocess import mark_process_dead
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from knowledge.editions.desk import publish_due
from web_widget import create_app, metrics
from web_widget.conversations.erasure import forget_trackers
from web_widget.conversations.models import now
from web_widget.conversations.presence import LIMIT, release_lost
from web_widget.conversations.waiting_room import close, repeat_phone
from web_widget.database import Database
from web_widget.errors import SettingsError
from web_widget.keys import raise_unless_keys_fit
from web_widget.logs import ACCESS_FORMAT, log_settings, start_logging
from web_widget.look import look
from web_widget.retention import delete_when_due
from web_widget.services import Services
from web_widget.settings import Settings, load_settings
from web_widget.slow_clients import BoundedWorker
from web_widget.worklist.starting import group_when_due

log = logging.getLogger(__name__)

# Longer than a turn may take, so that stopping lets every turn in hand finish.
GRACE_SECONDS = 15
SILENT_SECONDS = 120
SWEEP_SECONDS = 5.0


class Worker(BoundedWorker):
    """A threaded worker that tells event streams to end when it is to stop."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Not in the signal handler itself, which may have stopped whoever holds the lock.
        threading.Thread(target=_services(self.wsgi).stop, daemon=True).start()
        super().handle_exit(sig, frame)


class Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: Settings, app: Flask) -> None:
        self.settings = settings
        self.app = app
        super().__init__()

    def load_config(self) -> None:
        settings = self.settings
        for name, value in {
            "bind": f"{settings.public_host}:{settings.public_port}",
            "workers": settings.web_processes,
            "threads": settings.web_threads,
            "worker_class": f"{Worker.__module__}.{Worker.__qualname__}",
            "worker_connections": settings.web_threads * 4,
            "graceful_timeout": GRACE_SECONDS,
            # A machine with too much to do is no reason to end a process with its turns in hand.
            "timeout": SILENT_SECONDS,
            "limit_request_line": 8190,
            "limit_request_fields": 64,
            "limit_request_field_size": 8190,
            "logconfig_dict": log_settings(settings.log_level),
            "accesslog": "-",
            "access_log_format": ACCESS_FORMAT,
            "post_worker_init": _begin_work,
            "when_ready": self._serve_sums,
            "child_exit": _forget_process,
            "control_socket_disable": True,
            "proc_name": "kreftveiviser-web",
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app

    def _serve_sums(self, _arbiter: object) -> None:
        if metrics.sums_up_processes():
            _serve_metrics(self.settings.metrics_port)


def main() -> int:
    try:
        settings = load_settings()
        _raise_if_in_use(settings.public_host, settings.public_port)
        start_logging(settings.log_level)
        database = Database.of(settings)
        database.upgrade()
        raise_unless_keys_fit(database)
        database.close()
        app = create_app(settings)
        _allow_many_streams()
        _keep_pauses_short()
    except SettingsError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 the one line for whoever starts it
        return 1
    Server(settings, app).run()
    return 0


def _raise_if_in_use(host: str, port: int) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise SettingsError(f"can't listen on {host} port {port}: {error.strerror}") from error


def _forget_process(_arbiter: object, worker: BoundedWorker) -> None:
    if metrics.sums_up_processes():
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def _serve_metrics(port: int) -> None:
    if not port:
        return
    try:
        metrics.serve(port)
    except OSError as error:
        log.error("metrics not served", extra={"port": port, "reason": error.strerror})  # noqa: TRY400 the reason says it all


def _begin_work(worker: BoundedWorker) -> None:
    services = _services(worker.wsgi)
    if not metrics.sums_up_processes():
        _serve_metrics(worker.wsgi.config["METRICS_PORT"])
    if services.wire is not None:
        services.wire.listen()
    for followed in services.following:
        followed.start()
    threading.Thread(target=sweep, args=[services], daemon=True).start()


def sweep(
    services: Services, seconds: float = SWEEP_SECONDS, signs_within: timedelta = LIMIT
) -> None:
    """Do what is due by itself, until the process is to stop."""
    # While the process was away no adviser could give a sign: they get their time anew.
    signs_due = now() + signs_within
    while not services.stopping.wait(seconds):
        try:
            if now() >= signs_due:
                release_lost(services.database, now())
            repeat_phone(services.database, now())
            close(services.database, services.adviser_hours, now())
            publish_what_is_due(services.database, now())
            group_when_due(services.database, now())
            delete_when_due(services.database, services.periods, now())
            services.database.purge_again()
            look(services, now())
        except (DBAPIError, PoolTimeoutError) as error:
            log.warning("sweep left for later", extra={"reason": type(error).__name__})
        forget_trackers(services.database, services.dialogue.forget)


def publish_what_is_due(database: Database, moment: datetime) -> None:
    """Publish the texts whose time has come."""
    with database.writing() as session:
        publish_due(session, moment)


def _allow_many_streams() -> None:
    """Raise the number of open files to what the machine allows: each stream is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _keep_pauses_short() -> None:
    """Let the collection of garbage, during which nobody is served, pass over what stays."""
    # What is loaded now stays for good; looking through it stopped all for a third of a second.
    gc.collect()
    gc.freeze()


def _services(app: Flask) -> Services:
    found: Services = app.extensions["web_widget"]
    return found


if __name__ == "__main__":
    sys.exit(main())

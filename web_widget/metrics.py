"""What Prometheus is told: times, counts and states, never a word that anybody wrote.

With several web processes each writes into PROMETHEUS_MULTIPROC_DIR, and the master sums up.
"""

import os

from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

HEALTH_PATHS = ("/healthz", "/readyz")
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)

TURN_SECONDS = Histogram(
    "kreftveiviser_turn_seconds",
    "Time of a user turn by part: whole, stored, waited, bot (Rasa, actions, knowledge), answered",
    ["part"],
    buckets=SECONDS,
)
TURNS = Counter(
    "kreftveiviser_turns",
    "User turns by what became of them: answered, without_rasa, refused, failed",
    ["outcome"],
)
ROUTES = Counter("kreftveiviser_bot_messages", "Messages of the bot by route", ["route"])
PART_FAILURES = Counter("kreftveiviser_part_failures", "Calls that a part failed", ["part"])
RESPONSES = Counter("kreftveiviser_responses", "HTTP answers by class of status", ["status"])
DELETIONS = Counter("kreftveiviser_conversations_deleted", "Conversations deleted by their users")
TURNS_RUNNING = Gauge(
    "kreftveiviser_turns_running", "Turns being answered", multiprocess_mode="livesum"
)
STREAMS = Gauge(
    "kreftveiviser_event_streams", "Open streams of events", multiprocess_mode="livesum"
)
# What follows is the same for all processes; each looks every few seconds, the newest look counts.
QUEUE = Gauge(
    "kreftveiviser_queue_length",
    "Conversations that wait for an adviser",
    multiprocess_mode="livemostrecent",
)
QUEUE_SECONDS = Gauge(
    "kreftveiviser_queue_longest_wait_seconds",
    "How long the first in the queue has waited",
    multiprocess_mode="livemostrecent",
)
TRACKERS_LEFT = Gauge(
    "kreftveiviser_trackers_to_delete",
    "Deleted conversations that Rasa has yet to forget",
    multiprocess_mode="livemostrecent",
)
RELEASE = Gauge(
    "kreftveiviser_release",
    "Number of the release that was published, and of the one the search answers from",
    ["which"],
    multiprocess_mode="livemostrecent",
)
BACKUP_SECONDS = Gauge(
    "kreftveiviser_last_backup_timestamp_seconds",
    "When the newest backup was made; 0 when there is none",
    multiprocess_mode="livemostrecent",
)
LOOKED = Gauge(
    "kreftveiviser_last_look_timestamp_seconds",
    "When this was looked at last",
    multiprocess_mode="livemostrecent",
)
BREAKER = Gauge(
    "kreftveiviser_breaker_open",
    "Whether a neighbour is not being asked, by part",
    ["part"],
    multiprocess_mode="livemax",
)


def sums_up_processes() -> bool:
    """Tell whether the processes write into a folder that one of them reads."""
    return "PROMETHEUS_MULTIPROC_DIR" in os.environ


def count_responses(app: Flask) -> None:
    """Count the answers of the app by the class of their status."""

    @app.after_request
    def count(response: Response) -> Response:
        if request.path not in HEALTH_PATHS:
            RESPONSES.labels(f"{response.status_code // 100}xx").inc()
        return response


def serve(port: int) -> None:
    """Show the metrics on loopback, away from the public port; raise OSError when it is taken."""
    if not sums_up_processes():
        start_http_server(port, addr="127.0.0.1")
        return
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    start_http_server(port, addr="127.0.0.1", registry=registry)

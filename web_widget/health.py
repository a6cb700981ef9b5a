from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from web_widget.database import Database
from web_widget.settings import Settings

NEIGHBOUR_TIMEOUT = 2.0

Check = Callable[[], str]


def health_blueprint(settings: Settings, database: Database) -> Blueprint:
    """Tell whether this process runs, and whether a question would be answered now."""
    blueprint = Blueprint("health", __name__)
    http = httpx.Client(timeout=NEIGHBOUR_TIMEOUT, trust_env=False)
    checks: dict[str, Check] = {
        "database": lambda: _database(database),
        "knowledge": lambda: _neighbour(http, settings.knowledge_url),
        "rasa": lambda: _neighbour(http, settings.rasa_url),
        "actions": lambda: _neighbour(http, settings.actions_url),
    }

    @blueprint.get("/healthz")
    def healthz() -> ResponseReturnValue:
        return {"ready": True, "checks": {"process": "ok"}}

    @blueprint.get("/readyz")
    def readyz() -> ResponseReturnValue:
        with ThreadPoolExecutor(len(checks)) as pool:
            found = dict(zip(checks, pool.map(lambda check: check(), checks.values()), strict=True))
        ready = all(state == "ok" for state in found.values())
        return {"ready": ready, "checks": found}, 200 if ready else 503

    return blueprint


def _database(database: Database) -> str:
    try:
        database.ping()
    except (DBAPIError, PoolTimeoutError) as error:
        return type(error).__name__
    return "ok"


def _neighbour(http: httpx.Client, url: str) -> str:
    try:
        response = http.get(f"{url}/readyz")
    except httpx.HTTPError as error:
        return type(error).__name__
    return "ok" if response.is_success else f"not ready (status {response.status_code})"

"""The fixtures of the web application's tests, which these use too."""

from tests.web_widget.conftest import (
    app,
    client,
    dialogue,
    empty_database,
    knowledge,
    outsider,
    safety,
    server,
    services,
    settings,
    shared_app,
    visitor,
)

__all__ = [
    "app",
    "client",
    "dialogue",
    "empty_database",
    "knowledge",
    "outsider",
    "safety",
    "server",
    "services",
    "settings",
    "shared_app",
    "visitor",
]

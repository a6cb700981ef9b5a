import re
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, send_from_directory

CHUNK = re.compile(r"^[a-z_]+-[A-Za-z0-9_-]+\.(js|css)$")
A_YEAR = 365 * 24 * 3600


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/widget.js")(launcher)
    blueprint.get("/widget/<name>")(chunk)


def launcher() -> Response:
    response = _shared(send_from_directory(_built(), "widget.js"))
    # Asked for anew each time (304 where unchanged): an old one would name a chunk that is gone.
    response.cache_control.no_cache = True
    return response


def chunk(name: str) -> Response:
    if not CHUNK.match(name):
        abort(404)
    response = send_from_directory(_built(), name, max_age=A_YEAR)
    response.cache_control.immutable = True
    return _shared(response)


def _built() -> Path:
    return Path(current_app.root_path) / "static" / "dist"


def _shared(response: Response) -> Response:
    # A script from another site is fetched with CORS, and holds nothing secret.
    response.cache_control.public = True
    response.cache_control.no_cache = None
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

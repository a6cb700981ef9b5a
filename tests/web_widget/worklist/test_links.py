import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from web_widget.worklist.links import Found, LinkChecker, is_public, links_in


class Site(BaseHTTPRequestHandler):
    """A site on this machine with pages of every kind."""

    asked: list[tuple[str, str, float]] = []  # noqa: RUF012 one list for the whole test

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        Site.asked.append((self.command, self.path, time.monotonic()))
        status = {
            "/borte": 404,
            "/flyttet": 302,
            "/innenfor": 302,
            "/bare-get": 405 if self.command == "HEAD" else 200,
            "/ikke-for-programmer": 403,
            "/feil": 500,
        }.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            here = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
            self.send_header("Location", "http://10.0.0.1/" if "innen" in self.path else here)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def checker(pause: float = 0.0) -> LinkChecker:
    return LinkChecker(is_allowed=lambda host: host == "127.0.0.1", pause=pause)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", Found(200, "")),
        ("/flyttet", Found(200, "")),
        ("/bare-get", Found(200, "")),
        ("/borte", Found(404, "gone")),
        ("/feil", Found(500, "error")),
        ("/ikke-for-programmer", Found(403, "")),
        ("/innenfor", Found(None, "not_public")),
    ],
)
def test_each_kind_of_page_is_told_apart(site: str, path: str, found: Found) -> None:
    assert checker().check([site + path]) == {site + path: found}


def test_who_does_not_answer_is_unreachable() -> None:
    assert checker().check(["http://127.0.0.1:9/"]) == {
        "http://127.0.0.1:9/": Found(None, "unreachable")
    }


@pytest.mark.parametrize("url", ["http://[::1/", "http://", "https://é..no/"])
def test_an_address_that_is_none_stops_nothing(url: str) -> None:
    assert LinkChecker(is_allowed=lambda _: True, pause=0).check([url])[url].fault


def test_our_own_network_is_never_asked() -> None:
    assert not is_public("127.0.0.1")
    assert LinkChecker(pause=0).check(["http://127.0.0.1:5060/v1/articles"]) == {
        "http://127.0.0.1:5060/v1/articles": Found(None, "not_public")
    }


def test_a_host_gets_a_pause_between_two_questions(site: str) -> None:
    checker(pause=0.2).check([f"{site}/{number}" for number in range(3)])
    times = [at for _, _, at in Site.asked]
    assert len(times) == 3
    assert all(later - before >= 0.2 for before, later in pairwise(times))


def test_addresses_are_found_as_they_are_written() -> None:
    text = (
        "Se [NAV](https://www.nav.no/sykepenger). Kilde: https://lovdata.no/a_(b), og igjen "
        'https://www.nav.no/sykepenger\n- {url: "https://helsenorge.no/x?y=1&z=2"} <https://a.no/>'
    )
    assert links_in(text) == [
        "https://www.nav.no/sykepenger",
        "https://lovdata.no/a_(b)",
        "https://helsenorge.no/x?y=1&z=2",
        "https://a.no/",
    ]

"""Look whether the addresses in published texts still lead somewhere.

    python -m web_widget.worklist.links

Run it now and then where there is internet, from cron for instance. It asks one host one thing at
a time, with a pause in between, and leaves alone what was looked at within a day.
"""

import ipaddress
import logging
import re
import socket
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

import httpx
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.editions.desk import published_texts
from knowledge.editions.models import Kind
from web_widget.conversations.models import now
from web_widget.database import Database
from web_widget.errors import SettingsError
from web_widget.logs import start_logging
from web_widget.settings import load_settings
from web_widget.worklist.models import CheckedLink

log = logging.getLogger(__name__)

FRESH = timedelta(hours=20)
PAUSE_SECONDS = 1.0
TIMEOUT_SECONDS = 15.0
HOSTS_AT_ONCE = 4
LONGEST = 2000
USER_AGENT = "Kreftveiviser-lenkesjekk/1 (+https://kreftforeningen.no/)"
# Some servers answer only a whole request, or none from a program: try it as a reader would.
NOT_BY_HEAD: Final = frozenset({400, 403, 404, 405, 406, 410, 429, 500, 501, 503})
GONE: Final = frozenset({404, 410})
# It is there, but not for programs: no fault that an editor could mend.
NOT_FOR_PROGRAMS: Final = frozenset({401, 403, 405, 406, 429})
LOWEST_ERROR = 400

_URL = re.compile(r"https?://[^\s<>\"'\]}|\\^`]+")
_HANGS_ON = ".,;:!?)*_"


@dataclass(frozen=True)
class Found:
    status: int | None
    # "" for a link that works; else gone, error, unreachable or not_public.
    fault: str


class NotPublicError(Exception):
    """The address leads into our own network, where nothing may be asked for."""


def links_in(text: str) -> list[str]:
    """Return the web addresses in a text, each once."""
    return list(dict.fromkeys(_whole(match[0]) for match in _URL.finditer(text)))


def _whole(url: str) -> str:
    # A bracket or full stop after an address is the sentence's, unless the address opened it.
    while url[-1] in _HANGS_ON and not (url[-1] == ")" and url.count("(") >= url.count(")")):
        url = url[:-1]
    return url


def links_in_use(session: Session) -> dict[str, list[str]]:
    """Return the addresses in published articles and contact points, with where they are used."""
    used: dict[str, set[str]] = {}
    for (kind, key), text in published_texts(session).items():
        if kind in (Kind.ARTICLE, Kind.CONTACTS):
            for url in links_in(text):
                if len(url) <= LONGEST:
                    used.setdefault(url, set()).add(key)
    return {url: sorted(places) for url, places in sorted(used.items())}


def is_public(host: str) -> bool:
    """Tell whether every address of a host is on the open net."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ipaddress.ip_address(each[4][0]).is_global for each in found)


class LinkChecker:
    """Asks hosts for pages, politely."""

    def __init__(
        self, is_allowed: Callable[[str], bool] = is_public, pause: float = PAUSE_SECONDS
    ) -> None:
        self._is_allowed = is_allowed
        self._pause = pause
        self._http = httpx.Client(
            headers={"User-Agent": USER_AGENT},
            timeout=TIMEOUT_SECONDS,
            follow_redirects=True,
            max_redirects=5,
            # Also before each step of a redirect, which may lead anywhere.
            event_hooks={"request": [self._raise_unless_allowed]},
        )

    def check(self, urls: Iterable[str]) -> dict[str, Found]:
        """Look at each address; a few hosts at once, each host one at a time."""
        hosts = [list(of_host) for _, of_host in groupby(sorted(urls, key=_host), key=_host)]
        with self._http, ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            return {url: each for found in pool.map(self._of_host, hosts) for url, each in found}

    def _of_host(self, urls: Iterable[str]) -> list[tuple[str, Found]]:
        found = []
        for number, url in enumerate(urls):
            if number:
                time.sleep(self._pause)
            found.append((url, self._look(url)))
        return found

    def _look(self, url: str) -> Found:
        try:
            status = self._http.head(url).status_code
            if status in NOT_BY_HEAD:
                with self._http.stream("GET", url) as response:
                    status = response.status_code
        except NotPublicError:
            return Found(None, "not_public")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError):
            return Found(None, "unreachable")
        return Found(status, _fault(status))

    def _raise_unless_allowed(self, request: httpx.Request) -> None:
        if not self._is_allowed(request.url.host):
            raise NotPublicError(request.url.host)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _fault(status: int) -> str:
    if status in GONE:
        return "gone"
    if status >= LOWEST_ERROR and status not in NOT_FOR_PROGRAMS:
        return "error"
    return ""


def check_links(database: Database, checker: LinkChecker) -> Mapping[str, Found]:
    """Look at the links that are due, and keep what was found; return that."""
    with database.reading() as session:
        used = links_in_use(session)
        fresh = set(
            session.scalars(select(CheckedLink.url).where(CheckedLink.checked_at > now() - FRESH))
        )
    found = checker.check(url for url in used if url not in fresh)
    with database.writing() as session:
        session.execute(delete(CheckedLink).where(CheckedLink.url.not_in(used)))
        for url, each in found.items():
            session.merge(
                CheckedLink(
                    url=url,
                    status=each.status,
                    fault=each.fault,
                    used_in=used[url],
                    checked_at=now(),
                )
            )
    return found


def main() -> int:
    try:
        settings = load_settings()
        database = Database.of(settings)
    except SettingsError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    start_logging(settings.log_level)
    found = check_links(database, LinkChecker())
    database.close()
    dead = [url for url, each in found.items() if each.fault]
    sys.stdout.write(f"{len(found)} links looked at, {len(dead)} to mend\n")
    for url in dead:
        sys.stdout.write(f"  {found[url].fault}: {url}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

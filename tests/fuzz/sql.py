"""Try what reaches the database with sqlmap, on loopback: `python -m tests.fuzz.sql`.

The first try is of a server that can be broken into: a run that misses that one counts for nothing.
"""

import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.fuzz.run import served
from tests.web_widget.conftest import made_settings
from tests.web_widget.fakes import FakeDialogue, FakeKnowledge, FakeSafety
from tests.web_widget.people import new_client_id
from tools.audit import SCAN_ENV, scan_environment
from web_widget import create_app
from web_widget.access import Role
from web_widget.conversations import handover
from web_widget.conversations.handover import Adviser
from web_widget.conversations.models import now
from web_widget.services import services_with
from web_widget.staff import accounts, sessions
from web_widget.staff.accounts import Profile

CSRF = re.compile(r'<meta name="csrf-token" content="([^"]+)">')
CONTROL = "control"
SAFE = "do not appear to be injectable"
BROKEN = re.compile(
    r"identified the following injection point|is vulnerable|appears to be '.*' injectable"
)


@dataclass(frozen=True)
class Target:
    """An address; each * is where sqlmap tries."""

    path: str
    body: str = ""
    who: str = "nobody"

    @property
    def name(self) -> str:
        return f"{'POST' if self.body else 'GET'} {self.path} {self.body}".strip()


def targets(conversation: str) -> list[Target]:
    mine = f"/api/v1/conversations/{conversation}"
    held = f"/radgiver/samtaler/{conversation}"
    turn = f'{{"text": "hei*", "client_message_id": "{new_client_id()}"}}'
    return [
        Target("/api/v1/search?q=hei*&limit=5*"),
        Target("/api/v1/coordinators?kommune=Bergen*"),
        Target("/api/v1/articles/sykepenger*"),
        Target("/artikler?q=hei*"),
        Target("/api/v1/conversations", '{"locale": "nb*", "page_url": "https://a.no/x*"}'),
        Target("/api/v1/conversations/return", '{"code": "en to tre fire fem*"}'),
        Target(f"{mine}*", who="user"),
        Target(f"{mine}/events?after=1*", who="user"),
        Target(f"{mine}/messages", turn, "user"),
        Target(f"{mine}/messages", '{"text": "hei", "client_message_id": "x*"}', "user"),
        Target(
            f"{mine}/feedback", '{"helpful": true, "message_id": "x*", "comment": "bra*"}', "user"
        ),
        Target(f"{mine}/callback", '{"consent": true, "email": "a@b.no*", "when": "nå*"}', "user"),
        Target("/logg-inn", "email=a@b.no*&password=feil*&next=/konto*", "staff"),
        Target("/logg-inn/kode", "code=123456*", "staff"),
        Target("/radgiver/sok?q=hei*", who="staff"),
        Target("/radgiver/artikler?q=hei*", who="staff"),
        Target(f"{held}*?after=0*", who="staff"),
        Target(f"{held}/les*", who="staff"),
        Target(f"{held}/meldinger", '{"text": "hei*", "client_message_id": "x*"}', "staff"),
        Target(f"{held}/notater", '{"text": "hei*"}', "staff"),
        Target(f"{held}/overfor", '{"colleague": "x*"}', "staff"),
        Target("/radgiver/svar/x*", "title=a*&text=b*", "staff"),
        Target("/radgiver/tilbakeringing/x*/handtert", "a=b", "staff"),
        Target("/redaksjon/article*/sykepenger*", who="staff"),
        Target("/redaksjon/artikler?q=a*&tema=b*", who="staff"),
        Target("/innsikt?fra=2026-11-01*&til=2026-11-30*&tema=okonomi*", who="staff"),
        Target("/innsikt/tall.csv?fra=2026-11-01*&tema=okonomi*", who="staff"),
        Target("/konto/logg?hvem=x*&hva=sign_out*&for=y*", who="staff"),
        Target("/konto/ansatte/x*", who="staff"),
    ]


def main() -> int:
    scan_environment()
    faults = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with weak_server() as url:
            found = try_one(folder, url, Target("/?q=hei*"), {})
        print(f"{CONTROL}: {found}", flush=True)
        if found != "injectable":
            print("fault: the server that can be broken into was not found to be", flush=True)
            return 1
        with served(folder) as url:
            headers, conversation = people(folder, url)
            for target in targets(conversation):
                found = try_one(folder, url, target, headers[target.who])
                faults += found != "nothing"
                print(f"{found}: {target.name}", flush=True)
        log = (folder / "server.log").read_text(encoding="utf8")
    errors = log.count("database failed") + log.count("unexpected error")
    print(f"{faults} faults, {errors} errors of the server")
    return 1 if faults or errors else 0


def try_one(folder: Path, url: str, target: Target, headers: dict[str, str]) -> str:
    """Say what sqlmap found: nothing, injectable, or the last line of what went wrong."""
    command = [
        str(SCAN_ENV / "bin" / "sqlmap"),
        "-u",
        url + target.path,
        "--batch",
        "--dbms=sqlite",
    ]
    command += ["--level=2", "--risk=2", "--flush-session", "--disable-coloring", "--threads=2"]
    command += ["--output-dir", str(folder / "sqlmap"), "--ignore-code=*", "--time-sec=2"]
    command += ["--technique=BEUSQ", "--skip-waf", "--drop-set-cookie"]
    command += [f"--header={name}: {value}" for name, value in headers.items()]
    if target.body:
        is_json = target.body.startswith("{")
        kind = "application/json" if is_json else "application/x-www-form-urlencoded"
        command += ["--data", target.body, f"--header=Content-Type: {kind}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)
    if BROKEN.search(done.stdout):
        return "injectable"
    lines = done.stdout.strip().splitlines()
    return "nothing" if SAFE in done.stdout else f"not tried ({lines[-1] if lines else 'silent'})"


def people(folder: Path, url: str) -> tuple[dict[str, dict[str, str]], str]:
    """Give what a user, and an adviser with the conversation and every role, send; its id."""
    begun = httpx.post(f"{url}/api/v1/conversations", json={}, trust_env=False).json()
    user = {"Authorization": f"Bearer {begun['token']}", "Accept": "application/json"}
    settings = made_settings(folder, f"sqlite:///{folder / 'fuzz.db'}")
    services = services_with(settings, FakeDialogue(), FakeKnowledge(), FakeSafety())
    app = create_app(settings, services)
    with services.database.writing() as session:
        profile = Profile("Alle Roller", frozenset(Role), "nurse")
        account = accounts.create(session, "alle@example.org", profile)
        handover.ask_for_adviser(session, begun["id"], None)
        session.flush()
        handover.take(session, begun["id"], Adviser(account.id, account.name, "nurse"))
        token = sessions.start(session, account, complete=True, moment=now())
    services.database.close()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookies = {app.config["SESSION_COOKIE_NAME"]: signer.dumps({"_user_id": token})}
    with httpx.Client(base_url=url, cookies=cookies, trust_env=False) as browser:
        page = browser.get("/konto")
        csrf = CSRF.search(page.text)
        assert csrf, page.status_code
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        taken = browser.get("/konto")
    assert taken.status_code == 200
    staff = {"Cookie": cookie, "X-CSRFToken": csrf[1], "Accept": "application/json"}
    return {"nobody": {}, "user": user, "staff": staff}, begun["id"]


class Weak(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        wanted = parse_qs(urlsplit(self.path).query).get("q", [""])[0]
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute("create table t (name text)")
            database.execute("insert into t values ('hei')")
            try:
                # What this whole file is about.
                found = database.execute(f"select name from t where name = '{wanted}'").fetchall()  # noqa: S608
                body = str(found).encode()
            except sqlite3.Error as error:
                body = f"sqlite3.OperationalError: {error}".encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def weak_server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Weak)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    sys.exit(main())

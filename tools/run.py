"""Start all four processes, say where they are once they answer, and stop them together."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit
from xmlrpc.client import Fault, ServerProxy  # nosec B411 -- our own supervisor's socket

import httpx
from dotenv import load_dotenv
from supervisor.xmlrpc import SupervisorTransport

ROOT = Path(__file__).resolve().parent.parent
START_LIMIT = 1800.0  # seconds; the first start embeds every passage and trains Rasa, and says so
POLL = 1.0  # seconds
DEFAULTS = {
    "PUBLIC_HOST": "127.0.0.1",
    "PUBLIC_PORT": "8080",
    "KNOWLEDGE_URL": "http://127.0.0.1:5060",
    "ACTIONS_URL": "http://127.0.0.1:5055",
    "RASA_URL": "http://127.0.0.1:5005",
    "VAR_DIR": "var",
}


class LaunchError(Exception):
    """Something that keeps the product from starting, in words for whoever runs it."""


def main() -> int:
    load_dotenv(ROOT / ".env")
    # Rasa's HTTP API is on loopback, and still closed to whoever does not know this run's token.
    for name, value in {**DEFAULTS, "RASA_TOKEN": secrets.token_urlsafe(32)}.items():
        os.environ[name] = os.environ.get(name) or value
    os.chdir(ROOT)
    try:
        check_before_start()
        with tempfile.TemporaryDirectory(prefix="kreftveiviser-") as run_dir:
            return supervise(run_dir)
    except LaunchError as error:
        print(f"error: {error}", file=sys.stderr, flush=True)
        return 1


def check_before_start() -> None:
    for setting, host, port in addresses():
        if not is_free(host, port):
            raise LaunchError(f"port {port} is in use: stop what uses it, or set {setting}")
    check = subprocess.run(
        [sys.executable, "-m", "knowledge", "--check"], capture_output=True, text=True, check=False
    )
    if check.returncode != 0:
        lines = check.stderr.strip().splitlines() or ["the content could not be read"]
        raise LaunchError(lines[-1].removeprefix("error: "))


def addresses() -> list[tuple[str, str, int]]:
    try:
        found = [("PUBLIC_PORT", os.environ["PUBLIC_HOST"], int(os.environ["PUBLIC_PORT"]))]
    except ValueError:
        raise LaunchError("PUBLIC_PORT must be a number") from None
    for setting in ("KNOWLEDGE_URL", "ACTIONS_URL", "RASA_URL"):
        url = urlsplit(os.environ[setting])
        if not url.hostname or not url.port:
            raise LaunchError(f"{setting} must be an address such as {DEFAULTS[setting]}")
        found.append((setting, url.hostname, url.port))
    return found


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def supervise(run_dir: str) -> int:
    environment = {**os.environ, "RUN_DIR": run_dir, "PYTHONUNBUFFERED": "1", **kept_bytecode()}
    command = [str(ROOT / ".venv/bin/supervisord"), "-n", "-c", str(ROOT / "supervisord.conf")]
    # Through a pipe, so that the four can open it as /dev/fd/1 also where the output is a file.
    supervisor = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    threading.Thread(target=pass_on, args=(supervisor,), daemon=True).start()
    # Ctrl-C reaches supervisord by itself; it stops the four, and this process waits for it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: supervisor.send_signal(signal.SIGTERM))
    watch = Watch(run_dir)
    try:
        announce_when_ready(supervisor, watch)
        while supervisor.poll() is None:
            watch.look()
            time.sleep(POLL)
    finally:
        supervisor.terminate()
        supervisor.wait()
    return 0


def kept_bytecode() -> dict[str, str]:
    """Keep what the four compile in VAR_DIR where Python may not keep it beside the code.

    Else compiling is almost half of what a killed process has to do before it is back.
    """
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return {}
    folder = ROOT / os.environ["VAR_DIR"] / "bytecode"
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder)}


def pass_on(supervisor: subprocess.Popen[bytes]) -> None:
    for line in supervisor.stdout or ():
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def announce_when_ready(supervisor: subprocess.Popen[bytes], watch: "Watch") -> None:
    base = f"http://{os.environ['PUBLIC_HOST']}:{os.environ['PUBLIC_PORT']}"
    deadline = time.monotonic() + START_LIMIT
    while supervisor.poll() is None:
        watch.look()
        if is_ready(base):
            print(
                f"\nKreftveiviser is ready.\n  widget on a demo page  {base}/\n"
                f"  articles               {base}/artikler\n"
                f"  API description        {base}/api/docs\n"
                f"  for the staff          {base}/logg-inn\n{staff_notice()}Ctrl-C stops it.\n",
                flush=True,
            )
            return
        if time.monotonic() > deadline:
            raise LaunchError(f"not ready after {START_LIMIT:.0f} s: see the lines above")
        time.sleep(POLL)


def staff_notice() -> str:
    """Say how the first administrator gets in, and with which passwords the demo accounts do."""
    notice = ""
    if os.environ.get("DEMO_ACCOUNTS") == "1":
        notice += f"  demo accounts:\n{indented(output_of('web_widget.staff.demo'))}"
    if link := output_of("web_widget.staff.first_administrator").strip():
        notice += f"  first administrator    {link}\n"
    return notice


def output_of(module: str) -> str:
    command = [sys.executable, "-m", module]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout


def indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


def is_ready(base: str) -> bool:
    try:
        return httpx.get(f"{base}/readyz", timeout=5, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


class Watch:
    """Says when one of the four ends or is started again, and gives up when it will not run."""

    def __init__(self, run_dir: str) -> None:
        self.socket = f"unix://{run_dir}/supervisor.sock"
        self.pids: dict[str, int] = {}

    def look(self) -> None:
        """Print what has changed; raise LaunchError when a process does not start."""
        # A transport that has failed once is of no more use, so each look takes a new one.
        transport = SupervisorTransport(None, None, self.socket)
        supervisor = ServerProxy("http://supervisor", transport=transport).supervisor
        try:
            processes = cast("list[dict[str, Any]]", supervisor.getAllProcessInfo())
        except (OSError, Fault):
            return  # not up yet, or just going down
        for process in processes:
            name, pid = process["name"], process["pid"]
            if process["statename"] == "FATAL":
                raise LaunchError(f"{name} does not start: see its lines above")
            if pid and self.pids.get(name, pid) != pid:
                print(f"{name} ended and was started again", flush=True)
            self.pids[name] = pid or self.pids.get(name, 0)


if __name__ == "__main__":
    sys.exit(main())

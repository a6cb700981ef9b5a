import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

HOOKS = "tests.fuzz.hooks"
STARTING = 60.0
# 413 is our word for what is too long. 422 is said of what no schema can say: a text with nothing
# in it to see, a payload that no button has, a message that is not there, digits of no telephone.
# 414 is said of letters that grow past the longest address when written with percent signs.
CONFIG = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 406, 409, 413, 414, 415, 422]
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 403, 404, 409, 414, 422]
"""


def fuzz(folder: Path, examples: int, *more: str) -> tuple[int, str]:
    """Run schemathesis with all its checks on a server of our own; give its code and report."""
    config = folder / "schemathesis.toml"
    config.write_text(CONFIG, encoding="utf8")
    with served(folder) as url:
        command = [
            str(Path(sys.executable).with_name("schemathesis").absolute()),
            f"--config-file={config}",
            "run",
            f"{url}/api/v1/openapi.json",
            "--checks=all",
            f"--max-examples={examples}",
            "--generation-database=none",
            "--suppress-health-check=all",
            "--continue-on-failure",
            "--no-color",
            "--request-timeout=30",
            *more,
        ]
        environment = os.environ | {
            "SCHEMATHESIS_HOOKS": HOOKS,
            "FUZZ_URL": url,
            "NO_PROXY": "127.0.0.1",
            "PYTHONPATH": str(Path.cwd()),
        }
        # It leaves what it found in the folder where it runs.
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    return done.returncode, done.stdout + done.stderr


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.server", str(port), str(folder)],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(url)
            yield url
        finally:
            server.terminate()
            server.wait(30)


def _wait(url: str) -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/healthz", trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError(url)

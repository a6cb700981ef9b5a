import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.settings import ROOT

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
TOKEN = "a-token-of-the-test"  # noqa: S105 -- no secret
STARTS_WITHIN = 480  # seconds, training included, on a busy machine


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass
class DialogueServer:
    """`python -m bot` in its own environment, trained on the real data with fake embeddings."""

    service_url: str
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    port: int = field(default_factory=_free_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "RASA_URL": self.url,
            "RASA_TOKEN": TOKEN,
            "KNOWLEDGE_URL": self.service_url,
            "ACTIONS_URL": self.service_url,
            "VAR_DIR": str(self.folder),
        }

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [PYTHON, "-m", "bot"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the dialogue server did not start:\n{self.log[-3000:]}")
            time.sleep(0.5)

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def post(self, body: object, token: str = TOKEN) -> httpx.Response:
        address = f"{self.url}/webhooks/web/webhook"
        return httpx.post(address, params={"token": token}, json=body, timeout=20)

    def say(self, message: str, sender: str = "visitor") -> list[dict[str, Any]]:
        response = self.post({"sender": sender, "message": message, "metadata": {}})
        response.raise_for_status()
        messages: list[dict[str, Any]] = response.json()
        return messages

    def user_turns(self, sender: str) -> list[str]:
        address = f"{self.url}/conversations/{sender}/tracker"
        events = httpx.get(address, params={"token": TOKEN}).json()["events"]
        return [event["text"] for event in events if event["event"] == "user"]

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).is_success
        except httpx.HTTPError:
            return False

import socket
from contextlib import closing

import pytest

from web_widget.__main__ import main


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("RASA_TOKEN", "rasa-token")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PUBLIC_PORT", str(free_port()))


def assert_one_clear_line(capsys: pytest.CaptureFixture[str], *words: str) -> None:
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert said.count("\n") == 1
    for word in words:
        assert word in said


def test_a_port_in_use_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("PUBLIC_PORT", port)
        assert main() == 1
    assert_one_clear_line(capsys, port, "Address already in use")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_PORT", "åtti"),
        ("RASA_TOKEN", ""),
        ("DATABASE_URL", "sqlite:////proc/no/such/folder/web.db"),
        ("PUBLIC_HOST", "no.such.host.invalid"),
    ],
)
def test_a_bad_setting_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert main() == 1
    assert_one_clear_line(capsys, name if name != "PUBLIC_HOST" else value)

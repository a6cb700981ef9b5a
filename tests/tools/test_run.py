import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.settings import PACKAGED_CONTENT
from tools.run import ROOT, kept_bytecode, staff_notice
from tools.system import free_ports


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    web, knowledge, actions, rasa = free_ports(4)
    return {
        **os.environ,
        "PUBLIC_PORT": str(web),
        "KNOWLEDGE_URL": f"http://127.0.0.1:{knowledge}",
        "ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "RASA_URL": f"http://127.0.0.1:{rasa}",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'test.db'}",
    }


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def launch(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def assert_one_clear_line(result: subprocess.CompletedProcess[str], *words: str) -> None:
    assert result.returncode == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: ")
    for word in words:
        assert word in line


@pytest.mark.parametrize("setting", ["PUBLIC_PORT", "KNOWLEDGE_URL", "ACTIONS_URL", "RASA_URL"])
def test_a_port_in_use_is_named_with_its_setting(
    environment: dict[str, str], taken_port: int, setting: str
) -> None:
    address = str(taken_port) if setting == "PUBLIC_PORT" else f"http://127.0.0.1:{taken_port}"
    assert_one_clear_line(launch({**environment, setting: address}), str(taken_port), setting)


def test_a_port_that_is_no_number_is_named(environment: dict[str, str]) -> None:
    assert_one_clear_line(launch({**environment, "PUBLIC_PORT": "åtti"}), "PUBLIC_PORT")


def test_an_address_without_a_port_is_named(environment: dict[str, str]) -> None:
    assert_one_clear_line(launch({**environment, "RASA_URL": "http://127.0.0.1"}), "RASA_URL")


def test_a_missing_model_is_named_with_its_setting(
    environment: dict[str, str], tmp_path: Path
) -> None:
    missing = tmp_path / "no-model-here"
    result = launch({**environment, "EMBEDDING_MODEL": str(missing)})
    assert_one_clear_line(result, "EMBEDDING_MODEL", "no-model-here")


def test_a_broken_article_is_named_with_its_field(
    environment: dict[str, str], tmp_path: Path
) -> None:
    shutil.copytree(PACKAGED_CONTENT, tmp_path / "content")
    broken = tmp_path / "content" / "articles" / "okonomi" / "sykepenger.md"
    text = broken.read_text(encoding="utf8")
    broken.write_text(text.replace("title: Sykmelding", "tittel: Sykmelding"), encoding="utf8")
    result = launch({**environment, "KNOWLEDGE_CONTENT": str(tmp_path / "content")})
    assert_one_clear_line(result, "sykepenger.md", "title")


def test_whoever_starts_it_first_is_shown_how_an_administrator_gets_in(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", environment["DATABASE_URL"])
    monkeypatch.setenv("RASA_TOKEN", "rasa-token")
    monkeypatch.setenv("DEMO_ACCOUNTS", "0")
    assert "/konto/forste/" in staff_notice()
    monkeypatch.setenv("DEMO_ACCOUNTS", "1")
    notice = staff_notice()
    assert "administrator@demo.example" in notice
    assert "/konto/forste/" not in notice  # one of the demo accounts is an administrator


def test_bytecode_is_kept_beside_the_code_or_else_in_the_folder_of_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    assert kept_bytecode() == {}
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    command = [sys.executable, "-c", "import colorsys"]
    subprocess.run(command, env={**os.environ, **kept_bytecode()}, check=True)
    assert list((tmp_path / "bytecode").rglob("colorsys.*.pyc"))

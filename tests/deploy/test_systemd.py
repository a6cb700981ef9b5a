"""The units that ship: systemd reads them without a word, and each process is in its cell."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tools.run import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICES = ["knowledge", "actions", "rasa", "web", "backup"]
# 0 is a process that can do nothing, 10 one that can do all; systemd calls below 2 safe.
MOST_EXPOSED = 20  # tenths

PROGRAM = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(PROGRAM is None, reason="systemd-analyze is not installed")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as they would be on a machine where the product lies in this folder."""
    folder = tmp_path / "systemd"
    shutil.copytree(UNITS, folder)
    for path in folder.rglob("*.service"):
        path.write_text(path.read_text().replace("/opt/kreftveiviser", str(ROOT)))
    return folder


def analyze(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PROGRAM), *arguments],
        env={"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{folder}:/lib/systemd/system"},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_systemd
def test_systemd_finds_nothing_wrong_with_any_unit(units: Path) -> None:
    names = [
        str(path) for kind in ("service", "target", "timer") for path in units.glob(f"*.{kind}")
    ]
    run = analyze(units, "verify", "--man=no", *names)
    ours = [line for line in run.stderr.splitlines() if "kreftveiviser" in line]
    assert ours == []
    assert len(names) == 7


@needs_systemd
def test_a_unit_that_is_wrong_is_found(units: Path) -> None:
    unit = units / "kreftveiviser-web.service"
    unit.write_text(unit.read_text().replace("MemoryMax=2G", "MemoryMost=2G"))
    assert "MemoryMost" in analyze(units, "verify", "--man=no", str(unit)).stderr


@needs_systemd
@pytest.mark.parametrize("service", SERVICES)
def test_each_process_can_do_little_beyond_its_work(units: Path, service: str) -> None:
    unit = units / f"kreftveiviser-{service}.service"
    run = analyze(units, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(unit))
    assert run.returncode == 0, run.stdout[-2000:]


def test_rasa_has_a_user_of_its_own_and_neither_the_database_nor_a_key() -> None:
    rasa = (UNITS / "kreftveiviser-rasa.service").read_text()
    assert "User=kreftveiviser-rasa\n" in rasa
    assert "kreftveiviser.env" not in rasa
    assert "InaccessiblePaths=-/var/lib/kreftveiviser " in rasa
    assert "MemoryMax=" in rasa
    for other in set(SERVICES) - {"rasa"}:
        unit = (UNITS / f"kreftveiviser-{other}.service").read_text()
        assert "User=kreftveiviser\n" in unit

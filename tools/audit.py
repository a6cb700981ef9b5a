"""Look for known weaknesses: `make audit`. Packages (pip-audit), our code (bandit, semgrep).

Needs an advisory service: PyPI's, or OSV's with `--service osv`. A package that the service knows
nothing of counts as not looked at, and fails, unless the service is down for all of them; then the
whole says so and fails too.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tools.setup import ROOT, create_environment, is_current, say, uv, write_stamp

REVIEWED = ROOT / "requirements" / "rasa-reviewed.yml"
SCAN_ENV = ROOT / ".venv-scan"
CODE = ("web_widget", "knowledge", "actions", "bot", "tools", "evaluation")
EXPOSED, CELL = "app", "rasa"
# PyTorch is pinned apart, without a hash, since its builds have different ones.
FILES = {EXPOSED: ("app", "torch"), CELL: ("rasa",)}


@dataclass(frozen=True)
class Weakness:
    package: str
    version: str
    ids: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.package} {self.version}: {', '.join(sorted(self.ids))}"


@dataclass(frozen=True)
class Review:
    """Why a weakness can't be reached here, and until when somebody stands by it."""

    package: str
    ids: frozenset[str]
    why: str
    until: date


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--service", choices=["pypi", "osv"], default="pypi")
    parser.add_argument("--only", choices=["packages", "code"])
    options = parser.parse_args()
    faults: list[str] = []
    if options.only != "code":
        for group in FILES:
            faults += package_faults(group, options.service)
    if options.only != "packages":
        faults += [f"{name} found something" for name in code_scans() if not scan(name)]
    for fault in faults:
        print(f"fault: {fault}")
    print("nothing found" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


def package_faults(group: str, service: str) -> list[str]:
    found = [pip_audit(name, service) for name in FILES[group]]
    packages = [each for report in found for each in report]
    unknown = [each["name"] for each in packages if each.get("skip_reason")]
    if len(unknown) == len(packages):
        return [f"{group}: the advisory service answers for none of {len(packages)} packages"]
    reviews = read_reviews(REVIEWED) if group == CELL else []
    weak = unreviewed(weaknesses(packages), reviews, date.today())  # noqa: DTZ011 a day, not a moment
    return [f"{group}: {each.name}" for each in weak] + [
        f"{group}: nothing is known of {name}" for name in unknown
    ]


def pip_audit(name: str, service: str) -> list[dict[str, Any]]:
    """Return what pip-audit says of each package of a requirements file."""
    with tempfile.NamedTemporaryFile(suffix=".json") as written:
        command = [sys.executable, "-m", "pip_audit", "-s", service, "--disable-pip", "--no-deps"]
        requirements = str(ROOT / "requirements" / f"{name}.txt")
        command += ["-r", requirements, "-f", "json", "-o", written.name, "--progress-spinner=off"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        report = Path(written.name).read_text(encoding="utf8")
    if not report:
        raise SystemExit(f"error: pip-audit did not run: {done.stderr.strip()[-300:]}")
    dependencies: list[dict[str, Any]] = json.loads(report)["dependencies"]
    return dependencies


def weaknesses(packages: Iterable[dict[str, Any]]) -> list[Weakness]:
    return [
        Weakness(each["name"], each["version"], frozenset({found["id"], *found["aliases"]}))
        for each in packages
        for found in each.get("vulns", [])
    ]


def read_reviews(path: Path) -> list[Review]:
    """Read the reviewed list; raise ValueError for an entry that leaves something unsaid."""
    reviews = []
    for entry in yaml.safe_load(path.read_text(encoding="utf8")):
        review = Review(entry["package"], frozenset(entry["ids"]), entry["why"], entry["until"])
        if not (review.ids and review.why.strip()):
            raise ValueError(f"{path.name}: {review.package} needs ids and a reason")
        reviews.append(review)
    return reviews


def unreviewed(found: list[Weakness], reviews: list[Review], today: date) -> list[Weakness]:
    """Return what nobody has looked at, or not for too long."""
    return [
        weak
        for weak in found
        if not any(
            review.package == weak.package and review.ids & weak.ids and review.until >= today
            for review in reviews
        )
    ]


def code_scans() -> dict[str, list[str]]:
    semgrep = [str(SCAN_ENV / "bin" / "semgrep"), "scan", "--metrics=off", "--quiet"]
    return {
        "bandit": [sys.executable, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", *CODE],
        "semgrep's own tests": [*semgrep, "--test", "tools/semgrep"],
        "semgrep": [
            *(*semgrep, "--error", "--config", "tools/semgrep/rules.yml"),
            *("--exclude=dist", "--exclude=tools/semgrep", *CODE),
        ],
    }


def scan(name: str) -> bool:
    if name.startswith("semgrep"):
        scan_environment()
    say(name)
    # Its programs find each other by PATH, and it asks nobody whether there is a newer one.
    variables = {"PATH": f"{SCAN_ENV / 'bin'}:/usr/bin:/bin", "SEMGREP_ENABLE_VERSION_CHECK": "0"}
    return subprocess.run(code_scans()[name], cwd=ROOT, env=variables, check=False).returncode == 0


def scan_environment() -> None:
    """Install semgrep and sqlmap apart: semgrep pins much of what others use."""
    wanted = [ROOT / "requirements" / "scan.txt"]
    stamp = SCAN_ENV / ".installed-scan"
    if not is_current(stamp, wanted):
        create_environment(SCAN_ENV)
        uv(SCAN_ENV, "--require-hashes", "-r", str(wanted[0]))
        write_stamp(stamp, wanted)


if __name__ == "__main__":
    sys.exit(main())

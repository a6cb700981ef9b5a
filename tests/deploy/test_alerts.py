"""The alerts speak of metrics that there are, and the operations page says what to do for each."""

import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

# Imported for what they register.
import actions.metrics  # noqa: F401
import knowledge.metrics  # noqa: F401
import web_widget.metrics  # noqa: F401
from tools.run import ROOT

FOLDER = ROOT / "deploy" / "prometheus"
PROMTOOL = shutil.which("promtool")
# By which Prometheus and its client tell of every process.
OTHERS = {"up", "process_resident_memory_bytes", "process_open_fds", "process_max_fds"}
METRIC = re.compile(r"\b(?:kreftveiviser_\w+|process_\w+|up)\b")


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def metrics() -> set[str]:
    found = set(OTHERS)
    for metric in REGISTRY.collect():
        found.add(metric.name)
        if metric.type == "counter":
            found.add(f"{metric.name}_total")
        elif metric.type == "histogram":
            found |= {f"{metric.name}_{part}" for part in ("bucket", "count", "sum")}
    return found


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_each_alert_asks_for_what_is_measured_and_has_its_advice(rule: dict[str, Any]) -> None:
    asked = set(METRIC.findall(rule["expr"]))
    assert asked
    assert asked <= metrics()
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["summary"]
    page = (ROOT / "docs" / "drift.md").read_text(encoding="utf8")
    assert f"**{rule['alert']}**" in page


def test_the_page_speaks_of_no_alert_that_is_not_there() -> None:
    page = (ROOT / "docs" / "drift.md").read_text(encoding="utf8")
    table = page.split("## Varsler", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"^\| \*\*(\w+)\*\*", table, re.MULTILINE)) == {
        rule["alert"] for rule in rules()
    }


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed")
def test_promtool_finds_nothing_wrong() -> None:
    command = [str(PROMTOOL), "check", "config", str(FOLDER / "prometheus.yml")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr

"""Measure the widget beside three other chat widgets: `python -m benchmarks.widget`.

What a page fetches (gzip), how long its main thread is kept, what moves, and how soon the opened
widget is seen, with the processor slowed down four times. The widget's neighbours are stand-ins,
so that what is measured is the browser's part; the others answer at once, by themselves.
"""

import argparse
import gzip
import json
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Response, sync_playwright

from tests.web_widget.widget.host import Host, running_host
from tests.web_widget.widget.script import SICKNESS_PAY, section_text
from tests.web_widget.widget.stand import Stand, running_stand

HERE = Path(__file__).parent
OTHERS = {"deep-chat": "deep_chat.js", "chatscope": "chatscope.jsx", "chatbotify": "chatbotify.jsx"}
SLOWER = 4
REST = 700  # ms until what was begun has settled
ANSWER = section_text("okonomi", "sykepenger", str(SICKNESS_PAY["section"]))


@dataclass
class Run:
    load_bytes: int = 0
    open_bytes: int = 0
    tasks: dict[str, float] = field(default_factory=dict)
    shift: float = 0.0
    paint: float = 0.0


@dataclass
class Meter:
    """Counts what a page's files weigh, as a server that compresses would send them."""

    total: int = 0

    def note(self, response: Response) -> None:
        if response.url.split("?")[0].endswith((".js", ".css")):
            self.total += len(gzip.compress(response.body(), 9))


def measure(browser: Browser, url: str) -> Run:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(path=HERE / "watch.js")
    page.add_init_script(f"window.answer = {json.dumps(ANSWER)}")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    meter = Meter()
    page.on("response", meter.note)
    page.goto(url)
    page.wait_for_function("'isOpen' in window")
    page.wait_for_timeout(REST)
    run = Run(load_bytes=meter.total)
    run.tasks["load"] = page.evaluate("longest()")
    run.paint = page.evaluate("timeToOpen()")
    page.wait_for_timeout(REST)
    run.open_bytes = meter.total
    run.tasks["open"] = page.evaluate("longest()")
    page.evaluate("ask()")
    page.wait_for_timeout(3 * REST)
    run.tasks["answer"] = page.evaluate("longest()")
    run.shift = page.evaluate("shift")
    context.close()
    return run


def page_of(scripts: str) -> str:
    icon = '<link rel="icon" href="data:,">'
    style = '<link rel="stylesheet" href="/page.css">' if "page.css" in scripts else ""
    body = f'<h1>Vert</h1><button id="open">Åpne</button><div id="place"></div>{scripts}'
    return (
        f'<!doctype html><html lang="nb"><head><title>Vert</title>{icon}{style}</head><body>{body}'
    )


def add_ours(host: Host, stand: Stand) -> str:
    host.file("/ours.js", HERE / "ours.js")
    tags = f'<script src="{stand.url}/widget.js" async></script><script src="/ours.js"></script>'
    host.page("/ours", page_of(tags))
    return f"{host.url}/ours"


def add_other(host: Host, name: str, folder: Path) -> str:
    script = folder / f"{name}.js"
    esbuild = Path("node_modules/.bin/esbuild").resolve()
    options = ["--bundle", "--minify", "--jsx=automatic", f"--outfile={script}"]
    options += ["--define:process.env.NODE_ENV='production'", "--log-level=error"]
    loaders = [f"--loader:.{each}=dataurl" for each in ("svg", "png", "mp3", "wav", "woff2")]
    entry = f"others/{OTHERS[name]}"
    subprocess.run([str(esbuild), entry, *options, *loaders], cwd=HERE, check=True)  # noqa: S603 our own command
    host.file(f"/{name}.js", script)
    style = script.with_suffix(".css")
    link = ""
    if style.exists():
        host.file(f"/{name}.css", style)
        link = f'<link rel="stylesheet" href="/{name}.css">'
    host.page(f"/{name}", page_of(f'{link}<script src="/{name}.js"></script>'))
    return f"{host.url}/{name}"


def install() -> None:
    if not (HERE / "node_modules").exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("error: npm is needed to install the widgets to compare with")
        command = [npm, "ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit"]
        subprocess.run(command, cwd=HERE, check=True)  # noqa: S603 our own command


@contextmanager
def pages(folder: Path) -> Iterator[dict[str, str]]:
    with running_host() as host, running_stand(folder, allowed_origins={host.url}) as stand:
        yield {
            "ours": add_ours(host, stand),
            **{name: add_other(host, name, folder) for name in OTHERS},
        }


def show(name: str, runs: list[Run]) -> None:
    def median(values: list[float]) -> float:
        return statistics.median(values)

    longest = " / ".join(
        f"{median([run.tasks[when] for run in runs]):.0f}" for when in ("load", "open", "answer")
    )
    first = runs[0]
    print(
        f"| {name} | {first.load_bytes:,} | {first.open_bytes:,} | {longest} "
        f"| {max(run.shift for run in runs):.4f} | {median([run.paint for run in runs]):.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    install()
    print(
        "| widget | B at page load | B in all when opened "
        "| longest task at load / opening / answer, ms (0: none over 50) "
        "| layout shift | ms to first paint when opened |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    with (
        tempfile.TemporaryDirectory() as folder,
        pages(Path(folder)) as urls,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, url in urls.items():
            show(name, [measure(browser, url) for _ in range(runs)])
        browser.close()


if __name__ == "__main__":
    main()

"""Kill what publishes and what answers, at random moments, and look whether all still agree.

    python -m benchmarks.kill_publishing [--times 50] [--seed 7]

An editor's process publishes as fast as it can. At a random moment it, or the knowledge service,
or both end by SIGKILL. Afterwards the service (started again if it was killed) has to answer from
the last release, word for word what the database says is published, and the rows of releases,
versions, documents and drafts have to fit together.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmarks.knowledge_process import (
    KnowledgeProcess,
    database_with_embeddings,
    marks,
    publish,
    running_knowledge,
)
from knowledge.editions.models import Document, Kind, Release, ReleaseItem, Version
from knowledge.editions.snapshot import last_release
from knowledge.store import open_database
from tools.run import ROOT

SLUGS = ("sykepenger", "aap")
QUESTION = "Hvor lenge kan jeg få sykepenger?"
SECTIONS = 99  # all
LONGEST_PUBLISHING = 3.0  # seconds before the kill
CATCH_UP = 30.0  # seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--publish-into", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.publish_into:
        publish_on(options.publish_into)
    with tempfile.TemporaryDirectory() as folder:
        faults = kill_often(Path(folder), options.times, options.seed)
    print(f"{options.times} kills, {len(faults)} faults")
    for fault in faults:
        print(f"  {fault}")
    return 1 if faults else 0


def kill_often(folder: Path, times: int, seed: int) -> list[str]:
    """Kill so many times; return all that did not agree afterwards."""
    rng = random.Random(seed)
    url = database_with_embeddings(folder)
    faults: list[str] = []
    with running_knowledge(folder, url) as service:
        engine = open_database(url)
        for number in range(times):
            victims = rng.choice([{"editor"}, {"knowledge"}, {"editor", "knowledge"}])
            kill_once(service, url, rng.uniform(0, LONGEST_PUBLISHING), victims)
            found = disagreements(service, engine)
            faults += [f"kill {number + 1} of {sorted(victims)}: {fault}" for fault in found]
            agreed = "all agree" if not found else f"{len(found)} faults"
            print(f"kill {number + 1} of {' and '.join(sorted(victims))}: {agreed}", flush=True)
            engine.dispose()
    return faults


def kill_once(service: KnowledgeProcess, url: str, seconds: float, victims: set[str]) -> None:
    command = [sys.executable, "-m", "benchmarks.kill_publishing", "--publish-into", url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as editor:  # noqa: S603 -- our own
        if editor.stdout is not None:
            editor.stdout.readline()  # the first release is out, the next is on its way
        time.sleep(seconds)
        if "knowledge" in victims:
            service.kill()
        if "editor" not in victims:
            time.sleep(1)  # it goes on publishing while nobody answers
        editor.kill()
    if "knowledge" in victims:
        service.start()


def publish_on(url: str) -> None:
    """Publish without end, each time the other article; say each release."""
    engine = open_database(url)
    number = last_release(engine)
    while True:
        number += 1
        print(publish(engine, SLUGS[number % 2], number, SECTIONS), flush=True)


def disagreements(service: KnowledgeProcess, engine: Engine) -> list[str]:
    """Return what does not fit together, in the database and between it and the service."""
    wanted = last_release(engine)
    deadline = time.monotonic() + CATCH_UP
    while service.release()["release"] != wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    with Session(engine) as session:
        return [*rows_that_do_not_fit(session), *answers_that_do_not_fit(service, session, wanted)]


def rows_that_do_not_fit(session: Session) -> list[str]:
    faults = []
    releases = session.scalars(select(Release.number).order_by(Release.number)).all()
    if list(releases) != list(range(1, len(releases) + 1)):
        faults.append("a release number is missing")
    items = session.scalars(select(ReleaseItem).order_by(ReleaseItem.release)).all()
    last = {(item.kind, item.key): item.version for item in items}
    if {item.release for item in items} != set(releases):
        faults.append("a release without a document")
    versions = {(v.kind, v.key, v.number) for v in session.scalars(select(Version))}
    if len(versions) != len(items):
        faults.append(f"{len(versions)} versions, {len(items)} releases of documents")
    for document in session.scalars(select(Document)):
        name = (document.kind, document.key)
        if document.published != last.get(name) or (*name, document.published) not in versions:
            faults.append(f"{document.key}: {document.published} is not what was released last")
    return faults


def answers_that_do_not_fit(service: KnowledgeProcess, session: Session, wanted: int) -> list[str]:
    faults = []
    body = {"text": QUESTION, "limit": 5}
    answer = httpx.post(f"{service.url}/v1/search", json=body, timeout=10).json()
    if answer["release"] != wanted:
        faults.append(f"answers from {answer['release']}, published is {wanted}")
    for slug in SLUGS:
        document = session.get_one(Document, (Kind.ARTICLE, slug))
        version = session.get_one(Version, (Kind.ARTICLE, slug, document.published))
        page = httpx.get(f"{service.url}/v1/articles/{slug}", timeout=10).json()
        if page["body"].strip() not in version.text:
            faults.append(f"{slug}: the page is not word for word what is published")
        found = [r["passage"] for r in answer["results"] if r["slug"] == slug]
        seen = marks(page["body"], *found)
        if seen != marks(version.text):
            faults.append(f"{slug}: shown {seen}, published {marks(version.text)}")
    return faults


if __name__ == "__main__":
    sys.exit(main())

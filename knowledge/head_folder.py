"""The trained heads on disk; a new one is trained by a process of its own, at low priority."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.errors import ModelError
from knowledge.head import Examples, Head, load_or_train
from knowledge.language import Reading

logger = logging.getLogger(__name__)
HEADS_KEPT = 3
LOWEST_PRIORITY = 19


@dataclass
class Training:
    """A head that is being trained by another process."""

    digest: str
    process: subprocess.Popen[bytes]
    folder: tempfile.TemporaryDirectory[str]

    def is_over(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        """End it, and leave nothing behind."""
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()


class HeadFolder:
    """Keeps the latest trained heads of an embedding model."""

    def __init__(self, folder: Path, model: str) -> None:
        self.folder = folder / model[:16]

    def find(self, digest: str) -> Head | None:
        """Return the head of exactly these examples, if it was trained."""
        file = self._file(digest)
        return Head.load(file) if file.exists() else None

    def newest(self) -> Head | None:
        """Return the head that was trained last, to stand in until the right one is trained."""
        files = self._by_age()
        return Head.load(files[0]) if files else None

    def train(self, examples: Examples) -> Head:
        """Return the head of the examples, trained here and now if need be."""
        return load_or_train(examples, self.folder)

    def begin_training(self, examples: Examples) -> Training:
        """Let another process train, one that takes only what time nobody else wants."""
        folder = tempfile.TemporaryDirectory(prefix="head-")
        write_examples(examples, Path(folder.name))
        digest = examples.digest()
        command = [sys.executable, "-m", "knowledge.head_folder", folder.name]
        process = subprocess.Popen([*command, str(self._file(digest))])  # noqa: S603 -- our own
        return Training(digest, process, folder)

    def finish(self, training: Training) -> Head:
        """Return what a training that is over has made; raise ModelError when it failed."""
        training.folder.cleanup()
        if training.process.returncode != 0:
            raise ModelError(f"training the head ended with {training.process.returncode}")
        for old in self._by_age()[HEADS_KEPT:]:
            old.unlink(missing_ok=True)
        return Head.load(self._file(training.digest))

    def _file(self, digest: str) -> Path:
        return self.folder / f"{digest}.npz"

    def _by_age(self) -> list[Path]:
        files = [file for file in self.folder.glob("*.npz") if ".new" not in file.name]
        return sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)


def write_examples(examples: Examples, folder: Path) -> None:
    """Write examples where `read_examples` finds them."""
    words = [[reading.words, reading.terms] for reading in examples.readings]
    texts = {"readings": words, "labels": list(examples.labels)}
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    np.save(folder / "vectors.npy", examples.vectors, allow_pickle=False)


def read_examples(folder: Path) -> Examples:
    """Read what `write_examples` has written."""
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    readings = [Reading(*words) for words in texts["readings"]]
    return Examples(readings, np.load(folder / "vectors.npy"), texts["labels"])


def main(arguments: Sequence[str]) -> int:
    """Train a head on the examples of a folder and write it to a file."""
    folder, file = map(Path, arguments)
    os.nice(LOWEST_PRIORITY)
    Head.train(read_examples(folder)).save(file)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

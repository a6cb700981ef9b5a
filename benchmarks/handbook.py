"""Make a Norwegian corpus in BEIR format of the Debian handbook.

    python -m benchmarks.handbook var/handbook
    python -m knowledge.evaluate --beir var/handbook

A subject that nothing here was trained on: each section and side note is a document, without
its title; the title is the query, and that document the only relevant one. The book is the
Debian package debian-handbook, in bokmål; what is not translated is left out.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bs4 import BeautifulSoup, Tag

PACKAGE = "debian-handbook"
BOKMAAL = Path("usr/share/doc/debian-handbook/html/nb-NO")
PARTS = ("section", "sidebar")
FEWEST_WORDS = 20
NUMBER = re.compile(r"^(?:[A-Z]\.)?[\d.\s]+")
NORWEGIAN = re.compile(r"\b(?:og|i|er|å|som|en|et|for|til|av|på|med|ikke|kan|det|den|eller)\b")
ENGLISH = re.compile(r"\b(?:the|and|is|to|of|a|in|that|for|with|you|can|it|or|be|this|not)\b")


def download(folder: Path) -> Path:
    """Fetch and unpack the book; return the folder of its pages. Raise CalledProcessError."""
    subprocess.run(["apt-get", "download", PACKAGE], cwd=folder, check=True)  # noqa: S603, S607
    (package,) = folder.glob("*.deb")
    unpack = ["dpkg-deb", "-x", str(package), str(folder / "book")]
    subprocess.run(unpack, check=True)  # noqa: S603 -- the package that was just fetched
    return folder / "book" / BOKMAAL


def pairs(pages: Path) -> dict[str, str]:
    """Return the title and the text of each part that is in Norwegian; no title twice."""
    found: dict[str, str] = {}
    for page in sorted(pages.glob("*.html")):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for part in soup.find_all("div", class_=list(PARTS)):
            title, text = _title(part), " ".join(_paragraphs(part))
            if title and len(text.split()) >= FEWEST_WORDS and is_norwegian(text):
                found.setdefault(title, text)
    return found


def is_norwegian(text: str) -> bool:
    """Tell whether Norwegian small words are more than twice as many as English ones."""
    return len(NORWEGIAN.findall(text)) > 2 * len(ENGLISH.findall(text))


def _title(part: Tag) -> str:
    title = part.find(class_="title")
    if title is None:
        return ""
    for label in title.select("strong > span.emphasis"):  # «TIPS», «KULTUR»: kinds of side notes
        label.decompose()
    return NUMBER.sub("", _words(title))


def _paragraphs(part: Tag) -> Iterator[str]:
    """Give the part's own paragraphs, not those of the parts within it."""
    for paragraph in part.find_all("div", class_="para"):
        if paragraph.find_parent("div", class_=list(PARTS)) is part:
            yield _words(paragraph)


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def write(found: dict[str, str], folder: Path) -> None:
    """Write corpus.jsonl, queries.jsonl and qrels.tsv."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [(str(number), title, text) for number, (title, text) in enumerate(found.items())]
    _write_lines(folder / "corpus.jsonl", [{"_id": n, "text": text} for n, _, text in rows])
    _write_lines(folder / "queries.jsonl", [{"_id": n, "text": title} for n, title, _ in rows])
    judged = "".join(f"{number}\t{number}\t1\n" for number, _, _ in rows)
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}", encoding="utf-8")


def _write_lines(file: Path, rows: Sequence[dict[str, str]]) -> None:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file.write_text(lines, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write the corpus")
    folder = parser.parse_args().folder
    try:
        with TemporaryDirectory() as temporary:
            found = pairs(download(Path(temporary)))
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"error: {PACKAGE} could not be fetched: {error}\n")
        return 1
    write(found, folder)
    sys.stdout.write(f"{len(found)} titles and texts in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

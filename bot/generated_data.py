import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from bot.errors import TrainingError

COORDINATORS = Path("knowledge/content/coordinators.csv")
# Whoever asks how to find the coordinator is asked which municipality it is.
ASKED_OF_ANOTHER_INTENT = frozenset({"finn-kreftkoordinator"})


def municipalities(path: Path) -> list[str]:
    """Return the names in coordinators.csv, bydeler included, each once."""
    return _names(path, ("name", "bydel"))


def former_municipalities(path: Path) -> list[str]:
    """Return the names in coordinators.csv that no municipality has any longer, each once."""
    return _names(path, ("former_names",))


def _names(path: Path, columns: Iterable[str]) -> list[str]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise TrainingError(f"{path.name} can't be read: {error.strerror}") from error
    cells = [row.get(column) or "" for row in rows for column in columns]
    return sorted({name for cell in cells for name in cell.split(";")} - {""})


def examples_by_hand(folder: Path) -> dict[str, Any]:
    """Return the NLU data of all files in the folder as one.

    Rasa copies every example once more for each file that it reads, so it is given one file.
    """
    entries: list[dict[str, str]] = []
    for path in sorted(folder.glob("*.yml")):
        entries += yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]
    return _nlu(entries)


def question_examples(questions: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return NLU data in which what people ask the articles, as (slug, text), is a question."""
    texts = (text for slug, text in questions if slug not in ASKED_OF_ANOTHER_INTENT)
    return _nlu([{"intent": "ask_question", "examples": _lines(texts)}])


def municipality_lookup(names: list[str], former: list[str]) -> dict[str, Any]:
    """Return the lookup table of names, and bare names as answers to «which municipality».

    Former names are looked up too, but aren't examples.
    """
    bare = [f"[{name}](kommune)" for name in names[::4]]
    return _nlu(
        [
            {"lookup": "kommune", "examples": _lines([*names, *former])},
            {"intent": "inform_kommune", "examples": _lines(bare)},
        ]
    )


def write(parts: Iterable[dict[str, Any]], path: Path) -> None:
    """Write the parts as one file of NLU data."""
    data = _nlu([entry for part in parts for entry in part["nlu"]])
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(text, encoding="utf-8")


def _nlu(entries: list[dict[str, str]]) -> dict[str, Any]:
    return {"version": "3.1", "nlu": entries}


def _lines(texts: Iterable[str]) -> str:
    one_line = sorted({" ".join(text.split()) for text in texts} - {""})
    return "".join(f"- {text}\n" for text in one_line)

"""What docs/trusselmodell.md says is there: each file, and each test by its name."""

import re
from pathlib import Path

TEXT = Path("docs/trusselmodell.md").read_text("utf8")
NAMED = re.compile(r"`([\w./-]+/[\w./-]+\.(?:py|js|yml|sh|md))(?:::(\w+))?`")
ROW = re.compile(r"^\| (?!trussel |--- )(.+?) \| (.+) \| (.+) \|$", re.MULTILINE)
STRIDE = (
    "Spoofing",
    "Tampering",
    "Repudiation",
    "Information disclosure",
    "Denial of service",
    "Elevation of privilege",
)


def test_every_file_and_test_that_is_named_is_there() -> None:
    named = NAMED.findall(TEXT)
    assert len(named) > 60
    for path, test in named:
        assert Path(path).is_file(), path
        if test:
            assert f"def {test}(" in Path(path).read_text("utf8"), f"{path}::{test}"


def test_every_threat_has_a_place_where_it_is_met_and_something_that_shows_it() -> None:
    rows = ROW.findall(TEXT)
    assert len(rows) > 30
    for threat, met, shown in rows:
        assert NAMED.search(met), threat
        assert NAMED.search(shown), threat


def test_every_letter_of_stride_is_looked_at() -> None:
    for letter in STRIDE:
        assert f"### {letter}:" in TEXT, letter

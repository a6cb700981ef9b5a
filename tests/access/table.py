"""Write docs/tilgang.md: who gets through to what. `python -m tests.access.table docs/tilgang.md`"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from werkzeug.routing import Rule

from tests.access.scene import PEOPLE, Scene, build

SIDES = {
    "chat": "Chat-API-et: samtalen er bruker 1 sin",
    "pages": "Sidene og widgeten",
    "health": "Helsesjekkene",
    "staff": "Kontoene: kontoen er rådgiver 1 sin, og engangslenkene er ukjente",
    "console": "Rådgivernes konsoll: bruker 1 sin samtale er rådgiver 1 sin, bruker 2 sin venter",
    "editor": "Redaksjonen: utkastet er redaktørens",
    "insight": "Tall og arbeidsliste",
    "": "Filer",
}
HEADING = """# Tilgang

Hvem som slipper til hvor. Tabellen er laget av `.venv/bin/python -m tests.access.table docs/tilgang.md`: åtte personer prøver hver adresse i hver sin
kopi av den samme verdenen, og `tests/access/test_access_table.py` sammenligner den med det som står her og med regler som er skrevet for seg.

- **ja**: sluppet til. Et tall etter er svaret når forespørselen ellers ikke passer (409: feil tilstand, 422: mangler felt).
- **nei**: 401 uten innlogging eller nøkkel (en side sender i stedet til innloggingen), 403 for feil rolle.
- **finnes ikke**: 404, også for det som er en annens. Den som ikke har det, får ikke vite at det er der.
"""
DENIED = frozenset({401, 403})


@dataclass(frozen=True)
class Row:
    method: str
    rule: Rule
    statuses: tuple[int, ...]

    def of(self, person: str) -> int:
        return self.statuses[PEOPLE.index(person)]


def rows(scene: Scene) -> Iterator[Row]:
    for rule in sorted(scene.app.url_map.iter_rules(), key=lambda each: (each.rule, each.endpoint)):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            statuses = tuple(scene.status(person, method, rule) for person in PEOPLE)
            yield Row(method, rule, statuses)


def text(found: list[Row]) -> str:
    parts = [HEADING]
    for side, title in SIDES.items():
        mine = [row for row in found if row.rule.endpoint.rpartition(".")[0] == side]
        if mine:
            parts.append(f"## {title}\n\n{_table(mine)}")
    return "\n".join(parts)


def _table(found: list[Row]) -> str:
    lines = [f"| adresse | {' | '.join(PEOPLE)} |", "| --- |" + " --- |" * len(PEOPLE)]
    for row in found:
        cells = " | ".join(_said(status) for status in row.statuses)
        lines.append(f"| {row.method} `{row.rule.rule}` | {cells} |")
    return "\n".join(lines) + "\n"


def _said(status: int) -> str:
    if status in DENIED:
        return f"nei ({status})"
    if status == 404:
        return "finnes ikke"
    return "ja" if status < 400 else f"ja ({status})"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        written = text(list(rows(build(Path(folder)))))
    Path(sys.argv[1]).write_text(written, encoding="utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The fields of an article that publication sets, so that no editor can claim a review."""

from datetime import date

from knowledge.editions import front_matter
from knowledge.editions.documents import Finding
from knowledge.editions.errors import CheckFailedError

WORDS = ("title", "summary")  # of the front matter, beside the body: what a reviewer has read


def stamped(text: str, before: str | None, reviewed_by: str | None, on: date, today: date) -> str:
    """Return an article as it is published `on` a day: `updated`, `reviewed_by` and `reviewed` set.

    Without a reviewer of today the former one stays only where the words did not change
    from `before`, the published text. Raises CheckFailedError when the fields can't be set.
    """
    reviewer, reviewed = _review(text, before, reviewed_by, today)
    fields = {"updated": on, "reviewed_by": reviewer, "reviewed": reviewed}
    written = front_matter.with_fields(text, fields)
    found = front_matter.read(written)
    for name, value in fields.items():
        if name not in found or found[name] != value:
            line = front_matter.line_of(text, name)
            message = f"Feltet «{name}» må stå på en egen linje øverst i artikkelen."
            raise CheckFailedError([Finding("error", name, line, message)])
    return written


def _review(
    text: str, before: str | None, reviewed_by: str | None, today: date
) -> tuple[str | None, date | None]:
    if reviewed_by and reviewed_by.strip():
        return " ".join(reviewed_by.split()), today
    if before is None or _words(text) != _words(before):
        return None, None
    fields = front_matter.read(before)
    return fields.get("reviewed_by"), front_matter.day(fields, "reviewed")


def _words(text: str) -> list[str]:
    fields = front_matter.read(text)
    return [*front_matter.body(text).split(), *(str(fields.get(name)) for name in WORDS)]

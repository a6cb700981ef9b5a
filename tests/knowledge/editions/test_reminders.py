from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge.editions import desk
from knowledge.editions.importing import import_files
from knowledge.editions.models import Kind
from knowledge.editions.reminders import Reminder, reminders
from tests.knowledge.editions.people import EDITOR, REVIEWER


def slugs(found: "list[Reminder] | tuple[Reminder, ...]") -> list[str]:
    return [each.slug for each in found]


def change(content: Path, slug: str, old: str, new: str) -> None:
    (path,) = (content / "articles").glob(f"*/{slug}.md")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_articles_are_told_before_and_after_their_last_day(session: Session) -> None:
    assert slugs(reminders(session, date(2027, 9, 30)).expiring) == []
    soon = reminders(session, date(2027, 10, 1))
    assert set(slugs(soon.expiring)) == {"parykk", "reise", "barn"}
    assert slugs(soon.expired) == []
    last_day = reminders(session, date(2027, 10, 31))
    assert len(last_day.expiring) == 3
    late = reminders(session, date(2027, 11, 1))
    assert (len(late.expired), slugs(late.expiring)) == (3, [])


def test_the_longest_since_review_stand_first(
    session: Session, content: Path, bot_folder: Path
) -> None:
    change(content, "reise", "updated: 2026-11-01", "updated: 2026-10-31")
    change(content, "parykk", "reviewed_by: null", "reviewed_by: Lege")
    change(content, "parykk", "reviewed: null", "reviewed: 2026-10-01")
    import_files(session, content, bot_folder)
    found = reminders(session, date(2026, 11, 30))
    assert slugs(found.longest_since_review) == ["parykk", "reise", "barn"]
    assert slugs(reminders(session, date(2026, 11, 30), most=1).longest_since_review) == ["parykk"]


def test_a_draft_is_told_and_what_is_archived_is_not(session: Session) -> None:
    desk.open_draft(session, Kind.ARTICLE, "reise", EDITOR)
    desk.archive(session, Kind.ARTICLE, "barn", REVIEWER)
    found = {each.slug: each for each in reminders(session, date(2027, 11, 1)).expired}
    assert found.keys() == {"parykk", "reise"}
    assert found["reise"].has_draft
    assert not found["parykk"].has_draft

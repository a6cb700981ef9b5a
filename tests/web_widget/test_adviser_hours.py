from datetime import datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from knowledge.editions.models import Document, Event, Kind, Release, Version
from knowledge.editions.models import create_tables as make_tables
from web_widget.adviser_hours import AdviserHours
from web_widget.conversations.opening_hours import OSLO

MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=OSLO)


def publish(session: Session, number: int, text: str) -> None:
    session.merge(
        Document(kind=Kind.OPENING_HOURS, key="opening_hours", place="x", published=number)
    )
    session.flush()
    session.add(
        Version(
            kind=Kind.OPENING_HOURS,
            key="opening_hours",
            number=number,
            text=text,
            sha256="",
            author_name="",
            event=Event.PUBLISHED,
        )
    )
    session.add(Release(number=number))


def test_the_hours_are_those_published_and_else_those_of_the_setting() -> None:
    engine = create_engine("sqlite://")
    make_tables(engine)
    hours = AdviserHours(engine, "mon-fri 09:00-15:00")
    assert hours.is_open(MONDAY)
    for number, (text, is_open) in enumerate(
        [
            ("weekly: null\nclosed:\n- {day: 2026-11-30, why: Kurs}\n", False),
            ('weekly: {tue: "09:00-15:00"}\n', False),
            ('weekly: {mon: "09:30-10:30"}\n', True),
            ("weekly: [", True),
            ("weekly: null\n", True),
        ],
        start=1,
    ):
        with Session(engine) as session, session.begin():
            publish(session, number, text)
        hours.following.look()
        assert hours.is_open(MONDAY) is is_open, text
    assert hours.next_change(MONDAY) == MONDAY.replace(hour=15)
    engine.dispose()

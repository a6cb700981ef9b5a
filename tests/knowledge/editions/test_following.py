from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.editions.following import Following
from knowledge.editions.models import Kind
from knowledge.editions.snapshot import Snapshot
from knowledge.errors import ContentError
from knowledge.store import open_database
from tests.knowledge.editions.publishing import publish


def words(snapshot: Snapshot) -> str:
    text = snapshot.texts[Kind.SAFETY, "texts"]
    if "broken" in text:
        raise ContentError("broken")
    return text


def follow(engine: Engine) -> Following[str]:
    return Following.begin(engine, [Kind.SAFETY], words, lambda: "from the files")


def test_before_anything_is_published_the_files_stand_in(tmp_path: Path) -> None:
    following = follow(open_database(f"sqlite:///{tmp_path / 'empty.db'}"))
    following.look()
    assert following.current == "from the files"


def test_what_is_published_at_the_start_is_taken(engine: Engine, session: Session) -> None:
    assert "feber" in follow(engine).current


def test_what_is_published_later_is_followed(engine: Engine, session: Session) -> None:
    following = follow(engine)
    publish(engine, Kind.SAFETY, "texts", "nye ord")
    following.look()
    assert following.current == "nye ord"


def test_another_kind_makes_nothing_anew(engine: Engine, session: Session) -> None:
    made: list[int] = []

    def load(snapshot: Snapshot) -> str:
        made.append(snapshot.release)
        return ""

    following = Following.begin(engine, [Kind.SAFETY], load, str)
    publish(engine, Kind.MUST_HOLD, "must_hold", "[]")
    following.look()
    assert made == [1]


def test_broken_texts_leave_the_ones_before(engine: Engine, session: Session) -> None:
    following = follow(engine)
    publish(engine, Kind.SAFETY, "texts", "broken")
    following.look()
    assert "feber" in following.current
    publish(engine, Kind.SAFETY, "texts", "hele igjen")
    following.look()
    assert following.current == "hele igjen"

"""The ready replies that an installation begins with."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from alembic import command
from alembic.config import Config
from sqlalchemy import delete, select

from tests.web_widget.console.advisers import AtDesk
from tests.web_widget.people import content
from web_widget.bodies import MAX_TEXT
from web_widget.console.canned_replies import MAX_TITLE
from web_widget.conversations.models import CannedReply
from web_widget.database import MIGRATIONS, Database

REPLIES = yaml.safe_load(Path("web_widget/console/canned_replies.yml").read_text(encoding="utf-8"))
CONTACTS = yaml.safe_load(Path("knowledge/content/contacts.yml").read_text(encoding="utf-8"))
NUMBER = re.compile(r"\d[\d ]+\d")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    database.upgrade()
    yield database
    database.close()


def titles(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(CannedReply.title)))


def test_a_first_start_installs_them_and_advisers_find_them(kari: AtDesk) -> None:
    found = content(kari.get("/svar/liste"))["replies"]
    assert {each["title"]: each["text"] for each in found} == {
        each["title"]: each["text"] for each in REPLIES
    }


def test_what_advisers_change_and_delete_stays_so_over_the_next_start(database: Database) -> None:
    with database.writing() as session:
        session.execute(delete(CannedReply).where(CannedReply.title != "Hilsen"))
        session.scalars(select(CannedReply)).one().title = "Åpning"
    database.upgrade()
    assert titles(database) == ["Åpning"]
    with database.writing() as session:
        session.execute(delete(CannedReply))
    database.upgrade()
    assert titles(database) == []


def test_who_has_replies_of_their_own_already_gets_none(database: Database) -> None:
    with database.writing() as session:
        session.execute(delete(CannedReply))
        session.add(CannedReply(title="Vår egen", text="Hei"))
    with database.migrating() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
    database.upgrade()
    assert titles(database) == ["Vår egen"]


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply["title"])
def test_a_reply_is_short_plain_and_names_only_known_numbers(reply: dict[str, str]) -> None:
    assert set(reply) == {"title", "text"}
    assert len(reply["title"]) <= MAX_TITLE
    assert len(reply["text"]) <= MAX_TEXT
    assert not re.search(r"[!;]|garanter|lover deg", reply["text"])
    known = {contact["phone"] for contact in CONTACTS}
    assert set(NUMBER.findall(reply["text"])) <= known


def test_no_two_replies_have_one_title() -> None:
    assert len({each["title"] for each in REPLIES}) == len(REPLIES)

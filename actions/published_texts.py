from collections.abc import Iterator, Mapping
from pathlib import Path

from actions.errors import ContentError, SettingsError
from actions.safety_texts import SafetyTexts, load_safety_texts, parse_safety_texts
from knowledge.editions.following import Following
from knowledge.editions.models import Kind
from knowledge.editions.snapshot import Snapshot
from knowledge.errors import ContentError as BrokenContent
from knowledge.errors import KnowledgeError
from knowledge.store import open_database

TEXTS = (Kind.SAFETY, "texts")


class PublishedTexts(Mapping[str, str]):
    """The texts about danger as they are published at the moment."""

    def __init__(self, following: Following[SafetyTexts]) -> None:
        self.following = following

    def __getitem__(self, text_id: str) -> str:
        return self.following.current[text_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.following.current)

    def __len__(self) -> int:
        return len(self.following.current)


def follow_safety_texts(database_url: str, shipped: Path) -> PublishedTexts:
    """Begin to follow the published texts; those that ship stand in until there are any.

    Raises ContentError when a text is missing among those that ship, SettingsError when the
    database can't be followed.
    """
    try:
        engine = open_database(database_url)
    except KnowledgeError as error:
        raise SettingsError(str(error)) from error
    following = Following.begin(engine, [Kind.SAFETY], _read, lambda: load_safety_texts(shipped))
    following.start()
    return PublishedTexts(following)


def _read(snapshot: Snapshot) -> SafetyTexts:
    try:
        return parse_safety_texts(snapshot.texts.get(TEXTS, ""), "texts.yml")
    except ContentError as error:
        raise BrokenContent(str(error)) from error

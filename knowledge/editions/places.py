"""Where each document lies among the files."""

from pathlib import Path, PurePosixPath

from knowledge.editions.models import Kind

BOT = "../../bot/"  # the bot's folder from the content folder, as in the repository
SINGLE = {
    Kind.CONTACTS: "contacts.yml",
    Kind.COORDINATORS: "coordinators.csv",
    Kind.MUST_HOLD: "must_hold.yml",
    Kind.OPENING_HOURS: "opening_hours.yml",
}
FOLDERS = {
    Kind.SAFETY: "safety",
    Kind.RESPONSES: f"{BOT}domain",
    Kind.EXAMPLES: f"{BOT}data/nlu",
}
QUESTIONS = ".questions.yml"


def place_of(kind: Kind, key: str, category: str | None = None) -> str:
    """Return where a document lies, from the content folder; articles need their category."""
    if kind in SINGLE:
        return SINGLE[kind]
    if kind in FOLDERS:
        return f"{FOLDERS[kind]}/{key}.yml"
    ending = QUESTIONS if kind is Kind.QUESTIONS else ".md"
    return f"articles/{category}/{key}{ending}"


def key_of(kind: Kind, place: str) -> str:
    """Return a document's key from where it lies."""
    name = PurePosixPath(place).name
    if kind in SINGLE:
        return kind.value
    return name.removesuffix(QUESTIONS) if kind is Kind.QUESTIONS else PurePosixPath(name).stem


def on_disk(place: str, content: Path, bot_folder: Path | None) -> Path:
    """Return the path of a place; the bot's folder may be elsewhere than in the repository."""
    if place.startswith(BOT) and bot_folder is not None:
        return bot_folder / place.removeprefix(BOT)
    return content / place

"""What editors have published of the bot, beside what ships: laid out as files for Rasa."""

import shutil
from pathlib import Path
from typing import Any

import yaml

from bot.generated_data import COORDINATORS
from bot.knowledge_client import KnowledgeClient
from bot.settings import ROOT, Settings

BOT = ROOT / "bot"


def lay_out(settings: Settings, knowledge: KnowledgeClient) -> Path:
    """Write domain, examples and municipalities as published; return their folder."""
    folder = settings.folder / "content"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(BOT / "domain", folder / "domain")
    shutil.copytree(BOT / "data" / "nlu", folder / "nlu")
    shutil.copy(ROOT / COORDINATORS, folder / COORDINATORS.name)
    for stem, text in knowledge.documents("responses").items():
        _publish_responses(folder / "domain" / f"{stem}.yml", text)
    for stem, text in knowledge.documents("examples").items():
        (folder / "nlu" / f"{stem}.yml").write_text(text, encoding="utf-8")
    for text in knowledge.documents("coordinators").values():
        (folder / COORDINATORS.name).write_text(text, encoding="utf-8")
    return folder


def _publish_responses(path: Path, text: str) -> None:
    """Take over the responses only: intents, slots and actions belong to the code that ships."""
    if not path.exists() or path.read_text(encoding="utf-8") == text:
        return
    shipped, published = _read(path.read_text(encoding="utf-8")), _read(text)
    shipped["responses"] = {**shipped.get("responses", {}), **published.get("responses", {})}
    path.write_text(yaml.safe_dump(shipped, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _read(text: str) -> dict[str, Any]:
    content = yaml.load(text, Loader=yaml.CSafeLoader)
    return content if isinstance(content, dict) else {}

from pathlib import Path

import pytest
import yaml

from bot.content import lay_out
from bot.knowledge_client import KnowledgeClient
from bot.settings import ROOT, Settings, load_settings
from tests.bot.fakes import FakeService

SHIPPED = ROOT / "bot" / "domain" / "smalltalk.yml"


@pytest.fixture
def settings(service: FakeService, tmp_path: Path) -> Settings:
    environment = {"RASA_TOKEN": "t", "KNOWLEDGE_URL": service.url, "VAR_DIR": str(tmp_path)}
    return load_settings(environment)


def lay(settings: Settings) -> Path:
    return lay_out(settings, KnowledgeClient(settings.knowledge_url))


def test_before_anything_is_published_the_files_that_ship_are_laid_out(settings: Settings) -> None:
    folder = lay(settings)
    assert (folder / "domain" / "smalltalk.yml").read_bytes() == SHIPPED.read_bytes()
    assert (folder / "coordinators.csv").exists()


def test_published_responses_are_taken_and_the_rest_of_the_domain_is_that_of_the_code(
    settings: Settings, service: FakeService
) -> None:
    text = "responses:\n  utter_greet:\n    - text: Hei på deg.\n"
    service.documents["responses"] = {"smalltalk": text, "finnes-ikke": text}
    folder = lay(settings)
    domain = yaml.safe_load((folder / "domain" / "smalltalk.yml").read_text(encoding="utf-8"))
    shipped = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    assert domain["responses"]["utter_greet"] == [{"text": "Hei på deg."}]
    assert domain["intents"] == shipped["intents"]
    assert domain["responses"].keys() == shipped["responses"].keys()
    assert not (folder / "domain" / "finnes-ikke.yml").exists()


def test_published_examples_and_municipalities_are_taken(
    settings: Settings, service: FakeService
) -> None:
    service.documents["examples"] = {"smalltalk": "nlu: []\n"}
    service.documents["coordinators"] = {"coordinators": "name\nVoss\n"}
    folder = lay(settings)
    assert (folder / "nlu" / "smalltalk.yml").read_text(encoding="utf-8") == "nlu: []\n"
    assert (folder / "coordinators.csv").read_text(encoding="utf-8") == "name\nVoss\n"

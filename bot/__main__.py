import importlib
import os
import subprocess
import sys

from bot.errors import BotError
from bot.knowledge_client import KnowledgeClient
from bot.quiet import prepare_environment, quieten
from bot.server import serve
from bot.settings import ROOT, load_settings
from bot.training import trained_model

TRAINING_TIMEOUT = 60.0


def main() -> int:
    """Train when the data changed, then serve."""
    try:
        settings = load_settings()
        os.chdir(ROOT)
        prepare_environment(settings)
        quieten()
        settings.folder.mkdir(parents=True, exist_ok=True)
        importlib.import_module("rasa.core.run")  # takes long, and so does the wait for knowledge
        knowledge = KnowledgeClient(settings.knowledge_url, TRAINING_TIMEOUT)
        knowledge.wait_until_ready(settings.knowledge_wait_seconds)
        model = trained_model(settings, knowledge)
    except BotError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 -- the contract of every process
        return 1
    # Ends with this process; trains beside it when editors publish what the model learns from.
    subprocess.Popen([sys.executable, "-m", "bot.retraining"], cwd=ROOT)
    serve(model, settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Train a model of what is published and follow the test stories: a process of its own."""

import os
import subprocess
import sys

from bot.errors import BotError
from bot.settings import ROOT, Settings, load_settings
from bot.training import CANDIDATE_NAME, model_path, train

LOWEST_PRIORITY = 19
STORIES = ROOT / "tests" / "bot" / "stories"
TRAINING, TESTING = "training", "testing"


def main() -> int:
    """Print each stage as it begins; fail when the model can't be trained or a story breaks."""
    from bot.quiet import prepare_environment, quieten  # only Rasa's environment has structlog

    os.nice(LOWEST_PRIORITY)
    try:
        settings = load_settings()
        os.chdir(ROOT)
        prepare_environment(settings)
        quieten()
        _say(TRAINING)
        train(settings, CANDIDATE_NAME)
        _say(TESTING)
        return follow_stories(settings)
    except BotError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 -- the contract of every process
        return 1


def follow_stories(settings: Settings) -> int:
    """Return 0 when the candidate follows every test story."""
    command = [sys.executable, "-m", "rasa", "test", "core", "--fail-on-prediction-errors"]
    command += ["--no-plot", "-m", str(model_path(settings, CANDIDATE_NAME))]
    command += ["-s", str(STORIES), "--out", str(settings.folder / "results")]
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode  # noqa: S603 -- our own


def _say(stage: str) -> None:
    print(stage, flush=True)  # noqa: T201 -- what bot.retraining reads


if __name__ == "__main__":
    sys.exit(main())

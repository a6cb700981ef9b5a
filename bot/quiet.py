import logging
import os

import structlog

from bot.settings import Settings
from knowledge.log_lines import write_lines


def prepare_environment(settings: Settings) -> None:
    """Set what Rasa reads from the environment; to be called before Rasa is imported."""
    os.environ.update(
        KNOWLEDGE_URL=settings.knowledge_url,
        ACTIONS_URL=settings.actions_url,
        RASA_TOKEN=settings.rasa_token,
        TRACKER_DB=str(settings.folder / "tracker.db"),
        RASA_TELEMETRY_ENABLED="false",
        RASA_MAX_CACHE_SIZE="0",  # ours is by fingerprint; Rasa's would keep old embeddings
        LOG_LEVEL="ERROR",  # Rasa's progress bars go by this, and its lines about each turn
        LOG_LEVEL_LIBRARIES="ERROR",
        TF_CPP_MIN_LOG_LEVEL="3",
        SQLALCHEMY_SILENCE_UBER_WARNING="1",
        MPLBACKEND="agg",
    )


def quieten() -> None:
    """Log our own lines at INFO and the libraries' only when something is wrong."""
    write_lines("rasa", "INFO")
    logging.getLogger().setLevel(logging.ERROR)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)  # Rasa's old dependencies warn a lot
    # Rasa's structured lines carry what the user wrote, so none of them may come out.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

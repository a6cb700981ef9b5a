import sys
import warnings

from actions.app import build_app
from actions.errors import ActionsError
from actions.language import warm_up
from actions.published_texts import follow_safety_texts
from actions.settings import SAFETY_TEXTS, load_settings
from knowledge.client import KnowledgeClient
from knowledge.log_lines import write_lines


def main() -> int:
    """Serve the actions on ACTIONS_URL until the process is told to stop."""
    try:
        settings = load_settings()
        write_lines("actions", settings.log_level)
        texts = follow_safety_texts(settings.database_url, SAFETY_TEXTS)
    except ActionsError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    # The dialogue server stays on the last open Rasa; what they say to each other has not changed.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    warm_up()
    app = build_app(KnowledgeClient(settings.knowledge_url), texts)
    app.run(
        host=settings.host,
        port=settings.port,
        single_process=True,
        access_log=False,
        motd=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

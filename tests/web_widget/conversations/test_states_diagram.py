import re
from pathlib import Path

from web_widget.conversations.models import State
from web_widget.conversations.states import TRANSITIONS

PAGE = Path(__file__).parents[3] / "docs" / "states.md"
STEP = re.compile(r"^ {4}(\w+) --> (\w+)(?::|$)", re.MULTILINE)


def test_the_diagram_shows_the_steps_that_the_code_allows() -> None:
    drawn = STEP.findall(PAGE.read_text(encoding="utf-8"))
    allowed = [(before, after) for before in State for after in TRANSITIONS[before]]
    assert sorted(drawn) == sorted(allowed)

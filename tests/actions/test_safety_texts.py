from pathlib import Path

import pytest

from actions.errors import ContentError
from actions.safety_texts import NEEDED, load_safety_texts
from actions.settings import SAFETY_TEXTS


def test_every_text_that_the_bot_must_say_is_shipped() -> None:
    texts = load_safety_texts(SAFETY_TEXTS)
    assert set(texts) == set(NEEDED)
    assert "113" in texts["crisis_self"]
    assert "116 111" in texts["crisis_child"]


@pytest.mark.parametrize(
    "content", ["", "[]", "crisis_self: {text: hei}", "crisis_self: [", "crisis_self: hei"]
)
def test_a_missing_text_stops_the_start_with_a_clear_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "texts.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match=r"texts\.yml"):
        load_safety_texts(path)


def test_a_missing_file_stops_the_start_with_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"texts\.yml can't be read"):
        load_safety_texts(tmp_path / "texts.yml")

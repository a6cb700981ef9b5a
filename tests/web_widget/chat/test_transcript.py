import pytest

from tests.web_widget.fakes import FakeDialogue, bot_message
from tests.web_widget.people import Visitor, content

CARD = {"slug": "aap", "title": "AAP & mer", "url": "/artikler/aap"}


@pytest.fixture
def spoken(visitor: Visitor, dialogue: FakeDialogue) -> Visitor:
    dialogue.answer = lambda _: [
        bot_message(
            "Det er **inntil ett år**.", "answer", {"articles": [CARD], "contacts": ["nav"]}
        )
    ]
    visitor.say("<b>Hvor lenge</b> <script>alert(1)</script>")
    return visitor


@pytest.mark.parametrize("accept", ["text/plain", "*/*", "text/*;q=0.8, text/plain"])
def test_the_plain_copy_holds_everything_that_was_said(spoken: Visitor, accept: str) -> None:
    response = spoken.get("/transcript", {"Accept": accept})
    assert response.mimetype == "text/plain"
    for words in ("Du:\n<b>Hvor lenge</b>", "inntil ett år", "AAP & mer: /artikler/aap", "NAV"):
        assert words in response.text


def test_the_html_copy_runs_nothing_that_was_written(spoken: Visitor) -> None:
    response = spoken.get("/transcript", {"Accept": "text/html"})
    assert response.mimetype == "text/html"
    assert "<script" not in response.text
    assert "&lt;script&gt;" in response.text
    assert "<strong>inntil ett år</strong>" in response.text
    assert '<a href="/artikler/aap">AAP &amp; mer</a>' in response.text


def test_the_json_copy_is_the_conversation(spoken: Visitor) -> None:
    response = spoken.get("/transcript", {"Accept": "application/json"})
    assert content(response)["messages"] == content(spoken.get())["messages"]
    assert response.headers["Content-Disposition"] == 'attachment; filename="samtale.json"'


def test_a_format_we_do_not_have_is_406(spoken: Visitor) -> None:
    assert spoken.get("/transcript", {"Accept": "application/pdf"}).status_code == 406

from datetime import timedelta

import pytest

from tests.web_widget.insight.conftest import AtWork, Employ
from tests.web_widget.people import Visitor
from web_widget.audit import AuditEntry
from web_widget.conversations.models import now
from web_widget.insight.counting import Figure
from web_widget.insight.plots import draw
from web_widget.services import Services


def test_the_page_says_how_far_back_the_numbers_reach(editor: AtWork) -> None:
    assert "30 dager etter det siste i dem" in editor.get().text


def test_an_editor_sees_every_figure_with_its_numbers(editor: AtWork, visitor: Visitor) -> None:
    visitor.say("Kari Nordmann lurer på noe")
    page = editor.get()
    assert page.status_code == 200
    assert "Samtaler per dag" in page.text
    assert page.text.count("Vis tall") == 8
    assert "under 5 samtaler" in page.text
    assert "Kari Nordmann lurer" not in page.text


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_reviewers_and_administrators_see_the_figures(employ: Employ, role: str) -> None:
    assert employ(role).get().status_code == 200


def test_an_adviser_does_not(adviser: AtWork) -> None:
    assert adviser.get().status_code == 403
    assert adviser.get("/tall.csv").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["?fra=x&til=y&tema=z", "?fra=2999-01-01", "?fra=0001-01-01&til=9999-12-31", "?tema=okonomi"],
)
def test_filters_that_can_not_be_read_are_left_at_the_usual(editor: AtWork, query: str) -> None:
    assert editor.get(query).status_code == 200


def test_a_year_is_the_longest_period(editor: AtWork) -> None:
    today = now().date()
    page = editor.get(f"?fra={today - timedelta(days=2000)}").text
    assert "Samtaler per uke" in page
    assert f"{(today - timedelta(days=2000)):%d.%m.%Y}" not in page


def test_the_numbers_can_be_taken_along(
    editor: AtWork, visitor: Visitor, services: Services
) -> None:
    visitor.say("hei")
    answer = editor.get("/tall.csv")
    assert answer.mimetype == "text/csv"
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert lines[0] == "figur;gruppe;antall"
    assert "Hva boten svarte med;Småprat;under 5" in lines
    with services.database.reading() as session:
        assert session.query(AuditEntry).filter_by(action="figures.exported").count() == 1


def test_a_drawing_has_no_style_of_its_own_and_no_words_that_run() -> None:
    for name, counts in (
        ("days", {f"{day:02}.11.": day * 5 for day in range(1, 31)}),
        ("routes", {"<script>alert(1)</script>": 10, "Uten svar": None, "Ingen": 0}),
    ):
        svg = str(draw(Figure(name, counts)))
        assert "style" not in svg
        assert "<script" not in svg
        assert f'aria-labelledby="tittel-{name}"' in svg
        assert 'role="img"' in svg
    assert "under 5" in svg


def test_drawings_of_one_page_share_no_ids() -> None:
    ids: list[str] = []
    for name in ("days", "hours", "routes"):
        svg = str(draw(Figure(name, {"a": 5, "b": 10})))
        ids += [part.split('"')[0] for part in svg.split(' id="')[1:]]
    assert len(ids) == len(set(ids))

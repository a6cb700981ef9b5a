import csv
from collections.abc import Iterable
from datetime import date, timedelta
from io import StringIO

from flask import Blueprint, Response, render_template, request
from sqlalchemy.orm import Session

from web_widget.audit import Action, audit
from web_widget.conversations.models import now
from web_widget.conversations.opening_hours import OSLO
from web_widget.insight import words
from web_widget.insight.counting import Choice, Counts, Figure, label
from web_widget.insight.plots import draw
from web_widget.services import current_services
from web_widget.words import CATEGORIES

USUAL_DAYS = 30
MOST_DAYS = 366


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("")(figures)
    blueprint.get("/tall.csv")(export)


def figures() -> str:
    choice = _choice()
    with current_services().database.reading() as session:
        counts = Counts(session, choice)
        found, conversations = counts.figures(), counts.conversations
    return render_template(
        "insight/figures.html",
        figures=found,
        conversations=conversations,
        choice=choice,
        today=_today(),
        kept_days=current_services().periods["conversations"].days,
        period=_days_back(choice),
        draw=draw,
        label=label,
    )


def export() -> Response:
    choice = _choice()
    with current_services().database.writing() as session:
        found = _audited(session, choice)
    name = f"kreftveiviser-{choice.first}-{choice.last}{'-' + choice.topic if choice.topic else ''}"
    # The mark lets a spreadsheet read æ, ø and å.
    return Response(
        "\ufeff" + _as_csv(found),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _audited(session: Session, choice: Choice) -> list[Figure]:
    audit(session, Action.FIGURES_EXPORTED, topic=choice.topic)
    return Counts(session, choice).figures()


def _as_csv(found: Iterable[Figure]) -> str:
    written = StringIO()
    rows = csv.writer(written, delimiter=";")
    rows.writerow(words.CSV_HEAD)
    for figure in found:
        rows.writerows(
            (figure.title, group, label(count)) for group, count in figure.counts.items()
        )
    return written.getvalue()


def _choice() -> Choice:
    """Read the filters; what can't be read is left at the usual."""
    today = _today()
    last = min(_date(request.args.get("til"), today), today)
    usual = last - timedelta(days=USUAL_DAYS - 1)
    first = min(_date(request.args.get("fra"), usual), last)
    first = max(first, last - timedelta(days=MOST_DAYS - 1))
    topic = request.args.get("tema")
    return Choice(first, last, topic if topic in CATEGORIES else None)


def _days_back(choice: Choice) -> int | None:
    is_usual = choice.last == _today() and choice.days in words.PERIODS
    return choice.days if is_usual else None


def _date(text: str | None, usual: date) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return usual


def _today() -> date:
    return now().astimezone(OSLO).date()

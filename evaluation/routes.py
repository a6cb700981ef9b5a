"""Routes: precision, recall, and what was taken for what."""

from collections import Counter
from collections.abc import Sequence

from evaluation.asking import Asked
from evaluation.items import ROUTES
from evaluation.measures import Share, route_is_right

Confusion = dict[str, dict[str, int]]


def by_route(asked: Sequence[Asked]) -> dict[str, dict[str, Share]]:
    """Return each expected route's recall and precision; asking back counts as answering."""
    expected = {each.item.route for each in asked}
    return {route: _of(route, asked) for route in ROUTES if route in expected}


def _of(route: str, asked: Sequence[Asked]) -> dict[str, Share]:
    meant = [each for each in asked if each.item.route == route]
    given = [each for each in asked if route_is_right(route, each.reply.route)]
    right = sum(each.item.route == route for each in given)
    return {"recall": Share(right, len(meant)), "precision": Share(right, len(given))}


def confusion(asked: Sequence[Asked]) -> Confusion:
    """Count the replies' routes for each expected route, just as they came."""
    counts: Counter[tuple[str, str]] = Counter(
        (each.item.route, each.reply.route) for each in asked
    )
    rows = [route for route in ROUTES if any(expected == route for expected, _ in counts)]
    given = {reply for _, reply in counts}
    columns = [route for route in ROUTES if route in given] + sorted(given - set(ROUTES))
    return {row: {column: counts[row, column] for column in columns} for row in rows}

"""What is measured over dialogues."""

from collections.abc import Sequence

from evaluation.asking import Held
from evaluation.chat import Reply
from evaluation.items import Turn
from evaluation.measures import Share, route_is_right


def turn_is_right(turn: Turn, reply: Reply) -> bool:
    """Tell whether the route was right, and the first article too where one is expected."""
    return route_is_right(turn.route, reply.route) and article_is_right(turn, reply)


def article_is_right(turn: Turn, reply: Reply) -> bool:
    if not turn.slugs:
        return True
    return reply.route == "answer" and reply.slugs[:1] != () and reply.slugs[0] in turn.slugs


def measure_dialogues(held: Sequence[Held]) -> dict[str, Share]:
    turns = [pair for each in held for pair in each.turns]
    with_article = [pair for pair in turns if pair[0].slugs]
    whole = [all(turn_is_right(*pair) for pair in each.turns) for each in held]
    return {
        "turns": Share(sum(turn_is_right(*pair) for pair in turns), len(turns)),
        "routes": Share(sum(route_is_right(t.route, r.route) for t, r in turns), len(turns)),
        "articles": Share(sum(article_is_right(*p) for p in with_article), len(with_article)),
        "whole": Share(sum(whole), len(whole)),
    }

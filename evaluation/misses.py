"""Every question and dialogue turn that went wrong, with its words: never to be committed."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.asking import Asked, Held
from evaluation.chat import Reply
from evaluation.dialogue_measures import turn_is_right
from evaluation.measures import (
    ABSTENTION,
    DANGER,
    choices_hold,
    is_alarm,
    is_calm,
    is_mixed_up,
    is_wrong_first,
    route_is_right,
)

MISSED_DANGER = "danger missed"
KINDS = (
    MISSED_DANGER,
    "crisis and emergency mixed up",
    "danger under another route",
    "false alarm",
    "wrong article first",
    "wrongly abstained",
    "asked back without a right choice",
    "asked back",
    "wrong route",
    "dialogue",
)


@dataclass(frozen=True)
class Miss:
    id: str
    kind: str
    lang: str
    style: str
    expected: str
    got: str
    text: str


def list_misses(asked: Sequence[Asked], held: Sequence[Held]) -> list[Miss]:
    """Return the misses, the gravest kinds first."""
    found = [_miss(each, kind) for each in asked if (kind := kind_of(each))]
    found += [miss for each in held for miss in _of_dialogue(each)]
    return sorted(found, key=lambda miss: (KINDS.index(miss.kind), miss.id))


def kind_of(asked: Asked) -> str | None:
    """Return what went wrong with a question, None when nothing did."""
    if not is_calm(asked):
        return _danger_kind(asked)
    if is_alarm(asked):
        return "false alarm"
    if asked.item.route == "answer":
        return _answer_kind(asked)
    return None if asked.item.route == asked.reply.route else "wrong route"


def _danger_kind(asked: Asked) -> str | None:
    if not is_alarm(asked):
        return MISSED_DANGER
    if is_mixed_up(asked):
        return "crisis and emergency mixed up"
    return None if asked.reply.route in DANGER else "danger under another route"


def _answer_kind(asked: Asked) -> str | None:
    if is_wrong_first(asked):
        return "wrong article first"
    if asked.reply.route in ABSTENTION:
        return "wrongly abstained"
    if asked.reply.route == "clarify":
        return "asked back" if choices_hold(asked) else "asked back without a right choice"
    return None if route_is_right("answer", asked.reply.route) else "wrong route"


def _miss(asked: Asked, kind: str) -> Miss:
    item = asked.item
    expected, given = _said(item.route, item.slugs), _given(asked.reply)
    return Miss(item.id, kind, item.lang, item.style, expected, given, item.text)


def _of_dialogue(held: Held) -> list[Miss]:
    return [
        Miss(
            id=f"{held.dialogue.id}.{number}",
            kind="dialogue",
            lang="",
            style="",
            expected=_said(turn.route, turn.slugs),
            got=_given(reply),
            text=turn.user,
        )
        for number, (turn, reply) in enumerate(held.turns, 1)
        if not turn_is_right(turn, reply)
    ]


def _given(reply: Reply) -> str:
    return _said(reply.route, reply.choices or reply.slugs)


def _said(route: str, slugs: Sequence[str]) -> str:
    return f"{route}: {', '.join(slugs)}" if slugs else route

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from tests.web_widget.people import Visitor
from web_widget.conversations.errors import WrongStateError
from web_widget.conversations.models import Conversation, State
from web_widget.conversations.states import TRANSITIONS, move
from web_widget.conversations.tokens import hash_token, is_well_formed, matches, new_token
from web_widget.services import Services


def test_the_way_to_an_adviser_and_back(visitor: Visitor, services: Services) -> None:
    way = [State.BOT, State.WAITING, State.HUMAN, State.BOT, State.CLOSED]
    for before, after in pairwise(way):
        adviser = {"adviser_id": "kari", "adviser_name": "Kari"} if after == State.HUMAN else {}
        with services.database.writing() as session:
            move(session, visitor.id, before, after, adviser)
    with services.database.reading() as session:
        assert session.get_one(Conversation, visitor.id).state == State.CLOSED


FORBIDDEN = [
    (before, after) for before in State for after in State if after not in TRANSITIONS[before]
]


@pytest.mark.parametrize(("before", "after"), FORBIDDEN)
def test_a_step_that_is_not_drawn_is_never_taken(
    visitor: Visitor, services: Services, before: State, after: State
) -> None:
    with pytest.raises(WrongStateError), services.database.writing() as session:
        move(session, visitor.id, before, after)


def test_only_one_of_many_at_the_same_moment_changes_the_state(
    visitor: Visitor, services: Services
) -> None:
    def take(_: int) -> bool:
        try:
            with services.database.writing() as session:
                move(session, visitor.id, State.BOT, State.WAITING)
        except WrongStateError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1


def test_a_token_is_ours_only_whole_and_opens_only_its_own() -> None:
    token, other = new_token(), new_token()
    assert is_well_formed(token)
    assert len(token) * 6 >= 128
    assert not is_well_formed(token[:-1] + ("A" if token[-1] != "A" else "B"))
    assert not is_well_formed(token[:-4])
    assert not is_well_formed("ikke et token")
    assert not is_well_formed("æøå")
    assert matches(token, hash_token(token))
    assert not matches(other, hash_token(token))

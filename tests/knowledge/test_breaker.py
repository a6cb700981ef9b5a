import threading

import pytest

from knowledge.breaker import FAILURES, REST_SECONDS, Breaker


class DownError(Exception):
    pass


class RefusedError(Exception):
    pass


@pytest.fixture
def breaker() -> Breaker:
    return Breaker(DownError, RefusedError)


class Clock:
    seconds = 100.0

    def shift(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("circuitbreaker.monotonic", lambda: clock.seconds)
    return clock


def fail(breaker: Breaker) -> None:
    with pytest.raises(DownError), breaker.guard():
        raise DownError


def open_by_failing(breaker: Breaker) -> None:
    for _ in range(FAILURES):
        fail(breaker)


def test_calls_are_made_until_they_have_failed_again_and_again(breaker: Breaker) -> None:
    for _ in range(FAILURES - 1):
        fail(breaker)
    assert breaker.state == "closed"
    fail(breaker)
    assert breaker.state == "open"
    with pytest.raises(RefusedError), breaker.guard():
        pytest.fail("the call was made")


def test_one_success_between_failures_starts_the_count_anew(breaker: Breaker) -> None:
    for _ in range(FAILURES - 1):
        fail(breaker)
    with breaker.guard():
        pass
    fail(breaker)
    assert breaker.state == "closed"


def test_another_error_is_an_answer_and_no_failure(breaker: Breaker) -> None:
    for _ in range(FAILURES):
        with pytest.raises(ValueError, match="wrong"), breaker.guard():
            raise ValueError("wrong")
    assert breaker.state == "closed"


def test_after_a_rest_a_success_lets_everybody_in_again(breaker: Breaker, clock: Clock) -> None:
    open_by_failing(breaker)
    clock.shift(REST_SECONDS + 1)
    assert breaker.state == "half_open"
    with breaker.guard():
        pass
    assert breaker.state == "closed"


def test_after_a_rest_only_one_at_a_time_finds_out_and_the_others_go_on_without(
    breaker: Breaker, clock: Clock
) -> None:
    open_by_failing(breaker)
    clock.shift(REST_SECONDS + 1)
    trying, over = threading.Event(), threading.Event()

    def hang() -> None:
        with breaker.guard():
            trying.set()
            over.wait(5)

    first = threading.Thread(target=hang)
    first.start()
    assert trying.wait(5)
    with pytest.raises(RefusedError), breaker.guard():
        pytest.fail("a second call was made")
    over.set()
    first.join()
    assert breaker.state == "closed"


def test_a_failure_after_the_rest_opens_it_again(breaker: Breaker, clock: Clock) -> None:
    open_by_failing(breaker)
    clock.shift(REST_SECONDS + 1)
    fail(breaker)
    assert breaker.state == "open"

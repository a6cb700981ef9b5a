from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from circuitbreaker import CircuitBreaker

FAILURES = 3
REST_SECONDS = 3


class Breaker:
    """Stops asking a neighbour that fails again and again, so that nobody waits for it in vain.

    After `REST_SECONDS` one call at a time may try whether it is back.
    """

    def __init__(self, failure: type[Exception], refuse: Callable[[], Exception]) -> None:
        """`failure` is what counts as one; `refuse` makes the error of a call that is not made."""
        self._circuit = CircuitBreaker(FAILURES, REST_SECONDS, failure)
        self._refuse = refuse
        # The library lets everybody try at once; a neighbour that hangs would keep them all.
        self._trying = Lock()

    @property
    def state(self) -> str:
        """Tell whether calls are made: `closed` is yes, `open` no, `half_open` one at a time."""
        return str(self._circuit.state)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Make one call within; raise what `refuse` makes when none is to be made now."""
        if self._circuit.closed:
            with self._circuit:
                yield
            return
        if self._circuit.opened or not self._trying.acquire(blocking=False):
            raise self._refuse()
        try:
            with self._circuit:
                yield
        finally:
            self._trying.release()

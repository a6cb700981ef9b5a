"""Connections to PostgreSQL that give up on a server that says nothing."""

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

# A statement that takes too long the server ends by itself; only when it hangs it does not.
GRACE_SECONDS = 1.0


def connector(timeout: float) -> Callable[..., psycopg.Connection[Any]]:
    """Return what connects in the driver's place; one answer is waited for `timeout` seconds."""
    longest = timeout + GRACE_SECONDS

    class Bounded(psycopg.Connection[Any]):
        def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
            try:
                return super().wait(gen, interval, timeout or longest)
            except psycopg.OperationalError:
                if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                    self.close()  # what it may still say must not answer the next question
                raise

    return Bounded.connect

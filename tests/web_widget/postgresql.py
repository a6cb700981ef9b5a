"""An empty PostgreSQL database for a test, where a server is reachable on loopback."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

SERVER = os.environ.get(
    "TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres?connect_timeout=2"
)


@contextmanager
def empty_postgresql() -> Iterator[str]:
    """Give the address of a new database that is dropped afterwards; skip without a server."""
    name = f"kreftveiviser_test_{secrets.token_hex(4)}"
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        pytest.skip("no PostgreSQL on loopback: set TEST_POSTGRESQL to one")
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()

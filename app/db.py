"""Engines for SQLite and PostgreSQL, set up so that an acknowledged write is on disk."""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

WRITES = "rumduol_writes"

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # An acknowledged write is on disk.
    "foreign_keys=ON",
    "secure_delete=ON",  # What is deleted is overwritten.
    "recursive_triggers=ON",  # INSERT OR REPLACE must not pass the triggers that refuse DELETE.
    "temp_store=MEMORY",
    "cache_size=-32000",
)


def engine_for(url: str, *, pool_size: int = 16) -> Engine:
    """Return an engine; plain `postgresql://` URLs get the psycopg driver. Parameters never show in exceptions."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, hide_parameters=True, pool_size=pool_size, max_overflow=4, pool_pre_ping=True)


def for_writing(engine: Engine) -> Engine:
    """The same engine and pool, whose transactions take SQLite's write lock at once, so that two writers never deadlock."""
    return engine.execution_options(**{WRITES: True})


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` does, and knows reading from writing.
    connection.isolation_level = None
    cursor: Any = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")

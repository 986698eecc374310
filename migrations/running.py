"""How a migration runs: in one transaction on either engine, alone, and not waiting for ever for a lock.

This and `append_only` are what all migrations share; what stands here must go on working for the oldest of them.
"""

from collections.abc import Callable

from alembic import context
from sqlalchemy import Connection, MetaData

# As in the application's models. Written out again: names that are in a database do not change with the code.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_LOCK = 7_786_368  # any number that nobody else uses


def run(url: Callable[[], str]) -> None:
    """Run the migrations on the connection handed in by the caller, else on a database of one's own by its URL."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _run_on(connection)
        return
    from app.db import engine_for, for_writing
    from app.services.migrating import make_file

    engine = engine_for(url())
    make_file(engine)
    with for_writing(engine).begin() as own:
        _run_on(own)


def _run_on(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Two processes that start at once must not both migrate; SQLite has one writer anyway.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
    context.configure(connection=connection, target_metadata=MetaData(naming_convention=NAMES), transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()

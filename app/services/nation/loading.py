"""Writing many rows at once into SQLite or PostgreSQL: a batch and the mark of how far it has come, or neither."""

import marshal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, text, update

from app.errors import Misconfigured
from app.models.findings import Mark
from app.services.nation.rows import COLUMNS, Row, Rows, Value

DONE = "nation.done"
# A killed process loses the batch it was writing, and no more. A power cut may cost the file: then it is made again.
_SQLITE = ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-200000")

# Whoever keeps columns of what is judged asks which subjects were touched since.
_TOUCHED = ("shelters", "users", "cases")
_TOUCH = text(
    "INSERT INTO touches (subject_id, stamp) SELECT unnest(CAST(:touched AS uuid[])), pg_current_xact_id()::text::bigint "
    "ON CONFLICT (subject_id) DO UPDATE SET stamp = excluded.stamp"
)
_INSERTS = {
    table: f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - names of our own
    for table, columns in COLUMNS.items()
}


def packed(rows: Rows, dialect: str) -> bytes:
    """Return rows as one block, ready for a database: what is done here need not be done by the one process that writes."""
    touched = [str(row[0]) for table in _TOUCHED for row in rows.by_table[table]]
    if dialect == "sqlite":
        return marshal.dumps((touched, dict(rows.by_table)))
    return marshal.dumps((touched, {table: _copied(several) for table, several in rows.by_table.items() if several}))


@contextmanager
def loading(engine: Engine) -> Iterator[Connection]:
    """Open a connection for bulk writing; it is not given back to the pool, because it is not as careful as the others."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            cursor = connection.connection.cursor()
            for pragma in _SQLITE:
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()
        connection.detach()
        yield connection


def write(connection: Connection, block: bytes, *, after: int, done: int) -> None:
    """Write a block and move the mark on from `after` to `done`, in one transaction. Raises Misconfigured where somebody else moved it."""
    with connection.begin():
        add(connection, block)
        moved = connection.execute(update(Mark).where(Mark.name == DONE, Mark.at == after).values(at=done))
        if moved.rowcount != 1:
            raise Misconfigured("Another process is making this nation: let it end, or end it.")


def add(connection: Connection, block: bytes) -> None:
    """Write a block in the transaction that runs."""
    touched, by_table = marshal.loads(block)  # noqa: S302 - our own processes made it
    if connection.dialect.name == "sqlite":
        _insert(connection, touched, by_table)
    else:
        _copy(connection, touched, by_table)


def _insert(connection: Connection, touched: Sequence[str], by_table: Mapping[str, Sequence[Row]]) -> None:
    # A trigger that stamps the subject of every single finding would take as long as all the rest: here each is stamped once.
    triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_touch_%'").all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for table in COLUMNS:
        if several := by_table.get(table):
            connection.exec_driver_sql(_INSERTS[table], several)
    stamp = connection.exec_driver_sql("SELECT coalesce(max(stamp), 0) + 1 FROM touches").scalar()
    connection.exec_driver_sql("INSERT INTO touches (subject_id, stamp) VALUES (?, ?)", [(one, stamp) for one in touched])
    for _, made in triggers:
        connection.exec_driver_sql(made)


def _copy(connection: Connection, touched: Sequence[str], by_table: Mapping[str, bytes]) -> None:
    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
    if connection.exec_driver_sql("SHOW is_superuser").scalar() == "on":
        # Every reference is right by construction; asking about each of them would take longer than all the rest.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    driver: Any = connection.connection.dbapi_connection
    for table in COLUMNS:
        if lines := by_table.get(table):
            with driver.cursor().copy(f"COPY {table} ({', '.join(COLUMNS[table])}) FROM STDIN") as copy:
                copy.write(lines)
    connection.execute(_TOUCH, {"touched": touched})


def settle(engine: Engine) -> None:
    """Let the database look at what it has got, so that it plans well from the first question on."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")
        return
    with engine.begin() as connection:
        # A thousand entries of each index tell enough; all of them would take minutes.
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("ANALYZE")


def _copied(several: Sequence[Row]) -> bytes:
    """Return rows in the text form of COPY."""
    return "".join(["\t".join([_field(value) for value in row]) + "\n" for row in several]).encode()


def _field(value: Value) -> str:
    if type(value) is str:
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    if value is None:
        return "\\N"
    return f"\\\\x{value.hex()}" if isinstance(value, bytes) else str(value)

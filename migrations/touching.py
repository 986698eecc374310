"""Triggers that stamp a subject whenever its register row or one of its findings changes, whoever changes it.

A stamp is never smaller than that of any transaction which was over when a reader began: on PostgreSQL it is the id of the transaction, on
SQLite, which has one writer, a number that grows. So whoever has read everything asks later only for stamps from the one it began at.
"""

from alembic import op

_REGISTERS = ("cases", "shelters", "users")
# What a cut reads of a register, and what every act moves; opening a name moves neither.
_COLUMNS = {
    "cases": "revision, organisation_id, catalogue, step, sex, age_class, province, shelter_id, registered_at, closed_at",
    "shelters": "revision, organisation_id, province",
    "users": "revision, organisation_id",
}
_UPSERT = "ON CONFLICT (subject_id) DO UPDATE SET stamp = excluded.stamp"
_NOW = "pg_current_xact_id()::text::bigint"
_STAMP = "INSERT INTO touches (subject_id, stamp)"
_OTHERS = f"{_UPSERT} WHERE touches.stamp <> excluded.stamp"
_FUNCTIONS = {
    "touch_subject": f"{_STAMP} VALUES (coalesce(NEW.id, OLD.id), {_NOW}) {_OTHERS}",
    "touch_judged": f"{_STAMP} SELECT DISTINCT subject_id, {_NOW} FROM changed ORDER BY subject_id {_OTHERS}",  # noqa: S608 - no input
}


def begin() -> None:
    """Stamp from now on."""
    if op.get_bind().dialect.name == "sqlite":
        for name, event, changed in _sqlite():
            stamp = "(SELECT coalesce(max(stamp), 0) + 1 FROM touches)"
            # `WHERE true`, or SQLite's parser takes ON for a join.
            op.execute(f"CREATE TRIGGER {name} AFTER {event} BEGIN INSERT INTO touches SELECT {changed}, {stamp} WHERE true {_UPSERT}; END")
        return
    for name, body in _FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$")
    for table in _REGISTERS:
        events = f"INSERT OR DELETE OR UPDATE OF {_COLUMNS[table]}"
        op.execute(f"CREATE TRIGGER {table}_touch AFTER {events} ON {table} FOR EACH ROW EXECUTE FUNCTION touch_subject()")
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        op.execute(
            f"CREATE TRIGGER findings_touch_{event.lower()} AFTER {event} ON findings REFERENCING {rows} TABLE AS changed "
            "FOR EACH STATEMENT EXECUTE FUNCTION touch_judged()"
        )


def end() -> None:
    """Stamp no more."""
    if op.get_bind().dialect.name == "sqlite":
        for name, _, _ in _sqlite():
            op.execute(f"DROP TRIGGER {name}")
        return
    for table in _REGISTERS:
        op.execute(f"DROP TRIGGER {table}_touch ON {table}")
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER findings_touch_{event} ON findings")
    for name in _FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}()")


def _sqlite() -> list[tuple[str, str, str]]:
    """Every trigger: its name, its event, and whose id it stamps."""
    found = []
    for table in (*_REGISTERS, "findings"):
        whose = "subject_id" if table == "findings" else "id"
        update = f"UPDATE OF {_COLUMNS[table]}" if table in _COLUMNS else "UPDATE"
        for event, row in (("INSERT", "NEW"), (update, "NEW"), ("DELETE", "OLD")):
            found.append((f"{table}_touch_{event.split()[0].lower()}", f"{event} ON {table}", f"{row}.{whose}"))
    return found

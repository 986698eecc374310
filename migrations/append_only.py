"""Triggers that refuse to change what was written down."""

from alembic import op


def make_refusal() -> None:
    """Make the function that PostgreSQL's triggers call; SQLite's say it themselves."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END
            $$
            """
        )


def drop_refusal() -> None:
    """Drop the function again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def refuse(table: str, *operations: str) -> None:
    """Refuse UPDATE or DELETE of a table from now on; dropping the table drops its triggers."""
    if op.get_bind().dialect.name == "postgresql":
        # For the statement, not the row: then TRUNCATE can be refused as well.
        events = " OR ".join([*operations, "TRUNCATE"] if "DELETE" in operations else operations)
        op.execute(f"CREATE TRIGGER {table}_refuse BEFORE {events} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()")
        return
    for operation in operations:
        trigger = f"CREATE TRIGGER {table}_refuse_{operation.lower()} BEFORE {operation} ON {table}"
        op.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, '{operation} of {table} is refused'); END")

"""Terms of agreements, what is delivered under them, and all that the register of agreements holds."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
Told = tuple[UUID, dict[str, Any]]  # whose record it is, and the newest value of every field


def upgrade() -> None:
    op.add_column("mous", sa.Column("ended_on", sa.String(10)))
    op.add_column("mous", sa.Column("ministry_id", sa.Uuid))
    op.add_column("mous", sa.Column("facts", JSON, nullable=False, server_default="{}"))
    terms = op.create_table(
        "mou_terms",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), nullable=False, index=True),
        sa.Column("mou_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("rhythm", sa.String(80), nullable=False),
        sa.Column("months_allowed", sa.Integer, nullable=False),
        sa.Column("days_allowed", sa.Integer, nullable=False),
        sa.Column("basis", sa.String(80), nullable=False),
        sa.Column("agreed_on", sa.String(10), nullable=False),
        sa.Column("ended_on", sa.String(10)),
    )
    duties = op.create_table(
        "mou_duties",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), nullable=False, index=True),
        sa.Column("mou_id", sa.Uuid, nullable=False),
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("due_on", sa.String(10)),
        sa.Column("event_on", sa.String(10)),
        sa.Column("submitted_on", sa.String(10)),
    )
    _fill_from_the_ledger(terms, duties)


def downgrade() -> None:
    op.drop_table("mou_duties")
    op.drop_table("mou_terms")
    for column in ("facts", "ministry_id", "ended_on"):
        op.drop_column("mous", column)


def _fill_from_the_ledger(terms: sa.Table, duties: sa.Table) -> None:
    """Fold what was recorded already: before there were these columns and tables, or before a downgrade took them away."""
    columns = (sa.column("id", sa.Uuid), sa.column("ended_on", sa.String), sa.column("ministry_id", sa.Uuid), sa.column("facts", JSON))
    mous = sa.table("mous", *columns)
    for record_id, (_, facts) in _folded("mou").items():
        ministry = UUID(facts["ministry_id"]) if facts.get("ministry_id") else None
        values = {"facts": facts, "ended_on": facts.get("ended_on"), "ministry_id": ministry}
        op.execute(mous.update().where(mous.c.id == record_id).values(values))
    _insert(terms, [_term(*row) for row in _folded("mou_term").items()])
    for record, moment in (("mou_obligation", "submitted_on"), ("mou_delivery", "delivered_on")):
        _insert(duties, [_duty(*row) | {"record": record, "submitted_on": row[1][1].get(moment)} for row in _folded(record).items()])


def _insert(table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        op.bulk_insert(table, rows)


def _owned(record_id: UUID, told: Told) -> dict[str, Any]:
    organisation_id, facts = told
    return {"id": record_id, "organisation_id": organisation_id, "mou_id": UUID(facts["mou_id"]), "kind": facts["kind"]}


def _duty(record_id: UUID, told: Told) -> dict[str, Any]:
    return _owned(record_id, told) | {name: told[1].get(name) for name in ("due_on", "event_on")}


def _term(record_id: UUID, told: Told) -> dict[str, Any]:
    facts = told[1]
    allowed = {name: facts.get(name) or 0 for name in ("months_allowed", "days_allowed")}
    return _owned(record_id, told) | allowed | {name: facts.get(name) for name in ("rhythm", "basis", "agreed_on", "ended_on")}


def _folded(record: str) -> dict[UUID, Told]:
    """Return the newest value of every field of every record of a kind, with whose it is."""
    entries = sa.table(
        "entries",
        sa.column("organisation_id", sa.Uuid),
        sa.column("record_id", sa.Uuid),
        sa.column("record", sa.String),
        sa.column("recorded_at", sa.BigInteger),
        sa.column("position", sa.Integer),
        sa.column("facts", JSON),
    )
    query = sa.select(entries.c.record_id, entries.c.organisation_id, entries.c.facts).where(entries.c.record == record)
    folded: dict[UUID, Told] = {}
    for record_id, organisation_id, facts in op.get_bind().execute(query.order_by(entries.c.recorded_at, entries.c.position)):
        folded.setdefault(record_id, (organisation_id, {}))[1].update(facts)
    return folded

"""The cycle of the compliance report, and the corrective plan.

Reports that are there already were made before there was anything to answer: they are kept as they are. So are corrective actions,
whose register is filled from the ledger.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.append_only import refuse

revision = "0010"
down_revision = "0009"


def _json() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    for column in (
        sa.Column("hidden", _json()),
        sa.Column("hidden_digest", sa.LargeBinary),
        sa.Column("state", sa.String(80), nullable=False, server_default="kept"),
        sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
        sa.Column("submitted_by", sa.Uuid),
        sa.Column("frozen_at", sa.BigInteger),
        sa.Column("snapshot", _json()),
        sa.Column("snapshot_digest", sa.String(64)),
        sa.Column("signature", sa.LargeBinary),
        sa.Column("audit_chain", sa.Uuid),
        sa.Column("audit_position", sa.Integer),
        sa.Column("audit_hash", sa.LargeBinary),
    ):
        op.add_column("reports", column)
    op.create_table(
        "report_answers",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, sa.ForeignKey("reports.id"), nullable=False),
        sa.Column("item", sa.String(80), nullable=False),
        sa.Column("found", _json(), nullable=False),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("said", _json(), nullable=False),
        sa.Column("said_entry", sa.Uuid),
        sa.Column("submitted", _json(), nullable=False),
        sa.Column("submitted_entry", sa.Uuid),
        sa.Column("decision", _json(), nullable=False),
        sa.Column("decision_entry", sa.Uuid),
        sa.UniqueConstraint("report_id", "item"),
    )
    op.create_table(
        "report_moves",
        sa.Column("report_id", sa.Uuid, sa.ForeignKey("reports.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("move", sa.String(80), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.Uuid, nullable=False),
        sa.Column("role", sa.String(80), nullable=False),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("item", sa.String(80)),
        sa.Column("code", sa.String(80)),
    )
    refuse("report_moves", "UPDATE", "DELETE")
    _freeze()
    _plan()


def _freeze() -> None:
    """Refuse to change or remove a report that is frozen, whoever asks the database for it."""
    if op.get_bind().dialect.name == "postgresql":
        when = "FOR EACH ROW WHEN (OLD.state = 'frozen')"
        op.execute(f"CREATE TRIGGER reports_frozen BEFORE UPDATE OR DELETE ON reports {when} EXECUTE FUNCTION refuse_change()")
        return
    for event in ("UPDATE", "DELETE"):
        trigger = f"CREATE TRIGGER reports_frozen_{event.lower()} BEFORE {event} ON reports WHEN OLD.state = 'frozen'"
        op.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, '{event} of a frozen report is refused'); END")


def _thaw() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER reports_frozen ON reports")
        return
    for event in ("update", "delete"):
        op.execute(f"DROP TRIGGER reports_frozen_{event}")


def _plan() -> None:
    plan = op.create_table(
        "corrective_actions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), nullable=False, index=True),
        sa.Column("subject_id", sa.Uuid, nullable=False, index=True),
        sa.Column("shelter_id", sa.Uuid),
        sa.Column("report_id", sa.Uuid),
        sa.Column("item", sa.String(80), nullable=False),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("severity", sa.String(80), nullable=False),
        sa.Column("responsible", sa.String(80)),
        sa.Column("raised_on", sa.String(10), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("done_on", sa.String(10)),
        sa.Column("evidence_digest", sa.String(64)),
        sa.Column("looked_again_on", sa.String(10)),
        sa.Column("second_look", sa.String(80)),
    )
    op.create_index("ix_corrective_actions_urgency", "corrective_actions", ["urgency", "due_on", "id"])
    columns = "organisation_id, subject_kind, subject_id, record_id, facts"
    query = sa.text(f"SELECT {columns} FROM entries WHERE record = 'corrective_action' ORDER BY recorded_at, position")  # noqa: S608 - constants
    told = query.columns(organisation_id=sa.Uuid, subject_kind=sa.String, subject_id=sa.Uuid, record_id=sa.Uuid, facts=_json())
    if rows := list(_rows(op.get_bind().execute(told))):
        op.bulk_insert(plan, rows)


def _rows(told: Iterable[Any]) -> Iterable[dict[str, Any]]:
    """What each action of the ledger says by its last word. There was no second look yet."""
    folded: dict[UUID, dict[str, Any]] = {}
    whose: dict[UUID, dict[str, Any]] = {}
    for organisation_id, kind, subject_id, record_id, facts in told:
        shelter = subject_id if kind == "shelter" else None
        whose[record_id] = {"id": record_id, "organisation_id": organisation_id, "subject_id": subject_id, "shelter_id": shelter}
        folded.setdefault(record_id, {}).update(facts)
    for record_id, facts in folded.items():
        done = facts.get("done_on")
        about = {"item": facts["standard_id"], "severity": facts["severity"], "raised_on": facts["raised_on"], "due_on": facts["due_on"]}
        yield whose[record_id] | about | {"state": "done" if done else "open", "urgency": 1 if done else 0, "done_on": done}


def downgrade() -> None:
    _thaw()
    op.drop_table("corrective_actions")
    op.drop_table("report_moves")
    op.drop_table("report_answers")
    for name in ("audit_hash", "audit_position", "audit_chain", "signature", "snapshot_digest", "snapshot", "frozen_at"):
        op.drop_column("reports", name)
    for name in ("submitted_by", "revision", "state", "hidden_digest", "hidden"):
        op.drop_column("reports", name)

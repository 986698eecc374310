"""The ledger: append-only entries, and apart from them the sealed values."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.append_only import drop_refusal, make_refusal, refuse

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("subject_kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("record", sa.String(80), nullable=False),
        sa.Column("record_id", sa.Uuid, nullable=False),
        sa.Column("act", sa.String(80), nullable=False),
        sa.Column("makes", sa.Boolean, nullable=False),
        sa.Column("occurred_at", sa.BigInteger, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("facts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.UniqueConstraint("subject_id", "position"),
    )
    op.create_index("ix_entries_record_id", "entries", ["record_id"])
    op.create_index("ix_entries_organisation_id_record", "entries", ["organisation_id", "record", "subject_kind"])
    op.create_table(
        "sealed_values",
        sa.Column("entry_id", sa.Uuid, sa.ForeignKey("entries.id"), primary_key=True),
        sa.Column("field", sa.String(80), primary_key=True),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("ciphertext", sa.LargeBinary, nullable=False),
    )
    make_refusal()
    refuse("entries", "UPDATE", "DELETE")
    refuse("sealed_values", "UPDATE")


def downgrade() -> None:
    op.drop_table("sealed_values")
    op.drop_table("entries")
    drop_refusal()

"""The audit log: chained events, append-only, and the checkpoints over them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.append_only import refuse

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("chain_id", sa.Uuid, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor_id", sa.Uuid, nullable=False),
        sa.Column("event", sa.String(80), nullable=False),
        sa.Column("details", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    op.create_table(
        "audit_checkpoints",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("previous_root", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "audit_checkpoint_heads",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("chain_id", sa.Uuid, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
    )
    refuse("audit_entries", "UPDATE", "DELETE")


def downgrade() -> None:
    for table in ("audit_checkpoint_heads", "audit_checkpoints", "audit_entries"):
        op.drop_table(table)

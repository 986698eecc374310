"""Findings: what was judged, from when to when."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("subject_kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("standard", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("done_late", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_findings_subject_id_ends_at", "findings", ["subject_id", "ends_at"])
    op.create_index("ix_findings_organisation_id_ends_at", "findings", ["organisation_id", "ends_at"])
    op.create_table(
        "case_reads",
        sa.Column("case_id", sa.Uuid, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("read_id", sa.Uuid, primary_key=True),
    )
    op.create_index("ix_case_reads_read_id", "case_reads", ["read_id"])
    op.create_table(
        "marks",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for table in ("marks", "case_reads", "findings"):
        op.drop_table(table)

"""Readiness checks an organisation keeps for itself, and targets the ministry sets."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "readiness_checks",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), nullable=False, index=True),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("ciphertext", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "targets",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("year", sa.Integer, nullable=False, index=True),
        sa.Column("right", sa.String(80)),
        sa.Column("standard", sa.String(80)),
        sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), index=True),
        sa.Column("province", sa.String(10)),
        sa.Column("share", sa.Integer, nullable=False),
        sa.Column("set_at", sa.BigInteger, nullable=False),
        sa.Column("set_by", sa.Uuid, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("targets")
    op.drop_table("readiness_checks")

"""Evidence for treaty bodies: entries, the figures of each year, packs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "evidence_entries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), nullable=False, index=True),
        sa.Column("recommendation", sa.String(40), nullable=False),
        sa.Column("indicator", sa.String(80)),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("written_at", sa.BigInteger, nullable=False),
        sa.Column("written_by", sa.Uuid, nullable=False),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("decided_by", sa.Uuid),
        sa.Column("reason", sa.String(80)),
        sa.Column("ciphertext", sa.LargeBinary, nullable=False),
        sa.Column("released", sa.JSON().with_variant(JSONB(), "postgresql")),
    )
    op.create_table(
        "evidence_years",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("frozen_at", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "evidence_packs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("recommendation", sa.String(40), nullable=False),
        sa.Column("first_year", sa.Integer, nullable=False),
        sa.Column("last_year", sa.Integer, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("frozen_at", sa.BigInteger, nullable=False),
        sa.Column("frozen_by", sa.Uuid, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("table", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("recommendation", "first_year", "last_year", "edition"),
    )


def downgrade() -> None:
    op.drop_table("evidence_packs")
    op.drop_table("evidence_years")
    op.drop_table("evidence_entries")

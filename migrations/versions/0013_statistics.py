"""Releases of statistics, kept as the bytes that were published."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "statistics_releases",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("period", sa.String(7), nullable=False, unique=True),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("frozen_at", sa.BigInteger, nullable=False),
        sa.Column("frozen_by", sa.Uuid, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("table", sa.LargeBinary, nullable=False),
        sa.Column("profiles", sa.LargeBinary),
    )


def downgrade() -> None:
    op.drop_table("statistics_releases")

"""Wrapped keys by who holds them, and the check value of the master key."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "store_info",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("check_value", sa.String(200), nullable=False),
    )
    op.create_table(
        "organisation_keys",
        sa.Column("organisation_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("wrapped_by", sa.String(16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "owner_keys",
        sa.Column("holder_id", sa.Uuid, primary_key=True),
        sa.Column("owner_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("holder_version", sa.Integer, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
    )
    op.create_index("ix_owner_keys_owner_id", "owner_keys", ["owner_id"])


def downgrade() -> None:
    """Drop the tables; what they opened is lost."""
    for table in ("owner_keys", "organisation_keys", "store_info"):
        op.drop_table(table)

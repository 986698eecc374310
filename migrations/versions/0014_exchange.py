"""Files that were imported, and requests to let identities out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "file_imports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.Uuid, nullable=False),
        sa.UniqueConstraint("organisation_id", "digest"),
    )
    op.create_table(
        "identity_exports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), nullable=False, index=True),
        sa.Column("format", sa.String(80), nullable=False),
        sa.Column("recipient", sa.String(100), nullable=False),
        sa.Column("purpose", sa.String(80), nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("asked", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("asked_by", sa.Uuid, nullable=False),
        sa.Column("approved_at", sa.BigInteger),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("identity_exports")
    op.drop_table("file_imports")

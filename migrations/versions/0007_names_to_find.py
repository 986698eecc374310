"""Names that can be found without being opened."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "name_tokens",
        sa.Column("case_id", sa.Uuid, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("token", sa.LargeBinary, primary_key=True, index=True),
        sa.Column("entry_id", sa.Uuid, sa.ForeignKey("entries.id"), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("name_tokens")

"""Eighteenth birthdays to come, without a date of birth."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "birthdays",
        sa.Column("case_id", sa.Uuid, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("token", sa.LargeBinary, nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table("birthdays")

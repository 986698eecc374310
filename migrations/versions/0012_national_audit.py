"""What the national audit needs: who was touched since its columns were built, and the tables that a task force was shown."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations import touching

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "touches",
        sa.Column("subject_id", sa.Uuid, primary_key=True),
        sa.Column("stamp", sa.BigInteger, nullable=False, index=True),
    )
    touching.begin()
    op.create_table(
        "task_force_tables",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("area", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("content", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.UniqueConstraint("day", "area", "name"),
    )


def downgrade() -> None:
    op.drop_table("task_force_tables")
    touching.end()
    op.drop_table("touches")

"""Touches by stamp with their subject: SQLite read the whole table for the few that changed since the columns were built."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.drop_index("ix_touches_stamp", "touches")
    op.create_index("ix_touches_stamp_subject_id", "touches", ["stamp", "subject_id"])


def downgrade() -> None:
    op.drop_index("ix_touches_stamp_subject_id", "touches")
    op.create_index("ix_touches_stamp", "touches", ["stamp"])

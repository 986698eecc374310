"""Sessions that are locked: since when."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("sessions", sa.Column("locked_at", sa.BigInteger))


def downgrade() -> None:
    op.drop_column("sessions", "locked_at")

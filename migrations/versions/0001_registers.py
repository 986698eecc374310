"""Registers: what is looked up, joined and scoped."""

import time
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    organisations = _organisations()
    _places_and_people()
    _cases()
    _around_cases()
    # It heads the chain of the audit log for what belongs to no organisation, such as a failed sign-in.
    nobody = {
        "id": UUID(int=0),
        "name": "This installation",
        "type": "central_government",
        "registered_at": int(time.time()),
        "rule_profile": {},
        "profile_revision": 0,
        "revision": 0,
        "audit_position": 0,
        "audit_hash": b"",
    }
    op.bulk_insert(organisations, [nobody])


def downgrade() -> None:
    for table in ("case_access", "referrals", "placements", "cases", "victims", "users", "shelters", "mous", "organisations"):
        op.drop_table(table)


def _chained() -> list[sa.Column[object]]:
    """The columns of a subject of the ledger that also heads a chain of the audit log."""
    return [
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("audit_position", sa.Integer, nullable=False),
        sa.Column("audit_hash", sa.LargeBinary, nullable=False),
    ]


def _organisation(*, index: bool) -> sa.Column[object]:
    return sa.Column("organisation_id", sa.Uuid, sa.ForeignKey("organisations.id"), nullable=False, index=index)


def _organisations() -> sa.Table:
    return op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("type", sa.String(80), nullable=False),
        sa.Column("province", sa.String(80)),
        sa.Column("registered_at", sa.BigInteger, nullable=False),
        sa.Column("rule_profile", JSON, nullable=False),
        sa.Column("profile_revision", sa.Integer, nullable=False),
        *_chained(),
    )


def _places_and_people() -> None:
    op.create_table(
        "mous",
        sa.Column("id", sa.Uuid, primary_key=True),
        _organisation(index=True),
        sa.Column("number", sa.String(300), nullable=False),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("rule_set", sa.String(80), nullable=False),
        sa.Column("starts_on", sa.String(10), nullable=False),
        sa.Column("ends_on", sa.String(10), nullable=False),
    )
    op.create_table(
        "shelters",
        sa.Column("id", sa.Uuid, primary_key=True),
        _organisation(index=True),
        sa.Column("code", sa.String(300), nullable=False),
        sa.Column("province", sa.String(80), nullable=False),
        sa.Column("accepts", sa.String(80), nullable=False),
        sa.Column("accepts_age", sa.String(80), nullable=False),
        *_chained(),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid, primary_key=True),
        _organisation(index=True),
        sa.Column("role", sa.String(80), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("first_case_access_at", sa.BigInteger),
        *_chained(),
    )


def _cases() -> None:
    op.create_table(
        "victims",
        sa.Column("id", sa.Uuid, primary_key=True),
        _organisation(index=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("case_number", sa.String(20), nullable=False, unique=True),
        _organisation(index=False),
        sa.Column("victim_id", sa.Uuid, sa.ForeignKey("victims.id"), nullable=False),
        sa.Column("catalogue", sa.String(80), nullable=False),
        sa.Column("step", sa.String(80), nullable=False),
        sa.Column("sex", sa.String(80), nullable=False),
        sa.Column("nationality_class", sa.String(80), nullable=False),
        sa.Column("age_class", sa.String(80), nullable=False),
        sa.Column("province", sa.String(80)),
        sa.Column("shelter_id", sa.Uuid, sa.ForeignKey("shelters.id"), index=True),
        sa.Column("registered_at", sa.BigInteger, nullable=False),
        sa.Column("closed_at", sa.BigInteger),
        *_chained(),
    )
    op.create_index("ix_cases_organisation_id_step", "cases", ["organisation_id", "step"])


def _around_cases() -> None:
    op.create_table(
        "placements",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("shelter_id", sa.Uuid, sa.ForeignKey("shelters.id")),
        sa.Column("admitted_at", sa.BigInteger, nullable=False),
        sa.Column("left_at", sa.BigInteger),
    )
    op.create_table(
        "referrals",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("recipient", sa.String(80)),
        sa.Column("valid_until", sa.String(10)),
    )
    op.create_table(
        "case_access",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("case_id", sa.Uuid, sa.ForeignKey("cases.id"), nullable=False, index=True),
        sa.Column("grantee_id", sa.Uuid, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("why", sa.String(80), nullable=False),
        sa.Column("record_id", sa.Uuid),
    )
    op.create_index("ix_case_access_grantee_id_case_id", "case_access", ["grantee_id", "case_id"])

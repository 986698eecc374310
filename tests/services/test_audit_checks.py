"""Verifying the audit log: whatever is edited, cut, moved, forked or truncated is found, and its place named."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.access import Role
from app.crypto.chain import public_key_of
from app.services import audit_checks, checkpoints
from app.services.audit_checks import Bad, Verdict
from app.work import House
from tests.builders import Clock, Town, a_case, do
from tests.conftest import MASTER

SIGNER = MASTER.audit_signer()
PUBLIC = public_key_of(SIGNER)
UNLOCK = {
    "sqlite": ["DROP TRIGGER {0}_refuse_update", "DROP TRIGGER {0}_refuse_delete"],
    "postgresql": ["DROP TRIGGER {0}_refuse ON {0}"],
}


@pytest.fixture
def case(house: House, town: Town, clock: Clock) -> UUID:
    """A case whose chain has several entries, signed by a checkpoint; nothing guards the tables any more but the log itself."""
    worker = town.person(Role.SOCIAL_WORKER)
    made = a_case(house, worker, sex="feminine")
    for _ in range(4):
        clock.advance(60)
        do(house, worker.actor, "record_risk_assessment", {"case_id": made}, assessed_at=None)
    assert checkpoints.make(house.writing, SIGNER, now=clock.now)
    unlock = UNLOCK[house.writing.dialect.name]
    with house.writing.begin() as connection:
        for table in ("audit_entries", "entries"):
            for statement in unlock:
                connection.exec_driver_sql(statement.format(table))
        if house.writing.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER sealed_values_refuse_update")
        else:
            connection.exec_driver_sql("DROP TRIGGER sealed_values_refuse ON sealed_values")
    return made


def tamper(house: House, statement: str, chain: UUID, values: Mapping[str, Any] | None = None) -> None:
    name = chain.hex if house.writing.dialect.name == "sqlite" else chain
    with house.writing.begin() as connection:
        assert connection.execute(text(statement), {"chain": name, **(values or {})}).rowcount


def verified(house: House, **given: Any) -> Verdict:
    return audit_checks.verify(house.auditing, public_key=PUBLIC, **given)


def first(house: House, **given: Any) -> Bad:
    return verified(house, **given).bad[0]


def test_an_untouched_log_is_whole(house: House, case: UUID) -> None:
    verdict = verified(house)
    assert verdict.bad == ()
    assert verdict.entries > 10
    assert verdict.checkpoints == 1
    assert verdict.sealed_read


def test_an_edited_entry_is_named(house: House, case: UUID) -> None:
    tamper(house, "UPDATE audit_entries SET at = at + 1 WHERE chain_id = :chain AND position = 2", case)
    assert first(house)[:2] == (f"case {case}", 2)


def test_a_cut_entry_is_named(house: House, case: UUID) -> None:
    tamper(house, "DELETE FROM audit_entries WHERE chain_id = :chain AND position = 3", case)
    assert first(house)[:2] == (f"case {case}", 3)


def test_reordered_entries_are_named_from_the_first_one_that_moved(house: House, case: UUID) -> None:
    for old, new in ((1, 99), (2, 1), (99, 2)):
        move = {"old": old, "new": new}
        tamper(house, "UPDATE audit_entries SET position = :new WHERE chain_id = :chain AND position = :old", case, move)
    assert first(house)[:2] == (f"case {case}", 1)


def test_a_fork_whose_hashes_were_made_anew_is_named_by_the_checkpoint(house: House, case: UUID) -> None:
    """Whoever can write may compute every hash again, also the register's; not the signature."""
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from app.crypto.chain import GENESIS, entry_hash
    from app.models.audit import AuditEntry
    from app.models.registers import Case

    with Session(house.writing) as session, session.begin():
        previous = GENESIS
        for entry in session.scalars(select(AuditEntry).where(AuditEntry.chain_id == case).order_by(AuditEntry.position)):
            entry.at += entry.position == 2
            entry.hash = entry_hash(previous, str(case), entry.position, entry.at, str(entry.actor_id), entry.event, entry.details)
            previous, last = entry.hash, entry.position
        row = session.get_one(Case, case)
        row.audit_hash = previous
        session.info["audited"] = True
    assert first(house) == Bad(f"case {case}", last, "the entry was rewritten after checkpoint 1 signed it")


def test_a_truncated_chain_is_named_by_its_register_and_by_the_checkpoint(house: House, case: UUID) -> None:
    tamper(house, "DELETE FROM audit_entries WHERE chain_id = :chain AND position >= 4", case)
    bad = verified(house).bad
    assert {(b.chain, b.position) for b in bad} >= {(f"case {case}", 4)}
    assert any("was cut off after checkpoint 1" in b.why for b in bad)


def test_an_edited_ledger_entry_is_named_by_the_event_that_told_of_it(house: House, case: UUID) -> None:
    tamper(house, "UPDATE entries SET occurred_at = occurred_at - 1 WHERE subject_id = :chain AND position = 2", case)
    bad = first(house)
    assert bad.chain == f"case {case}"
    assert "entry 2 of the ledger (record_risk_assessment) is not what the log says" in bad.why


def test_a_ledger_entry_that_is_gone_or_was_put_in_is_named(house: House, case: UUID) -> None:
    tamper(house, "DELETE FROM sealed_values WHERE entry_id IN (SELECT id FROM entries WHERE subject_id = :chain AND position = 3)", case)
    assert "sealed values of the act are gone" in first(house).why
    tamper(house, "DELETE FROM entries WHERE subject_id = :chain AND position = 3", case)
    assert "is gone" in first(house).why
    tamper(
        house,
        "INSERT INTO entries SELECT subject_id, organisation_id, subject_kind, subject_id, 3, record, record_id, act, makes, occurred_at,"
        " recorded_at, recorded_by, facts FROM entries WHERE subject_id = :chain AND position = 2",
        case,
    )
    assert any("is gone" in bad.why or "has no event" in bad.why for bad in verified(house).bad)


def test_a_sealed_value_of_another_entry_is_named(house: House, case: UUID) -> None:
    tamper(
        house,
        "UPDATE sealed_values SET ciphertext = (SELECT max(ciphertext) FROM sealed_values)"
        " WHERE entry_id IN (SELECT id FROM entries WHERE subject_id = :chain AND position = 2)",
        case,
    )
    assert "sealed values" in first(house).why


def test_only_what_moved_is_signed_again_and_each_checkpoint_follows_the_one_before(
    house: House, town: Town, clock: Clock, case: UUID
) -> None:
    assert checkpoints.make(house.writing, SIGNER, now=clock.now) is None
    clock.advance(60)
    do(house, town.person(Role.SOCIAL_WORKER).actor, "record_risk_assessment", {"case_id": case}, assessed_at=None)
    made = checkpoints.make(house.writing, SIGNER, now=clock.now, since=clock.now - 30)
    assert made is not None
    assert {h.chain_id for h in made.heads} == {case}
    assert [h.kind for h in made.heads] == ["case"]
    assert verified(house).checkpoints == 2
    assert verified(house).bad == ()


def test_a_checkpoint_that_was_cut_rewritten_or_signed_by_another_is_named(house: House, town: Town, clock: Clock, case: UUID) -> None:
    with house.auditing.connect() as connection:
        kept = [checkpoints.to_line(c) for c in checkpoints.kept(connection)]
    assert verified(house, copies=checkpoints.from_lines(kept)).bad == ()
    other = audit_checks.verify(house.auditing, public_key=bytes(32))
    assert other.bad[0] == Bad("checkpoint", 1, "its signature is not by this key")
    with house.writing.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit_checkpoints")
    assert first(house, copies=checkpoints.from_lines(kept)) == Bad(
        "checkpoint", 1, "the checkpoint kept outside is gone from the database"
    )

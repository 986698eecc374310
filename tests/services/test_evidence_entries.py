"""Entries in words beside the figures: two people stand for each, and only then does anybody read it."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access import Role
from app.errors import Conflict, FourEyesRequired, Invalid, NotFound
from app.models.audit import AuditEntry
from app.models.evidence import EvidenceEntry
from app.schemas.evidence import EvidenceDecision, EvidenceWriting
from app.services import evidence, evidence_entries
from app.services.evidence import Order
from app.vocabulary.evidence import EntryState
from app.work import Actor, House, unit_of_work
from tests.builders import Town, a_user


@pytest.fixture
def officer(town: Town) -> Actor:
    return town.person(Role.MOSAVY_OFFICER).actor


@pytest.fixture
def second(house: House, town: Town) -> Actor:
    return a_user(house, town.ministry, Role.MOSAVY_OFFICER)


def entry(**facts: Any) -> EvidenceWriting:
    given = {"recommendation": "118.76", "year": 2025, "kind": "training", "text_en": "Invented: officials were trained."}
    return EvidenceWriting.model_validate(given | {"source_title": "Invented circular", "source_url": "https://example.org/c"} | facts)


def written(house: House, actor: Actor, **facts: Any) -> UUID:
    with unit_of_work(house, actor) as work:
        return evidence_entries.write(work, entry(**facts)).id


def decided(house: House, actor: Actor, entry_id: UUID, **said: Any) -> EvidenceEntry:
    given = said or {"state": "verified", "names_nobody": True, "source_seen": True}
    with unit_of_work(house, actor) as work:
        return evidence_entries.decide(work, entry_id, EvidenceDecision.model_validate(given))


def test_whoever_wrote_an_entry_cannot_verify_it(house: House, officer: Actor, second: Actor) -> None:
    entry_id = written(house, officer)
    with pytest.raises(FourEyesRequired):
        decided(house, officer, entry_id)
    with pytest.raises(FourEyesRequired):
        decided(house, officer, entry_id, state="rejected", reason="said_already")
    with pytest.raises(FourEyesRequired):
        decided(house, second, entry_id, state="rejected", reason="withdrawn")
    assert decided(house, second, entry_id).state == EntryState.VERIFIED
    with pytest.raises(Conflict):
        decided(house, second, entry_id, state="rejected", reason="names_somebody")


def test_only_verified_words_get_into_a_pack(house: House, officer: Actor, second: Actor) -> None:
    good, withdrawn = written(house, officer), written(house, officer, text_en="Invented: withdrawn.")
    rejected, _draft = written(house, officer, text_en="Invented: rejected."), written(house, officer, text_en="Invented: draft.")
    outside, _ = written(house, officer, year=2024), decided(house, second, good)
    decided(house, second, outside)
    decided(house, second, rejected, state="rejected", reason="not_in_the_source")
    decided(house, officer, withdrawn, state="rejected", reason="withdrawn")
    with unit_of_work(house, officer) as work:
        kept = evidence.make(work, Order("118.76", 2025, 2025)).pack
    (told,) = json.loads(kept.document)["entries"]
    assert (told["id"], told["text"]["en"], told["source"]["title"]) == (
        str(good),
        "Invented: officials were trained.",
        "Invented circular",
    )
    assert "written_by" not in told


def test_words_are_sealed_until_they_are_verified(house: House, officer: Actor, second: Actor) -> None:
    entry_id = written(house, officer, text_en="Invented words that nobody reads yet")
    with house.reading.connect() as connection:
        (row,) = connection.execute(select(EvidenceEntry.ciphertext, EvidenceEntry.released)).all()
    assert b"Invented" not in row.ciphertext
    assert row.released is None
    with unit_of_work(house, second) as work:
        assert evidence_entries.open_words(work, entry_id)["text"]["en"] == "Invented words that nobody reads yet"
        (listed,) = evidence_entries.listed(work, recommendation=None, state=EntryState.DRAFT, cursor=None, limit=10).items
    assert listed["words"] is None
    decided(house, second, entry_id)
    with unit_of_work(house, second, writes=False) as work:
        (listed,) = evidence_entries.listed(work, recommendation="118.76", state=None, cursor=None, limit=10).items
    assert listed["words"]["text"]["en"] == "Invented words that nobody reads yet"
    with house.reading.connect() as connection:
        events = set(connection.execute(select(AuditEntry.event).where(AuditEntry.event.startswith("Evidence"))).scalars())
    assert events == {"EvidenceWritten", "EvidenceOpened", "EvidenceDecided"}


@pytest.mark.sqlite_only
def test_another_ministry_does_not_see_an_entry(house: House, town: Town, officer: Actor) -> None:
    entry_id, stranger = written(house, officer), a_user(house, town.other, Role.MOSAVY_OFFICER)
    with unit_of_work(house, stranger) as work, pytest.raises(NotFound):
        evidence_entries.open_words(work, entry_id)
    with pytest.raises(NotFound):
        decided(house, stranger, entry_id)


@pytest.mark.sqlite_only
def test_an_entry_is_about_what_is_declared_and_no_year_to_come(house: House, officer: Actor) -> None:
    for wrong in ({"recommendation": "118.77"}, {"indicator": "no_such_indicator"}, {"year": 2026}):
        with pytest.raises(Invalid):
            written(house, officer, **wrong)


def test_a_pack_takes_verified_words_without_a_key(house: House, officer: Actor, second: Actor) -> None:
    decided(house, second, written(house, officer))
    used = house.vault.keys_used
    with unit_of_work(house, officer) as work:
        assert json.loads(evidence.make(work, Order("118.76", 2025, 2025)).pack.document)["entries"]
    assert house.vault.keys_used == used

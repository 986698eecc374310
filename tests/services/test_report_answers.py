"""Answers to breaches: what they must say, who is locked out, and words that open for whom they were sealed."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access import Role
from app.crypto.errors import CannotOpen
from app.errors import (
    Invalid,
    NotPermitted,
    PreconditionFailed,
    PreconditionRequired,
    UnknownReference,
)
from app.models.audit import AuditEntry
from app.models.ledger import SealedValue
from app.services import report_answers, report_cycle, reports
from app.services.instants import local_day
from app.services.report_cycle import KEEP, Said
from app.vocabulary.reports import Cause, Remedy
from app.work import Actor, House
from tests.builders import START, Clock, Town
from tests.services.cycles import SAID, WORDS, admin, answer_all, at_work, auditor, cycle, draft, items, officer, return_one, submitted

__all__ = ["admin", "auditor", "draft", "officer"]  # fixtures


def test_words_are_opened_by_the_organisation_and_once_submitted_by_the_ministry(
    house: House, town: Town, admin: Actor, officer: Actor, auditor: Actor, draft: UUID
) -> None:
    item = submitted(house, admin, draft, SAID._replace(words=WORDS))[0]
    used = house.vault.keys_used
    with pytest.raises(NotPermitted), at_work(house, auditor) as work:
        report_answers.open_words(work, reports.organisation_of(work, draft), reports.found(work, draft), item, "review")
    cycle(house, auditor, draft)
    assert house.vault.keys_used == used
    return_one(house, officer, draft, item, note="Invented note of Invented Officer")
    for who in (admin, officer):
        with at_work(house, who) as work:
            words = report_answers.open_words(work, reports.organisation_of(work, draft), reports.found(work, draft), item, "review")
        assert words == (WORDS, "Invented note of Invented Officer")
    with at_work(house, admin) as work:
        opened = work.session.scalars(select(AuditEntry).where(AuditEntry.event == "ReportWordsOpened")).all()
    assert [entry.details["item"] for entry in opened] == [item, item]


@pytest.mark.sqlite_only
def test_the_ministry_opens_words_for_half_a_year_only(house: House, admin: Actor, officer: Actor, draft: UUID, clock: Clock) -> None:
    item = submitted(house, admin, draft, SAID._replace(words=WORDS))[0]
    clock.advance(report_answers.READABLE_SECONDS)
    with pytest.raises(NotPermitted, match="any more"), at_work(house, officer) as work:
        report_answers.open_words(work, reports.organisation_of(work, draft), reports.found(work, draft), item, "review")


@pytest.mark.sqlite_only
def test_words_are_sealed_under_the_key_of_the_report_and_bound_to_their_place(house: House, admin: Actor, draft: UUID) -> None:
    first, second, *_ = answer_all(house, admin, draft, SAID._replace(words=WORDS))
    with at_work(house, admin) as work:
        a, b = (report_answers.one(report_answers.of(work, draft), item) for item in (first, second))
        kept, moved = (
            work.session.get_one(SealedValue, (a.said_entry, "narrative")),
            work.session.get_one(SealedValue, (b.said_entry, "narrative")),
        )
        assert kept.owner_id == draft
        assert WORDS.encode() not in kept.ciphertext
        place: dict[str, Any] = {"record": str(a.id), "entry": kept.entry_id, "field": "narrative", "now": work.now}
        assert work.vault.open(admin.organisation_id, draft, sealed=kept.ciphertext, **place) == WORDS
        with pytest.raises(CannotOpen):
            work.vault.open(admin.organisation_id, draft, sealed=moved.ciphertext, **place)


@pytest.mark.sqlite_only
def test_words_stay_when_only_the_codes_are_answered_again(house: House, admin: Actor, draft: UUID) -> None:
    item = answer_all(house, admin, draft, SAID._replace(words=WORDS))[0]

    def words() -> str | None:
        with at_work(house, admin) as work:
            return report_answers.open_words(
                work, reports.organisation_of(work, draft), reports.found(work, draft), item, "answering"
            ).narrative

    with at_work(house, admin) as work:
        report_cycle.answer(work, draft, item, SAID._replace(cause=Cause.NO_PLACE, words=KEEP))
    assert words() == WORDS
    with at_work(house, admin) as work:
        report_cycle.answer(work, draft, item, SAID)
    assert words() is None


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("said", "field"),
    [
        (SAID._replace(due_on=local_day(START)), "due_on"),
        (SAID._replace(responsible=None), "responsible"),
        (SAID._replace(cause=Cause.OTHER), "narrative"),
        (SAID._replace(remedy=Remedy.OTHER, words=KEEP), "narrative"),
        (SAID._replace(responsible=None, responsible_id=UUID(int=7)), "responsible_id"),
    ],
)
def test_an_answer_that_cannot_be_right_names_its_field(house: House, admin: Actor, draft: UUID, said: Said, field: str) -> None:
    with pytest.raises(Invalid) as told, at_work(house, admin) as work:
        report_cycle.answer(work, draft, "quarterly_statistics", said)
    assert [error.field for error in told.value.errors] == [field]


@pytest.mark.sqlite_only
def test_somebody_of_ones_own_may_be_responsible_and_nobody_elses(house: House, town: Town, admin: Actor, draft: UUID) -> None:
    own, other = town.person(Role.SUPERVISOR).id, town.person(Role.SUPERVISOR, town.other).id
    with at_work(house, admin) as work:
        row = report_cycle.answer(work, draft, "quarterly_statistics", SAID._replace(responsible=None, responsible_id=own))
    assert (row.said["responsible"], row.said["responsible_id"]) == ("supervisor", str(own))
    with pytest.raises(UnknownReference), at_work(house, admin) as work:
        report_cycle.answer(work, draft, "quarterly_statistics", SAID._replace(responsible=None, responsible_id=other))


@pytest.mark.sqlite_only
def test_a_change_decided_on_an_older_revision_is_refused(house: House, admin: Actor, draft: UUID) -> None:
    item = items(house, admin, draft)[0]
    with at_work(house, admin) as work:
        assert report_cycle.answer(work, draft, item, SAID, if_match=None).revision == 1
    with pytest.raises(PreconditionRequired), at_work(house, admin) as work:
        report_cycle.answer(work, draft, item, SAID, if_match=None)
    with pytest.raises(PreconditionFailed), at_work(house, admin) as work:
        report_cycle.answer(work, draft, item, SAID, if_match='"0"')
    with pytest.raises(PreconditionFailed), at_work(house, admin) as work:
        report_cycle.submit(work, draft, if_match='"1"')

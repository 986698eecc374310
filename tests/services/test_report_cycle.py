"""The cycle of a compliance report: nothing moves that the table does not have, and nobody of the ministry sees a draft."""

from collections.abc import Callable
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.access import Role
from app.errors import (
    Conflict,
    FourEyesRequired,
    NotFound,
)
from app.models.audit import AuditEntry
from app.models.reports import Report
from app.reports import snapshot
from app.services import report_answers, report_cycle, reports
from app.vocabulary.organisations import Severity
from app.vocabulary.reports import Cause, Decision, ReportStep
from app.work import Actor, House, Work
from tests.builders import DAY, Clock, Town
from tests.services.cycles import (
    PERIOD,
    SAID,
    accept_all,
    admin,
    answer_all,
    at_work,
    auditor,
    cycle,
    draft,
    frozen,
    items,
    officer,
    return_one,
    submitted,
)

__all__ = ["admin", "auditor", "draft", "officer"]  # fixtures


@pytest.mark.sqlite_only
def test_every_breach_waits_for_an_answer(house: House, admin: Actor, draft: UUID) -> None:
    told = cycle(house, admin, draft)
    with at_work(house, admin) as work:
        content = work.session.get_one(Report, draft).content
    amiss = {r["standard"] for r in content["standards"] + content["staff"] if r["unmet"] or r["overdue"] or r["unknown"]}
    assert amiss
    assert set(told["breaches"]) == amiss | {"quarterly_statistics"}
    assert told["waiting_for"] == told["breaches"]
    assert told["next_moves"] == ["answer", "withdraw"]
    assert set(told["open_fields"]) == set(told["breaches"])
    assert "narrative" in told["open_fields"]["quarterly_statistics"]


def test_from_draft_to_frozen_by_way_of_a_return(house: House, admin: Actor, officer: Actor, draft: UUID, clock: Clock) -> None:
    first, *others = submitted(house, admin, draft)
    for item in others:
        with at_work(house, officer) as work:
            report_cycle.decide(work, draft, item, Decision.ACCEPTED, severity=Severity.MAJOR)
    return_one(house, officer, draft, first)
    with at_work(house, officer) as work:
        report_cycle.give_back(work, draft)
    returned = cycle(house, admin, draft)
    assert (returned["state"], returned["waiting_for"], list(returned["open_fields"])) == ("returned", [first], [first])
    with at_work(house, admin) as work:
        report_cycle.answer(work, draft, first, SAID._replace(cause=Cause.TRAINING))
    # What is not submitted yet, nobody of the ministry sees.
    with at_work(house, officer) as work:
        row = report_answers.one(report_answers.of(work, draft), first)
        seen = report_answers.shown(officer.role, work.session.get_one(Report, draft), row, work.session.get_one(Report, draft).content)
    assert (seen["state"], seen["answer"]["cause"]) == ("returned", "funds")
    with at_work(house, admin) as work:
        report_cycle.submit(work, draft)
    accept_all(house, officer, draft)
    clock.advance(DAY)
    with at_work(house, officer) as work:
        report = report_cycle.complete(work, draft)
    told = cycle(house, admin, draft)
    assert (told["state"], told["next_moves"], told["open_fields"]) == ("frozen", [], {})
    assert [move["move"] for move in told["history"] if move["move"] != "decide"] == ["submit", "return", "submit", "complete"]
    assert report.snapshot is not None
    assert {a["item"]: a["cause"] for a in report.snapshot["answers"]}[first] == "training"
    assert report.snapshot["history"][-1]["move"] == "complete"
    assert report.snapshot["hidden_below"] == 11


def test_the_snapshot_is_signed_with_its_place_in_the_audit_log(house: House, admin: Actor, officer: Actor, draft: UUID) -> None:
    frozen(house, admin, officer, draft)
    with at_work(house, admin) as work:
        report = work.session.get_one(Report, draft)
        entry = work.session.get_one(AuditEntry, (report.audit_chain, report.audit_position))
    assert report.snapshot is not None
    assert report.signature is not None
    assert snapshot.digest(report.snapshot) == report.snapshot_digest == entry.details["digest"]
    assert (entry.event, entry.hash, entry.chain_id) == ("ReportFrozen", report.audit_hash, report.organisation_id)
    message = snapshot.statement(
        str(report.snapshot_digest), chain=str(entry.chain_id), position=entry.position, entry_hash=entry.hash.hex()
    )
    Ed25519PublicKey.from_public_bytes(house.vault.export_public_key()).verify(report.signature, message)


def test_the_database_itself_refuses_to_change_a_frozen_report(house: House, admin: Actor, officer: Actor, draft: UUID) -> None:
    frozen(house, admin, officer, draft)
    for statement in ("UPDATE reports SET period_to = '2025-12-31'", "DELETE FROM reports", "UPDATE report_moves SET state = 'drafted'"):
        with pytest.raises(DatabaseError, match="refused"), house.writing.begin() as connection:
            connection.execute(text(statement))


MOVES: dict[str, Callable[[Work, UUID, str], object]] = {
    "answer": lambda work, report, item: report_cycle.answer(work, report, item, SAID),
    "submit": lambda work, report, item: report_cycle.submit(work, report),
    "withdraw": lambda work, report, item: report_cycle.withdraw(work, report),
    "decide": lambda work, report, item: report_cycle.decide(work, report, item, Decision.ACCEPTED),
    "return": lambda work, report, item: report_cycle.give_back(work, report),
    "complete": lambda work, report, item: report_cycle.complete(work, report),
}
# State -> what is possible there once every answer is given and none decided.
POSSIBLE = {
    "drafted": {"answer", "submit", "withdraw"},
    "submitted": {"decide"},
    "returned": {"answer"},
    "frozen": set[str](),
    "withdrawn": set[str](),
    "kept": set[str](),
}


def brought_to(house: House, town: Town, state: str, report: UUID) -> UUID:
    admin, officer = town.person(Role.ORGANISATION_ADMIN).actor, town.person(Role.MOSAVY_OFFICER).actor
    if state == "kept":
        with at_work(house, town.person(Role.MOSAVY_AUDITOR).actor) as work:
            return UUID(reports.make(work, town.own, PERIOD).content["id"])
    if state == "frozen":
        frozen(house, admin, officer, report)
        return report
    first, *others = answer_all(house, admin, report)
    with at_work(house, admin) as work:
        (report_cycle.withdraw if state == "withdrawn" else report_cycle.submit)(work, report) if state != "drafted" else None
    if state == "returned":
        for item in others:
            with at_work(house, officer) as work:
                report_cycle.decide(work, report, item, Decision.ACCEPTED)
        return_one(house, officer, report, first)
        with at_work(house, officer) as work:
            report_cycle.give_back(work, report)
    return report


@pytest.mark.sqlite_only
@pytest.mark.parametrize("state", POSSIBLE)
def test_a_move_that_the_state_does_not_have_is_refused_by_name(house: House, town: Town, draft: UUID, state: str) -> None:
    report = brought_to(house, town, state, draft)
    item = items(house, town.person(Role.ORGANISATION_ADMIN).actor, draft)[0]
    refused = set(MOVES) - POSSIBLE[state]
    for move in refused:
        role = Role.MOSAVY_OFFICER if move in ("decide", "return", "complete") else Role.ORGANISATION_ADMIN
        absent = role is Role.MOSAVY_OFFICER and state in ("drafted", "withdrawn")
        no_answers = state == "kept" and move in ("answer", "decide")
        with pytest.raises(NotFound if absent or no_answers else Conflict) as told, at_work(house, town.person(role).actor) as work:
            MOVES[move](work, report, item)
        if told.type is Conflict:
            assert f"The report is {state}: {move} is not possible." in told.value.detail
            assert "Possible are: " in told.value.detail
    assert {str(step) for step in ReportStep} == set(MOVES)


@pytest.mark.sqlite_only
def test_nothing_is_submitted_while_an_item_waits(house: House, admin: Actor, draft: UUID) -> None:
    first, *_ = items(house, admin, draft)
    with at_work(house, admin) as work:
        report_cycle.answer(work, draft, first, SAID)
    with pytest.raises(Conflict, match="quarterly_statistics") as told, at_work(house, admin) as work:
        report_cycle.submit(work, draft)
    assert first not in told.value.detail


@pytest.mark.sqlite_only
def test_an_accepted_answer_stays_locked_when_others_are_returned(house: House, town: Town, admin: Actor, draft: UUID) -> None:
    brought_to(house, town, "returned", draft)
    accepted = items(house, admin, draft)[1]
    with pytest.raises(Conflict, match="locked"), at_work(house, admin) as work:
        report_cycle.answer(work, draft, accepted, SAID)


def test_nobody_of_the_ministry_learns_of_a_draft(
    house: House, town: Town, admin: Actor, officer: Actor, auditor: Actor, draft: UUID
) -> None:
    for actor in (officer, auditor):
        with pytest.raises(NotFound), at_work(house, actor) as work:
            reports.read(work, draft, format_="json")
        with at_work(house, actor) as work:
            assert reports.listed(work, cursor=None, limit=50).items == []
    submitted(house, admin, draft)
    for actor in (officer, auditor):
        assert cycle(house, actor, draft)["state"] == "submitted"


@pytest.mark.sqlite_only
def test_whoever_reviews_sees_no_small_count_and_the_auditor_all(
    house: House, admin: Actor, officer: Actor, auditor: Actor, draft: UUID
) -> None:
    submitted(house, admin, draft)
    with at_work(house, officer) as work:
        assert reports.read(work, draft, format_="json").content["hidden_below"] == 11
    with at_work(house, auditor) as work:
        assert reports.read(work, draft, format_="json").content["hidden_below"] is None


@pytest.mark.sqlite_only
def test_a_withdrawn_draft_makes_room_for_another(house: House, town: Town, admin: Actor, officer: Actor, draft: UUID) -> None:
    with pytest.raises(Conflict, match=str(draft)), at_work(house, admin) as work:
        reports.make(work, town.own, PERIOD)
    with at_work(house, admin) as work:
        report_cycle.withdraw(work, draft)
    with at_work(house, admin) as work:
        assert reports.make(work, town.own, PERIOD).cycle["state"] == "drafted"
    with pytest.raises(NotFound), at_work(house, officer) as work:
        reports.read(work, draft, format_="json")


@pytest.mark.sqlite_only
def test_whoever_made_a_report_cannot_complete_it(house: House, town: Town, admin: Actor, officer: Actor, draft: UUID) -> None:
    submitted(house, admin, draft)
    accept_all(house, officer, draft)
    both = Actor(admin.user_id, officer.organisation_id, officer.role)
    with pytest.raises(FourEyesRequired), at_work(house, both) as work:
        report_cycle.complete(work, draft)

"""A supervisor sees what is late, silent, waiting and left alone in the own organisation, and nothing of another."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from app.access import Role
from app.models.registers import User
from app.services import agenda, supervision
from app.services.htcds import identity_exports
from app.services.instants import iso
from app.vocabulary.disclosing import IdentityExportPurpose
from app.work import House, Work, unit_of_work
from tests.builders import DAY, HOUR, Clock, Person, Town, a_case, a_user, do
from tests.exchange.files import a_key


@pytest.fixture
def supervisor(town: Town) -> Person:
    return town.person(Role.SUPERVISOR)


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


def ask(house: House, person: Person, question: Any, **more: Any) -> Any:
    with unit_of_work(house, person.actor, writes=False) as work:
        return question(work, **more)


def assign(house: House, supervisor: Person, case: UUID, user_id: UUID) -> UUID:
    facts = {"user_id": str(user_id), "assigned_at": iso(house.clock())}
    return do(house, supervisor.actor, "assign_case_worker", {"case_id": case}, **facts).record_id


def test_lateness_counts_what_the_agenda_shows_as_overdue(
    house: House, town: Town, clock: Clock, supervisor: Person, worker: Person
) -> None:
    first, second, alone = (a_case(house, worker) for _ in range(3))
    for case in (first, second):
        assign(house, supervisor, case, worker.id)
    a_case(house, town.person(Role.SOCIAL_WORKER, town.other))
    clock.advance(20 * DAY)

    def overdue(work: Work) -> list[agenda.Due]:
        return [due for due in agenda.of_caseload(work, limit=1000) if due.status == "overdue"]

    due = ask(house, supervisor, overdue)
    assert due
    by_worker = {w.user_id: w for w in ask(house, supervisor, supervision.lateness_by_worker)}
    mine = [d for d in due if d.case_id in (str(first), str(second))]
    oldest = min(str(d.due_at) for d in mine)[:10]
    assert by_worker[worker.id] == (worker.id, 2, 2, len(mine), oldest)
    assert by_worker[None][1:4] == (1, 1, len(due) - len(mine))
    by_standard = {s.standard: s.cases for s in ask(house, supervisor, supervision.lateness_by_standard)}
    assert by_standard == {d.standard: sum(other.standard == d.standard for other in due) for d in due}
    assert [line.case_id for line in ask(house, supervisor, supervision.without_worker)] == [alone]


def test_a_worker_who_was_assigned_twice_counts_once_and_one_who_left_not_at_all(
    house: House, town: Town, supervisor: Person, worker: Person
) -> None:
    leaver = a_user(house, town.own, Role.SOCIAL_WORKER)
    twice, left = a_case(house, worker), a_case(house, worker)
    for case, user_id in ((twice, worker.id), (twice, worker.id), (left, leaver.user_id)):
        assign(house, supervisor, case, user_id)
    with house.writing.begin() as connection:
        connection.execute(update(User).where(User.id == leaver.user_id).values(active=False))
    by_worker = {w.user_id: w.open_cases for w in ask(house, supervisor, supervision.lateness_by_worker)}
    assert by_worker == {worker.id: 1, None: 1}
    assert [line.case_id for line in ask(house, supervisor, supervision.without_worker)] == [left]


def test_silence_is_told_from_the_fourteenth_day_on(house: House, clock: Clock, supervisor: Person, worker: Person) -> None:
    silent, spoken = a_case(house, worker), a_case(house, worker)
    assign(house, supervisor, silent, worker.id)
    clock.advance(14 * DAY - 1)
    assert ask(house, supervisor, supervision.silent) == []
    do(house, worker.actor, "record_risk_assessment", {"case_id": spoken}, assessed_at=iso(clock.now))
    clock.advance(1)
    (found,) = ask(house, supervisor, supervision.silent)
    assert (found.case.case_id, found.days, found.workers) == (silent, 14, (worker.id,))
    assert len(ask(house, supervisor, supervision.silent, days=0)) == 2


def test_what_waits_is_told_until_it_is_answered(house: House, town: Town, clock: Clock, supervisor: Person, worker: Person) -> None:
    case = a_case(house, worker)
    assign(house, supervisor, case, worker.id)
    ids, now = {"case_id": case}, iso(clock.now)
    own = do(house, supervisor.actor, "request_waiver", ids, standard_id="R1-01", requested_at=now).record_id
    asked = do(house, worker.actor, "request_waiver", ids, standard_id="R1-02", requested_at=now).record_id
    leave = do(house, worker.actor, "request_leave", ids, kind="depart", requested_at=now).record_id
    referral = do(house, worker.actor, "send_referral", ids, recipient="ngo", service_type="legal_aid", sent_at=now).record_id
    plan = {"completed_at": now, "client_signature": "missing", "approved_by_supervisor": None}
    replaced = do(house, worker.actor, "record_service_plan", ids, **plan).record_id
    unsigned = do(house, worker.actor, "record_service_plan", ids, **plan).record_id
    going_home = do(house, worker.actor, "draft_reintegration_plan", ids, drafted_at=now).record_id
    complaint = do(house, worker.actor, "receive_complaint", shelter_id=None, received_at=now).record_id
    do(house, town.person(Role.SOCIAL_WORKER, town.other).actor, "receive_complaint", shelter_id=None, received_at=now)
    with unit_of_work(house, worker.actor) as work:
        recipient = a_key()[1]
        reason = "The handover is on Friday."
        export = identity_exports.ask(
            work, [case], recipient=recipient, purpose=IdentityExportPurpose.HANDOVER, reason=reason, format_="csv"
        )
    found = {w.record_id: w for w in ask(house, supervisor, supervision.waiting)}
    assert {record_id: w.kind for record_id, w in found.items()} == {
        own: "waiver",
        asked: "waiver",
        leave: "leave_request",
        referral: "referral",
        unsigned: "plan_unsigned",
        going_home: "return_not_agreed",
        complaint: "complaint",
        UUID(export["id"]): "identity_export",
    }
    assert replaced not in found
    assert {w.kind for w in found.values()} < set(supervision.WAITING)
    assert [w.record_id for w in found.values() if w.own] == [own]
    assert (found[asked].about, found[asked].asked_by, found[asked].since) == ("R1-02", worker.id, clock.now)
    assert found[asked].case is not None
    assert found[asked].case.case_id == case

    clock.advance(HOUR)
    later = iso(clock.now)
    do(house, supervisor.actor, "decide_waiver", {"waiver_id": asked}, decision="refused", decided_at=later)
    do(house, worker.actor, "refuse_leave", ids | {"leave_request_id": leave}, refused_at=later)
    do(house, worker.actor, "decide_referral", {"referral_id": referral}, decision="accepted", decided_at=later, refusal_reason=None)
    do(house, worker.actor, "agree_reintegration_plan", ids | {"plan_id": going_home}, client_agreed_at=later)
    do(house, supervisor.actor, "acknowledge_complaint", {"complaint_id": complaint}, acknowledged_at=later)
    do(house, worker.actor, "record_service_plan", ids, completed_at=later, client_signature="signed", approved_by_supervisor=None)
    left = {w.record_id: w.kind for w in ask(house, supervisor, supervision.waiting)}
    assert (left[own], left[leave]) == ("waiver", "leave_refused")
    assert sorted(left.values()) == ["identity_export", "leave_refused", "plan_unapproved", "waiver"]


def test_another_organisation_s_supervisor_sees_nothing_of_it(house: House, town: Town, clock: Clock, worker: Person) -> None:
    case = a_case(house, worker)
    do(house, worker.actor, "request_waiver", {"case_id": case}, standard_id="R1-01", requested_at=iso(clock.now))
    do(house, worker.actor, "receive_complaint", shelter_id=None, received_at=iso(clock.now))
    clock.advance(30 * DAY)
    stranger = town.person(Role.SUPERVISOR, town.other)
    for question in (
        supervision.lateness_by_worker,
        supervision.lateness_by_standard,
        supervision.silent,
        supervision.waiting,
        supervision.without_worker,
    ):
        assert ask(house, stranger, question) == []

"""The story of a case: what happened, in its order, without a word that is sealed."""

from uuid import UUID

import pytest
from sqlalchemy import event, insert

from app.access import Role
from app.ids import new_id
from app.models.ledger import Entry
from app.services import corrections, scope, stories
from app.services.instants import iso
from app.services.scope import Subject
from app.services.stories import Told
from app.work import House, unit_of_work
from tests.builders import DAY, HOUR, Clock, Person, Town, a_case, do


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


def told(house: House, person: Person, case: UUID) -> list[Told]:
    with unit_of_work(house, person.actor, writes=False) as work:
        return stories.of_case(work, scope.case(work, case))


def test_a_story_is_in_the_order_of_what_happened(house: House, clock: Clock, worker: Person) -> None:
    case = a_case(house, worker)
    opened_at = clock.now - HOUR
    clock.advance(3 * DAY)
    do(house, worker.actor, "record_risk_assessment", {"case_id": case}, assessed_at=iso(clock.now))
    late = do(house, worker.actor, "write_case_note", {"case_id": case}, written_at=iso(clock.now - DAY))
    first, note, risk = told(house, worker, case)
    assert (first.act, first.step, first.occurred_at) == ("open_case", "interview", opened_at)
    assert (note.record_id, note.occurred_at, note.recorded_at, note.recorded_by) == (late.record_id, clock.now - DAY, clock.now, worker.id)
    assert note.sealed
    assert not set(note.sealed) & note.facts.keys()
    assert (risk.act, risk.step, risk.corrected) == ("record_risk_assessment", None, False)


def test_a_correction_stands_with_what_it_corrects_and_both_say_so(house: House, clock: Clock, worker: Person) -> None:
    case = a_case(house, worker)
    made = do(house, worker.actor, "record_risk_assessment", {"case_id": case}, assessed_at=iso(clock.now), level="low")
    clock.advance(DAY)
    do(house, worker.actor, "write_case_note", {"case_id": case}, written_at=iso(clock.now))
    with unit_of_work(house, worker.actor) as work:
        subject = Subject("case", scope.case(work, case, lock=True))
        corrections.correct(work, subject, "risk_assessment", made.record_id, {"level": "high"}, "Written down wrongly.")
    _, risk, correction, note = told(house, worker, case)
    assert (risk.facts["level"], risk.corrected, risk.correction) == ("low", True, False)
    assert (correction.facts["level"], correction.corrected, correction.correction) == ("high", False, True)
    assert correction.sealed == ("correction_reason",)
    assert (note.corrected, note.correction) == (False, False)


def test_steps_are_marked(house: House, clock: Clock, worker: Person) -> None:
    case = a_case(house, worker)
    step = {"act": "change_step", "record": "step_change", "facts": {"to_step": "support"}}
    whose = {"organisation_id": worker.actor.organisation_id, "subject_kind": "case", "subject_id": case, "recorded_by": worker.id}
    ids, at = {"id": new_id(), "record_id": new_id()}, {"occurred_at": clock.now, "recorded_at": clock.now}
    with house.writing.begin() as connection:
        connection.execute(insert(Entry).values(position=2, makes=True, **step, **whose, **ids, **at))
    assert [(t.act, t.step) for t in told(house, worker, case)] == [("open_case", "interview"), ("change_step", "support")]


def test_an_auditor_s_story_reads_nothing_of_the_sealed_table(house: House, town: Town, clock: Clock, worker: Person) -> None:
    case = a_case(house, worker)
    do(house, worker.actor, "write_case_note", {"case_id": case}, written_at=iso(clock.now))
    asked: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(house.auditing, "before_cursor_execute", note)
    whole = told(house, town.person(Role.MOSAVY_AUDITOR), case)
    event.remove(house.auditing, "before_cursor_execute", note)
    assert len(whole) == 2
    assert [t.sealed for t in whole] == [(), ()]
    assert not any("sealed_values" in statement for statement in asked)
    assert any("entries" in statement for statement in asked)

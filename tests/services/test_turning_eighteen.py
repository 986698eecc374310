"""A child turns eighteen: the age class changes on the day, and nowhere is a date of birth to be read."""

from app.access import Role
from app.services import findings, scope, turning_eighteen
from app.services.scope import Subject
from app.work import House, unit_of_work
from tests.builders import DAY, Clock, Town, a_case, do


def test_on_the_eighteenth_birthday_the_age_class_is_recorded_and_a_childs_standards_end(house: House, town: Town) -> None:
    clock = house.clock
    assert isinstance(clock, Clock)
    worker = town.person(Role.SOCIAL_WORKER)
    case_id = a_case(house, worker)
    do(house, worker.actor, "record_age", {"case_id": case_id}, age_class="child", basis="birth_certificate", determined_at=None)
    do(house, worker.actor, "register_person", {"case_id": case_id}, date_of_birth="2007-06-20", registered_at=None)
    assert turning_eighteen.record_due(house) == 0
    clock.advance(5 * DAY)  # 21 June 2025: the birthday was yesterday
    assert turning_eighteen.record_due(house) == 1
    assert turning_eighteen.record_due(house) == 0
    with unit_of_work(house, worker.actor, writes=False) as work:
        case = scope.case(work, case_id)
        assert case.age_class == "adult"
        _, facts, _ = findings.at(work, Subject("case", case), as_of=clock.now, known_at=clock.now)
        newest = facts.records["age_determination"][-1]
        assert newest.values["basis"] == "eighteenth_birthday"

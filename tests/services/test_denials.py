"""Refusals in the audit log."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.access import Role
from app.errors import ConsentRequired, Invalid, NotFound, NotPermitted, PreconditionFailed, Refused, Shown, StepBlocked
from app.models.audit import AuditEntry
from app.services import denials
from app.work import House
from tests.builders import Town, a_case, do

SHOWN = Shown("R1-04a", "unmet", None, {}, {}, [], "", "")


def last(house: House, chain: UUID) -> tuple[str, dict[str, object]]:
    query = select(AuditEntry.event, AuditEntry.details).where(AuditEntry.chain_id == chain).order_by(AuditEntry.position.desc()).limit(1)
    with house.reading.connect() as connection:
        return tuple(connection.execute(query).one())  # type: ignore[return-value]  # two columns


def record(house: House, town: Town, refused: Refused, *, role: Role = Role.SUPERVISOR, **path: object) -> None:
    header = town.person(role).headers["Authorization"]
    denials.record(house, header, refused, what="change_step", path=path)


def test_a_blocked_step_is_on_the_case_s_chain_with_its_standards(house: House, town: Town) -> None:
    case_id = a_case(house, town.person(Role.SUPERVISOR))
    record(house, town, StepBlocked([SHOWN]), case_id=str(case_id))
    assert last(house, case_id) == ("ActRefused", {"act": "change_step", "code": "step_blocked", "standards": ["R1-04a"]})


def test_a_refusal_about_a_record_of_a_case_is_on_the_case_s_chain(house: House, town: Town) -> None:
    supervisor = town.person(Role.SUPERVISOR)
    case_id = a_case(house, supervisor)
    waiver = do(house, supervisor.actor, "request_waiver", {"case_id": case_id}, standard_id="R1-04a")
    record(house, town, ConsentRequired(), waiver_id=str(waiver.record_id))
    assert last(house, case_id)[0] == "ActRefused"


@pytest.mark.parametrize("refused", [NotFound(), NotPermitted()])
def test_who_asks_for_a_case_out_of_scope_is_on_the_chain_of_their_own_organisation(house: House, town: Town, refused: Refused) -> None:
    case_id = a_case(house, town.person(Role.SUPERVISOR, town.other))
    record(house, town, refused, case_id=str(case_id))
    assert last(house, town.own) == ("AccessDenied", {"permission": "change_step", "code": refused.code})
    assert last(house, case_id)[0] != "AccessDenied"


@pytest.mark.parametrize("refused", [Invalid(), PreconditionFailed()])
def test_what_was_merely_sent_wrongly_is_not_recorded(house: House, town: Town, refused: Refused) -> None:
    before = last(house, town.own)
    record(house, town, refused, case_id=str(uuid4()))
    assert last(house, town.own) == before


def test_a_stranger_s_refusal_and_a_broken_path_harm_nothing(house: House, town: Town) -> None:
    denials.record(house, None, NotFound(), what="read_case", path={})
    record(house, town, NotFound(), case_id="\x00 no id")
    assert last(house, town.own)[0] == "AccessDenied"


@pytest.mark.sqlite_only
def test_a_database_that_fails_does_not_hide_the_refusal(house: House, town: Town) -> None:
    with house.writing.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit_entries")
    record(house, town, NotPermitted())

"""The corrective plan: made of what was accepted, late by itself, closed by a second look only."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access import Role
from app.errors import (
    Conflict,
    NotFound,
)
from app.models.reports import PlanItem
from app.services import corrections, corrective_plan, rebuilding
from app.services.corrective_plan import Asked
from app.services.instants import first_second
from app.services.migrating import Section, downgrade, upgrade
from app.vocabulary.consequences import LADDER, Consequence
from app.vocabulary.reports import PlanState
from app.work import Actor, House
from tests.builders import DAY, START, Clock, Town, do
from tests.services.cycles import DUE, SAID, WORDS, admin, at_work, auditor, cycle, draft, frozen, items, officer, plan

__all__ = ["admin", "auditor", "draft", "officer"]  # fixtures


def test_the_ledger_the_registers_and_the_audit_log_agree_with_the_cycle(house: House, admin: Actor, officer: Actor, draft: UUID) -> None:
    frozen(house, admin, officer, draft, SAID._replace(words=WORDS))
    assert [found for found in rebuilding.check(house) if found] == []
    with at_work(house, officer) as work:
        item = work.session.scalars(select(PlanItem).limit(1)).one()
        item.state = PlanState.CLOSED
        work.audited += 1
    assert [d.where for found in rebuilding.check(house) for d in found] == [f"corrective_actions {item.id}.state"]


def test_what_was_accepted_becomes_the_plan(house: House, admin: Actor, officer: Actor, draft: UUID) -> None:
    report = frozen(house, admin, officer, draft, SAID._replace(words=WORDS))
    told = plan(house, admin)
    assert {item["standard"] for item in told} == set(items(house, admin, draft))
    assert {(item["report_id"], item["due_on"], item["responsible"], item["state"]) for item in told} == {
        (str(draft), DUE.isoformat(), "supervisor", "open")
    }
    assert report.snapshot is not None
    assert {item["item"] for item in report.snapshot["plan"]} == {item["standard"] for item in told}
    assert WORDS not in str(told) + str(report.snapshot)


def test_an_item_that_is_late_climbs_the_ladder_by_itself(house: House, admin: Actor, officer: Actor, draft: UUID, clock: Clock) -> None:
    frozen(house, admin, officer, draft)
    item = plan(house, admin)[0]
    assert (item["escalation"], item["next_step"]["on"]) == (None, (DUE + timedelta(days=1)).isoformat())
    climbed = []
    while item["next_step"] is not None:
        step, day = item["next_step"]["step"], date.fromisoformat(item["next_step"]["on"])
        clock.now = first_second(day) - 1
        assert plan(house, admin)[0]["escalation"] == item["escalation"]
        assert plan(house, admin, escalation=step) == []
        clock.advance(1)
        (item, *_) = everything = plan(house, admin)
        assert (item["escalation"]["step"], item["days_overdue"]) == (step, (day - DUE).days)
        assert item["escalation"]["basis"] in ("sourced", "proposed")
        assert plan(house, admin, escalation=step) == everything
        assert [other for other in Consequence if other != step and plan(house, admin, escalation=other)] == []
        climbed.append(step)
    assert climbed == [c for c in Consequence if c in climbed]
    assert climbed[-1] == LADDER[-1].consequence


def test_done_is_not_closed_before_the_ministry_looked_again(house: House, admin: Actor, officer: Actor, draft: UUID, clock: Clock) -> None:
    frozen(house, admin, officer, draft)
    ids = {"corrective_action_id": UUID(plan(house, admin)[0]["id"])}

    def told() -> dict[str, Any]:
        return next(item for item in plan(house, officer) if item["id"] == str(ids["corrective_action_id"]))

    do(house, admin, "finish_corrective_action", ids, done_on=None)
    assert (told()["state"], told()["evidence_digest"] is not None, plan(house, admin)[-1]["id"]) == ("done", True, told()["id"])
    do(house, officer, "look_again_at_corrective_action", ids, looked_again_on=None, second_look="partly")
    assert (told()["state"], told()["second_look"]) == ("reopened", "partly")
    clock.now = START + 91 * DAY
    assert told()["days_overdue"] == 1
    do(house, admin, "finish_corrective_action", ids, done_on=None)
    do(house, officer, "look_again_at_corrective_action", ids, looked_again_on=None, second_look="put_right")
    assert (told()["state"], told()["escalation"], told()["days_overdue"]) == ("closed", None, None)
    assert [found for found in rebuilding.check(house) if found] == []


@pytest.mark.sqlite_only
def test_the_day_on_which_it_is_due_is_not_moved_by_a_correction(house: House, town: Town, admin: Actor) -> None:
    raised = do(house, admin, "raise_corrective_action", shelter_id=None, organisation_id=None, due_on="2025-07-01")
    with pytest.raises(Conflict), at_work(house, admin) as work:
        corrections.correct(work, raised.subject, "corrective_action", raised.record_id, {"due_on": "2026-07-01"}, "Invented reason")
    assert plan(house, admin)[0]["due_on"] == "2025-07-01"


def test_the_plan_is_the_organisations_own_and_the_ministrys(
    house: House, town: Town, admin: Actor, officer: Actor, auditor: Actor
) -> None:
    given: dict[str, Any] = {"standard_id": "R4-04", "shelter_id": None, "raised_on": None, "due_on": "2025-08-01"}
    do(house, officer, "raise_corrective_action", organisation_id=str(town.other), **given)
    do(house, town.person(Role.SUPERVISOR).actor, "raise_corrective_action", organisation_id=None, **given)
    assert [item["organisation_id"] for item in plan(house, admin)] == [str(town.own)]
    used = house.vault.keys_used
    assert {item["organisation_id"] for item in plan(house, auditor)} == {str(town.own), str(town.other)}
    assert [item["organisation_id"] for item in plan(house, auditor, organisation_id=town.other)] == [str(town.other)]
    assert house.vault.keys_used == used
    with pytest.raises(NotFound):
        plan(house, admin, organisation_id=town.other)


def test_the_plan_turns_its_pages_most_urgent_first(house: House, admin: Actor) -> None:
    days = ["2025-09-01", "2025-07-01", "2025-08-01", "2025-07-01"]
    raised = [do(house, admin, "raise_corrective_action", shelter_id=None, organisation_id=None, due_on=day).record_id for day in days]
    do(house, admin, "finish_corrective_action", {"corrective_action_id": raised[1]}, done_on=None)
    shown: list[str] = []
    cursor: str | None = None
    while True:
        with at_work(house, admin) as work:
            page = corrective_plan.listed(work, Asked(), cursor=cursor, limit=1)
        shown += [item["id"] for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert shown == [str(raised[n]) for n in (3, 2, 0, 1)]


def test_what_was_there_before_the_cycle_is_kept_and_planned(house: House, town: Town, admin: Actor, auditor: Actor, draft: UUID) -> None:
    shelter = do(house, admin, "register_shelter", opened_on="2024-01-01", code="SH-1").record_id
    raised = [
        do(house, admin, "raise_corrective_action", shelter_id=place, organisation_id=None).record_id for place in (str(shelter), None)
    ]
    do(house, admin, "finish_corrective_action", {"corrective_action_id": raised[0]}, done_on=None, evidence_digest=None)
    before = plan(house, admin)
    downgrade(house.writing, Section.MAIN, "0009")
    upgrade(house.writing, Section.MAIN)
    assert cycle(house, auditor, draft)["state"] == "kept"
    unknown = {"responsible": None}
    assert [item | unknown for item in before] == plan(house, admin)

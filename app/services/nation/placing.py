"""Placing a story: the case of one organisation, in one province, with ids of its own. Nothing that is judged by changes with it."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from app.models.base import FOREVER
from app.services import registers
from app.services.nation.country import CASES, Where, people_of, where
from app.services.nation.plan import Kind, Plan, dashed, digits_of
from app.services.nation.playing import CASE, CASE_NUMBER, PROVINCE
from app.services.nation.rows import Line, Rows, Subject, add_findings, add_ledger, lines_of
from app.services.nation.staff import ORGANISATION, SHELTERS, STAFF
from app.services.nation.telling import ToldStory

_KNOWN = {str(one) for one in (ORGANISATION, CASE, CASE_NUMBER, PROVINCE, *SHELTERS, *(user for user, _ in STAFF))}


class Placeable(NamedTuple):
    """A story made ready to be placed many times: its entries, its registers, and the stand-ins of its records in their order."""

    story: ToldStory
    lines: list[Line]
    columns: Mapping[str, Any]
    placements: Mapping[UUID, Mapping[str, Any]]
    referrals: Mapping[UUID, Mapping[str, Any]]
    records: tuple[str, ...]


def placeable(story: ToldStory) -> Placeable:
    """Fold the registers of a story once, as they are folded after each act."""
    entries = [told.fact for told in story.told]
    records = tuple(dict.fromkeys(fact.record_id for fact in entries if fact.record != "case"))
    return Placeable(
        story,
        lines_of(story.told, _KNOWN | set(records)),
        registers.case_columns(entries),
        registers.placement_rows(entries),
        registers.referral_rows(entries),
        records,
    )


def add_case(rows: Rows, plan: Plan, placed: Placeable, *, number: int, catalogue: str) -> None:
    """Add the case of a number, which lives the story."""
    at = where(plan, number, placed.story.kind)
    subject = Subject("case", plan.id(Kind.CASE, CASES + number), at.home.id, CASES + number)
    ids = _ids(plan, placed, subject, at, number)
    head = add_ledger(rows, plan, subject, placed.lines, ids)
    add_findings(rows, plan, subject, placed.story.kept)
    opened = placed.lines[0].told.fact
    victim, c = plan.id(Kind.VICTIM, subject.number), placed.columns
    rows.add("victims", victim, at.home.id, opened.recorded_at)
    rows.add(
        "cases",
        *(subject.id, ids[str(CASE_NUMBER)], at.home.id, victim, catalogue, c["step"], c["sex"], c["nationality_class"], c["age_class"]),
        *(at.province, at.shelter if c["shelter_id"] else None, c["registered_at"], c["closed_at"], *head),
    )
    _add_around(rows, plan, placed, subject, at, ids)


def _ids(plan: Plan, placed: Placeable, subject: Subject, at: Where, number: int) -> dict[str, str]:
    ids = people_of(at.home)
    ids |= {str(CASE): dashed(subject.id), str(CASE_NUMBER): plan.case_number(number), str(PROVINCE): at.province}
    ids |= dict.fromkeys(map(str, SHELTERS), dashed(at.shelter))
    return ids | {name: dashed(plan.id(Kind.RECORD, subject.number, part)) for part, name in enumerate(placed.records)}


def _add_around(rows: Rows, plan: Plan, placed: Placeable, subject: Subject, at: Where, ids: Mapping[str, str]) -> None:
    """Add stays, referrals, who may see the case, and whose trainings its judgement has read."""
    for record, stay in placed.placements.items():
        shelter = at.shelter if stay["shelter_id"] else None
        rows.add("placements", digits_of(ids[str(record)]), subject.id, shelter, stay["admitted_at"], stay["left_at"])
    for record, sent in placed.referrals.items():
        rows.add("referrals", digits_of(ids[str(record)]), subject.id, sent["kind"], sent["state"], sent["recipient"], sent["valid_until"])
    for part, line in enumerate(line for line in placed.lines if line.gives):
        fact, access_id = line.told.fact, plan.id(Kind.ACCESS, subject.number, part)
        grantee = digits_of(ids[str(fact.facts.get("user_id", line.told.by))])
        record_id = None if line.gives == "opened" else digits_of(ids[fact.record_id])
        rows.add("case_access", access_id, subject.id, grantee, fact.recorded_at, FOREVER, line.gives, record_id)
    for read in sorted(placed.story.interviewers or {str(ORGANISATION)}):
        rows.add("case_reads", subject.id, digits_of(ids[read]))

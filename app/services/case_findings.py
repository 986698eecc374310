"""The findings behind the counts, down to cases by pseudonym: no name, no key, no ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, union_all

from app.models.findings import FindingRow
from app.models.registers import Case
from app.services import compliance, counting, cursors
from app.services.columns import source
from app.services.columns.tally import Tally, fits
from app.services.compliance import Wanted
from app.services.counting import KINDS, Cut
from app.services.instants import iso, iso_or_none
from app.services.reading import Page
from app.standards.rules import Scope, Status
from app.work import Work

# Where a case has so many of the findings asked for, a walk through the cases comes to the end of a page sooner than the columns.
OFTEN = 0.05


def page(work: Work, cut: Cut, wanted: Wanted, *, status: Sequence[Status], cursor: str | None, limit: int) -> Page:
    """Return findings of cases by case and standard; every page shows the instant of the first one. Raises Invalid."""
    at, after = (cut.at, None) if cursor is None else cursors.read(cursor, _parsed)
    cut = compliance.allowed(work, replace(cut, at=at, scope=Scope.CASE, standards=compliance.ids_of(work, wanted)))
    f = FindingRow
    query = select(f.subject_id, f.standard, f.status, f.due_at, Case).join(Case, Case.id == f.subject_id)
    query = query.where(*counting.standing(cut), *counting.whom(cut, Scope.CASE, now=work.now))
    if status:
        query = query.where(f.status.in_([s.value for s in status]))
    if (near := _near(work, cut, status, after=after[0] if after else None, limit=limit)) is not None:
        query = query.where(near)
    if after:
        query = query.where(Case.id >= after[0], or_(Case.id > after[0], f.standard > after[1]))
    # By the register's id, not the finding's: then both databases walk the register in its order and stop at the end of the page.
    rows = work.session.execute(query.order_by(Case.id, f.standard).limit(limit + 1)).all()
    shown, more = rows[:limit], len(rows) > limit
    since = _since(work, {row.subject_id for row in shown}, at)
    items = [_item(work, case, standard, status, due_at, since[case_id, standard]) for case_id, standard, status, due_at, case in shown]
    return Page(items, cursors.write(at, shown[-1].subject_id, shown[-1].standard) if more else None)


def _near(work: Work, cut: Cut, status: Sequence[Status], *, after: UUID | None, limit: int) -> ColumnElement[bool] | None:
    """Return the condition of the cases that the next page can be about, as the columns tell; None where there are none to tell it."""
    of = source.of(work, organisation_id=cut.organisation_id)
    if of.columns is None or not fits(cut):
        return None
    tally = Tally(of.columns, [cut], (), now=work.now, left_out=of.left_out)
    if tally.findings_a_case(status) > OFTEN:
        return None
    cases = [UUID(case) for case in tally.first_cases(status, after=after.hex if after else None, pairs=limit + 1)]
    # One list of both: asked for one or the other, PostgreSQL walks through the cases of the whole country.
    return Case.id.in_(union_all(select(Case.id).where(Case.id.in_(cases)), counting.touched(of.columns.stamp)))


def _parsed(at: object, case_id: object, standard: object) -> tuple[int, tuple[UUID, str]]:
    return cursors.whole(at), (cursors.ident(case_id), cursors.code(standard))


def _since(work: Work, case_ids: Iterable[UUID], at: int) -> dict[tuple[UUID, str], int]:
    """Tell since when each finding has its status: what was judged again with the same status is one stretch."""
    f = FindingRow
    query = select(f.subject_id, f.standard, f.status, f.starts_at, f.ends_at)
    query = query.where(f.subject_kind == KINDS[Scope.CASE], f.subject_id.in_(case_ids), f.starts_at <= at)
    since: dict[tuple[UUID, str], int] = {}
    before: dict[tuple[UUID, str], tuple[str, int]] = {}
    for case_id, standard, status, starts_at, ends_at in work.session.execute(query.order_by(f.starts_at)):
        key = case_id, standard
        if before.get(key) != (status, starts_at):
            since[key] = starts_at
        before[key] = status, ends_at
    return since


def _item(work: Work, case: Case, standard_id: str, status: str, due_at: int | None, since: int) -> dict[str, Any]:
    standard = work.books.catalogue(case.catalogue).by_id[standard_id]
    return {
        "case_id": str(case.id),
        "case_number": case.case_number,
        "organisation_id": str(case.organisation_id),
        "shelter_id": str(case.shelter_id) if case.shelter_id else None,
        "province": case.province,
        "case_step": case.step,
        "standard": standard.id,
        "right": standard.right,
        "step": standard.step,
        "status": status,
        "due_at": iso_or_none(due_at),
        "since": iso(since),
    }

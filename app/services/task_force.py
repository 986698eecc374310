"""What a task force sees: a fixed set of tables over its province or the nation, never an organisation, a shelter or a case.

Each table is as of the end of the last whole month. It is kept when it is first asked for, and until the next month ends everybody is
shown what was kept: two answers of neighbouring days would tell who was added between them.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from app.errors import NotPermitted
from app.ids import new_id
from app.models.auditing import TaskForceTable
from app.models.registers import Organisation
from app.reports.figures import COUNTS, Figures, Shown
from app.reports.hiding import hide_counts, hide_small
from app.reports.suppression import THRESHOLD
from app.services import audit, compliance
from app.services.columns import source
from app.services.compliance import By
from app.services.counting import Cut
from app.services.instants import iso, local_day
from app.services.leaving import TaskForceTableKept
from app.services.periods import Period
from app.services.settled_days import settled
from app.standards.rules import Scope
from app.vocabulary.organisations import OrganisationType
from app.work import Work

NATION = "nation"
MONTHS = 12
_NATIONAL = (OrganisationType.CENTRAL_GOVERNMENT, OrganisationType.INTERNATIONAL_ORGANISATION)
_FIGURES = ("subjects", "applicable", *(status.value for status in COUNTS), "share_met")


class Table(StrEnum):
    """The tables there are, by what their lines are; `step` is the step a standard belongs to."""

    RIGHT = "right"
    STEP = "step"
    PROVINCE = "province"
    AGE_CLASS = "age_class"
    SEX = "sex"
    MONTH = "month"


# Tables in which every case stands in one line: what a hidden line holds must not follow from the others and a known total.
_PARTS = frozenset({Table.PROVINCE, Table.AGE_CLASS, Table.SEX})


def table(work: Work, name: Table) -> Mapping[str, Any]:
    """Return a table as it was first shown this month, or make and keep it. Raises NotPermitted for one that the area does not have."""
    organisation = work.session.scalars(select(Organisation).where(Organisation.id == work.actor.organisation_id).with_for_update()).one()
    area = area_of(organisation)
    if name is Table.PROVINCE and area != NATION:
        raise NotPermitted("A provincial task force sees its own province.")
    at = settled(work.now)
    since = local_day(at + 1)
    t = TaskForceTable
    kept = select(t.content).where(t.day == since.isoformat(), t.area == area, t.name == name.value)
    if (shown := work.session.scalar(kept)) is not None:
        return shown
    content = _made(work, name, area, at)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    work.session.add(t(id=new_id(), day=since.isoformat(), area=area, name=name.value, made_at=work.now, content=content))
    audit.record(work, organisation, TaskForceTableKept(since.isoformat(), area, name.value, digest))
    return content


def area_of(organisation: Organisation) -> str:
    """Return whose tables a body sees: the nation's, or those of a province by its code. Raises NotPermitted for other bodies."""
    if organisation.type in _NATIONAL:
        return NATION
    if organisation.type == OrganisationType.LOCAL_GOVERNMENT and organisation.province:
        return organisation.province
    raise NotPermitted("Your organisation is neither national nor the authority of a province.")


def _made(work: Work, name: Table, area: str, at: int) -> dict[str, Any]:
    cut = Cut(at=at, scope=Scope.CASE, province=None if area == NATION else area)
    period = _year(local_day(at)) if name is Table.MONTH else None
    groups = compliance.grouped(work, cut, [By(name.value)], period=period, counted_from=source.of(work))
    keys = sorted(groups, key=compliance.order_of(work))
    rows = _hidden(name, [groups[key] for key in keys])
    return {
        "table": name.value,
        "area": area,
        "as_of": iso(at),
        "hidden_below": THRESHOLD,
        "groups": [{name.value: key[0]} | row for key, row in zip(keys, rows, strict=True)],
    }


def _year(last: date) -> Period:
    """The months up to a day, the last one as far as it has come."""
    first = date(last.year - (last.month < MONTHS), last.month % MONTHS + 1, 1)
    return Period(first, last)


def _hidden(name: Table, figures: list[Figures]) -> list[Shown]:
    """Return the lines with small numbers hidden; a line of a partition may go for the sake of another."""
    rows = [f.shown() for f in figures]
    if name in _PARTS:
        people = hide_counts({str(n): f.subjects for n, f in enumerate(figures)}, THRESHOLD)
        # A line about one person is hidden whole, which is what has to become of these.
        rows = [row | {"subjects": 1} if people[str(n)] is None else row for n, row in enumerate(rows)]
    return [{figure: row[figure] for figure in _FIGURES} for row in hide_small(rows, THRESHOLD)]

"""Where a shelter stands between two visits of the ministry, and what comes next on which day. Pure: facts and a day in, words out.

A visit once a year or more, three months to mend, a second visit, then a report to the minister: the 2014 rule as the press told it (K3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.vocabulary.consequences import months_after
from app.vocabulary.inspections import InspectionState
from app.vocabulary.organisations import InspectionResult

YEARLY_MONTHS, MEND_MONTHS = 12, 3
SOURCE = "Cambodia Daily, new rules for trafficking shelters, Sep 2014 (K3)"

Visit = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, and the next thing with its day; no day where it waits for nobody."""

    state: InspectionState
    next_step: str | None
    next_on: date | None
    last: Visit | None


def standing(visits: Sequence[Visit], *, opened_on: date, today: date) -> Standing:
    """Tell where a shelter stands, from its visits in any order.

    >>> fault = {"inspected_on": "2026-01-10", "visit_number": 1, "result": "faults_found"}
    >>> standing([fault], opened_on=date(2020, 1, 1), today=date(2026, 2, 1)).state.value
    'mending'
    >>> told = standing([fault], opened_on=date(2020, 1, 1), today=date(2026, 4, 10))
    >>> told.state.value, told.next_step, told.next_on
    ('second_visit_due', 'second_visit', datetime.date(2026, 4, 10))
    >>> again = fault | {"inspected_on": "2026-04-20", "visit_number": 2}
    >>> standing([again, fault], opened_on=date(2020, 1, 1), today=date(2026, 5, 1)).state.value
    'failed_twice'
    """
    last = max(visits, key=lambda visit: (str(visit["inspected_on"]), int(visit["visit_number"])), default=None)
    if last is None:
        due = months_after(opened_on, YEARLY_MONTHS)
        return Standing(InspectionState.OVERDUE if due < today else InspectionState.NEVER_INSPECTED, "visit", due, None)
    seen_on = date.fromisoformat(str(last["inspected_on"]))
    if last["result"] == InspectionResult.REFERRED_TO_MINISTER:
        return Standing(InspectionState.REFERRED, None, None, last)
    if last["result"] == InspectionResult.COMPLIANT:
        due = months_after(seen_on, YEARLY_MONTHS)
        return Standing(InspectionState.OVERDUE if due < today else InspectionState.IN_ORDER, "visit", due, last)
    if int(last["visit_number"]) >= 2:
        return Standing(InspectionState.FAILED_TWICE, "report_to_minister", seen_on, last)
    until = mend_by(last)
    if today < until:
        return Standing(InspectionState.MENDING, "second_visit", until, last)
    return Standing(InspectionState.SECOND_VISIT_DUE, "second_visit", until, last)


def mend_by(visit: Visit) -> date:
    """Return until when the faults of a visit are to be mended: as its notice says, else three months after the notice or the visit."""
    if visit.get("mend_by"):
        return date.fromisoformat(str(visit["mend_by"]))
    return months_after(date.fromisoformat(str(visit.get("notice_given_on") or visit["inspected_on"])), MEND_MONTHS)

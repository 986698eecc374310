"""How the standards are kept across cases: counts by every cut, and the cases behind them by pseudonym."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from app.access import Permission
from app.api.door import Routes
from app.api.moments import AsOf, Cursor, Limit, moment
from app.errors import FieldError, Invalid
from app.records.values import Day
from app.services import case_findings, compliance, reading
from app.services.compliance import By, Wanted
from app.services.counting import Cut
from app.services.periods import Period
from app.standards.rules import Scope, Status
from app.vocabulary.cases import AgeClass, Gender, Step
from app.vocabulary.places import Province
from app.work import Work

routes = Routes("compliance")

Groups = Annotated[list[By], Query(max_length=3, description="One to three of these; repeat the parameter. Nothing: one group of all.")]
Words = Annotated[list[Annotated[str, Query(max_length=80)]], Query(max_length=120)]
Statuses = Annotated[list[Status], Query(max_length=7)]
First = Annotated[Day | None, Query(description="First day of the period: cases active in it, by registration and closing.")]
Last = Annotated[Day | None, Query(description="Last day of the period; findings are as of its end, or of now while it runs.")]


@routes.add("GET", "/compliance/summary", Permission.COMPLIANCE_SUMMARY, audit=True, refusals=("not_found",))
def compliance_summary(
    work: Work,
    *,
    by: Groups = [],  # noqa: B006 - FastAPI copies defaults
    right: Words = [],  # noqa: B006 - as above
    standard: Words = [],  # noqa: B006 - as above
    step: Words = [],  # noqa: B006 - as above
    status: Statuses = [],  # noqa: B006 - as above
    scope: Scope | None = None,
    organisation_id: UUID | None = None,
    shelter_id: UUID | None = None,
    province: Province | None = None,
    age_class: AgeClass | None = None,
    sex: Gender | None = None,
    case_step: Step | None = None,
    as_of: AsOf = None,
    period_from: First = None,
    period_to: Last = None,
) -> dict[str, object]:
    """Count how the standards are kept, now or as of any past instant."""
    period = _period(period_from, period_to)
    cut = Cut(
        at=_at(work, as_of, period),
        scope=scope,
        organisation_id=organisation_id,
        shelter_id=shelter_id,
        province=province,
        age_class=age_class,
        sex=sex,
        case_step=case_step,
        period=period.instants if period else None,
    )
    wanted = Wanted(tuple(right), tuple(standard), tuple(step))
    return compliance.summary(work, cut, wanted, list(dict.fromkeys(by)), period=period, status=status)


@routes.add("GET", "/compliance/findings", Permission.COMPLIANCE_FINDINGS, audit=True, refusals=("not_found",))
def compliance_findings(
    work: Work,
    *,
    right: Words = [],  # noqa: B006 - as above
    standard: Words = [],  # noqa: B006 - as above
    step: Words = [],  # noqa: B006 - as above
    status: Statuses = [],  # noqa: B006 - as above
    organisation_id: UUID | None = None,
    shelter_id: UUID | None = None,
    province: Province | None = None,
    age_class: AgeClass | None = None,
    sex: Gender | None = None,
    case_step: Step | None = None,
    as_of: AsOf = None,
    period_from: First = None,
    period_to: Last = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> reading.Page:
    """List the findings behind the counts, down to cases by pseudonym."""
    period = _period(period_from, period_to)
    cut = Cut(
        at=_at(work, as_of, period),
        organisation_id=organisation_id,
        shelter_id=shelter_id,
        province=province,
        age_class=age_class,
        sex=sex,
        case_step=case_step,
        period=period.instants if period else None,
    )
    return case_findings.page(work, cut, Wanted(tuple(right), tuple(standard), tuple(step)), status=status, cursor=cursor, limit=limit)


def _at(work: Work, as_of: str | None, period: Period | None) -> int:
    """The instant asked about: the one named, else the end of the period, else now."""
    named = moment("as_of", as_of)
    return named if named is not None else period.end(work.now) if period else work.now


def _period(first: date | None, last: date | None) -> Period | None:
    if first is None and last is None:
        return None
    if first is None or last is None or last < first:
        raise Invalid("A period has a first day and a last one.", [FieldError("period_to", "must not lie before period_from")])
    return Period(first, last)

"""What a report finds amiss: standards that are unmet, overdue or unknown anywhere in it, and missed duties of the agreement."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.ids import new_id
from app.models.registers import Mou
from app.models.reports import ReportAnswer
from app.reports.mou import Document
from app.services import agreements
from app.services.instants import local_day
from app.services.periods import Period
from app.standards.rules import Status
from app.vocabulary.reports import AnswerState
from app.work import Work

AMISS = (Status.UNMET.value, Status.OVERDUE.value, Status.UNKNOWN.value)


def blank_answers(work: Work, organisation_id: UUID, content: Document, period: Period) -> list[ReportAnswer]:
    """Return an open answer for each breach of a report that was just made of the whole `content`."""
    missed = _missed_duties(work, organisation_id, period)
    found: dict[str, dict[str, Any]] = {item: {} for item in sorted(_standards(content))} | {k: {"missed_on": d} for k, d in missed.items()}
    return [
        ReportAnswer(
            id=new_id(),
            report_id=UUID(content["id"]),
            item=item,
            found=what,
            state=AnswerState.OPEN,
            revision=0,
            said={},
            submitted={},
            decision={},
        )
        for item, what in found.items()
    ]


def figures(content: Document, answer: ReportAnswer) -> Document:
    """Return what the report says of the item, as its reader may see it: counts over cases and staff, codes of shelters, days missed."""
    shown: Document = {"cases": _row(content["standards"], answer.item), "staff": _row(content["staff"], answer.item)}
    shown["shelters"] = [shelter["code"] for shelter in content["shelters"] if answer.item in _amiss_in(shelter)]
    return shown | dict(answer.found)


def text(content: Document, item: str) -> Mapping[str, str] | None:
    """Return what the standard asks for, in English and Khmer; None for a duty of the agreement."""
    findings = [finding for shelter in content["shelters"] for finding in shelter["findings"]]
    rows = [*content["standards"], *content["staff"], *findings]
    return next((row["text"] for row in rows if row["standard"] == item and "text" in row), None)


def _standards(content: Document) -> set[str]:
    counted = {row["standard"] for name in ("standards", "staff") for row in content[name] if any(row[status] for status in AMISS)}
    return counted.union(*(_amiss_in(shelter) for shelter in content["shelters"]))


def _amiss_in(shelter: Document) -> set[str]:
    return {finding["standard"] for finding in shelter["findings"] if finding["status"] in AMISS}


def _row(rows: Iterable[Document], item: str) -> Document | None:
    return next(({status: row[status] for status in AMISS} for row in rows if row["standard"] == item), None)


def _missed_duties(work: Work, organisation_id: UUID, period: Period) -> dict[str, list[str]]:
    """The duties under any agreement that fell due in the period and had not been delivered by its end or by today: kind -> days."""
    until = local_day(period.end(work.now))
    mous = work.session.scalars(select(Mou).where(Mou.organisation_id == organisation_id).order_by(Mou.id)).all()
    missed: dict[str, list[str]] = {}
    for duty in (duty for held in agreements.hold(work, mous).values() for duty in held.duties):
        late = duty.slot.due_on < until and (duty.submitted_on is None or duty.submitted_on > until)
        if late and duty.slot.due_on >= period.first:
            missed.setdefault(str(duty.slot.kind), []).append(duty.slot.due_on.isoformat())
    return {kind: sorted(days) for kind, days in sorted(missed.items())}

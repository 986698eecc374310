"""The findings of a case with their reasons and proof: now, or as it stood on any day with the knowledge of any day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from app.access import Permission
from app.console import addresses, labels
from app.console.answers import Page
from app.console.asking import Asked
from app.console.door import Pages
from app.models.registers import Case
from app.records.registry import RECORDS
from app.services import explaining, ledger, scope
from app.services.instants import first_second
from app.services.scope import Subject
from app.standards.kinds import Reason
from app.standards.rules import Catalogue, Scope, Status
from app.work import Work

pages = Pages()
_DAY = 86_400
_SHOWN_FIRST = (Status.OVERDUE, Status.UNMET, Status.UNKNOWN, Status.PENDING, Status.WAIVED, Status.MET, Status.NOT_APPLICABLE)


class Proof(NamedTuple):
    """A record that proves something: what it is, when it was, and its page; what is not of this case has none."""

    record: str | None
    at: int | None
    href: str | None


class Why(NamedTuple):
    """One reason in words: the sentence is of the code, with the fields it names, a length of time and the proof."""

    reason: str
    status: str
    fields: list[str]
    seconds: int | None
    proof: list[Proof]


class Moment(NamedTuple):
    """A day that was asked for: its last second, or now; `wrong` for what is no day."""

    at: int | None
    wrong: bool = False


@pages.get("/cases/{case_id}/findings", Permission.CASE_FINDINGS, opens_case=True)
def case_findings(work: Work, asked: Asked) -> Page:
    """Show every finding of a case, or those of one right or status."""
    case = scope.case(work, asked.ids["case_id"])
    as_of, known_at = (_moment(work, asked.query.get(name, "")) for name in ("as_of", "known_at"))
    wanted = asked.query.get("catalogue", "")
    name = wanted if wanted in work.books.catalogues else case.catalogue
    catalogue = work.books.catalogue(name)
    judged = explaining.of(work, Subject("case", case), as_of=as_of.at, known_at=known_at.at, catalogue=name)
    every = [found for found in judged["findings"] if catalogue.by_id[found["standard"]].scope is Scope.CASE]
    right, status = asked.query.get("right", ""), asked.query.get("status", "")
    shown = [found for found in every if right in ("", found["right"]) and _fits(found["status"], status)]
    context = {
        "case": case,
        "catalogue": catalogue,
        "catalogue_name": name,
        # Each version once, and the one the case is bound to as it is called there.
        "catalogues": sorted({one for one in work.books.catalogues if "@" in one} | {name}),
        "judged": judged,
        "as_of": as_of,
        "known_at": known_at,
        "right": next((one for one in catalogue.rights if one.key == right), None),
        "status": status,
        "statuses": list(Status),
        "counts": {status.value: sum(found["status"] == status for found in every) for status in _SHOWN_FIRST},
        "rights": _by_right(work, asked.language, case, catalogue, shown),
    }
    return Page("cases/findings.html", context)


def _moment(work: Work, text: str) -> Moment:
    """The end of a day, or now if that has not come."""
    if not text:
        return Moment(None)
    try:
        return Moment(min(first_second(date.fromisoformat(text)) + _DAY - 1, work.now))
    except (ValueError, OverflowError):
        return Moment(None, wrong=True)


def _fits(status: str, wanted: str) -> bool:
    # What does not apply is left out unless it is asked for: it says nothing about the person.
    return status == wanted if wanted in set(Status) else wanted == "all" or status != Status.NOT_APPLICABLE


def _by_right(work: Work, language: str, case: Case, catalogue: Catalogue, shown: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    held = _records_of(work, case)
    found = []
    for right in catalogue.rights:
        own = [
            one | {"why": [_why(language, case, catalogue, reason, held) for reason in one["reasons"]]}
            for one in shown
            if one["right"] == right.key
        ]
        if own:
            own.sort(key=lambda one: _SHOWN_FIRST.index(Status(one["status"])))
            found.append({"right": right, "findings": own})
    return found


def _records_of(work: Work, case: Case) -> Mapping[str, tuple[str, int]]:
    """Return what each record of the case is, and the moment of the act that made it."""
    found: dict[str, tuple[str, int]] = {}
    for entry in ledger.held(work, case.id):
        found.setdefault(entry.record_id, (entry.record, entry.occurred_at))
    return found


def _why(language: str, case: Case, catalogue: Catalogue, reason: Mapping[str, Any], held: Mapping[str, tuple[str, int]]) -> Why:
    if reason["reason"] == Reason.CONDITION:
        conditions = [catalogue.conditions[name] for name in reason["fields"] if name in catalogue.conditions]
        said = [condition.text.get(language, condition.text["en"]) for condition in conditions]
        return Why(reason["reason"], reason["status"], said, None, [])
    proof = [_proof(case, record_id, held) for record_id in reason["proof"]]
    record = next((one.record for one in proof if one.record), "")
    fields = [labels.field(language, _record_of(name, record), name) for name in reason["fields"]]
    return Why(reason["reason"], reason["status"], fields, reason["seconds"], proof)


def _record_of(field: str, record: str) -> str:
    """Return the record whose word for a field is meant: the proof's, else the one that alone has such a field."""
    if record and field in RECORDS[record].fields:
        return record
    having = [name for name, declared in RECORDS.items() if field in declared.fields]
    return having[0] if having else record


def _proof(case: Case, record_id: str, held: Mapping[str, tuple[str, int]]) -> Proof:
    if record_id not in held:
        return Proof(None, None, None)
    record, at = held[record_id]
    if record == "case":
        return Proof(record, at, addresses.case(case.id))
    return Proof(record, at, addresses.record(case.id, record, UUID(record_id)))

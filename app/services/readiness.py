"""The readiness check an organisation makes for itself before it signs: every standard against its own cases, shelters and staff.

Nothing of it is stored or logged unless it is kept, and nobody outside the organisation can ask for it. A check that is kept is sealed
under a key of its own, in a table that no list, count, report or event names.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.crypto.errors import MissingKey
from app.errors import FieldError, Invalid, NotFound
from app.ids import new_id
from app.models.readiness import ReadinessCheck
from app.models.registers import Case, Shelter, User
from app.reports import effort, gap_effort
from app.reports.figures import JUDGED
from app.services import findings
from app.services.findings import subject_of
from app.services.instants import iso
from app.services.scope import Subject
from app.standards.rulebook import UnknownCatalogue
from app.standards.rules import Catalogue, Scope, Standard, Status
from app.work import Work

MOST_KEPT = 50
_RECORD, _FIELD = "readiness_check", "content"
_NOTE = {
    "en": "For your organisation only. What is overdue or unknown can still be done or written down; what is unmet in a case cannot be "
    "made undone, but need not happen again. Minutes are proposed, for planning.",
    "km": "សម្រាប់តែអង្គការរបស់អ្នក។ អ្វីដែលហួសកំណត់ ឬមិនដឹង នៅអាចធ្វើ ឬកត់ត្រាបាន។ រយៈពេលជានាទីគឺជាសំណើសម្រាប់រៀបផែនការ។ (សេចក្តីព្រាង)",
}

Check = dict[str, Any]


def check(work: Work, catalogues: Sequence[str] = ()) -> Check:
    """Judge all of the organisation's cases, shelters and active staff under catalogues; all at hand if none is named. Stores nothing.

    Raises Invalid for an unknown catalogue.
    """
    subjects = list(_subjects(work))
    counted = Counter(subject.kind for subject in subjects)
    return {
        "as_of": iso(work.now),
        "subjects": {kind: counted[kind] for kind in findings.SCOPES},
        "catalogues": [_under(work, name, subjects) for name in catalogues or _newest(work)],
        "minutes_basis": effort.BASIS,
        "note": _NOTE,
    }


def keep(work: Work, made: Check) -> UUID:
    """Keep a check, sealed under a key of its own. Raises Invalid when many are kept already."""
    own = ReadinessCheck.organisation_id == work.actor.organisation_id
    if len(work.session.scalars(select(ReadinessCheck.id).where(own)).all()) >= MOST_KEPT:
        raise Invalid(f"{MOST_KEPT} checks are kept already: remove one first.", [FieldError("keep", "no more can be kept")])
    check_id, organisation_id = new_id(), work.actor.organisation_id
    work.vault.create_owner_key(organisation_id, check_id)
    content = json.dumps(made, ensure_ascii=False).encode()
    sealed = work.vault.seal(organisation_id, check_id, record=_RECORD, entry=check_id, values={_FIELD: content}, now=work.now)
    work.session.add(ReadinessCheck(id=check_id, organisation_id=organisation_id, made_at=work.now, ciphertext=sealed.values[_FIELD]))
    return check_id


def kept(work: Work) -> list[dict[str, str]]:
    """Name the organisation's kept checks, newest first: when each was made, and nothing of what it says."""
    query = select(ReadinessCheck.id, ReadinessCheck.made_at).where(ReadinessCheck.organisation_id == work.actor.organisation_id)
    rows = work.session.execute(query.order_by(ReadinessCheck.made_at.desc(), ReadinessCheck.id))
    return [{"id": str(check_id), "made_at": iso(made_at)} for check_id, made_at in rows]


def read(work: Work, check_id: UUID) -> Check:
    """Open a kept check of the organisation. Raises NotFound."""
    row = _own(work, check_id)
    try:
        content = work.vault.open(
            row.organisation_id, row.id, record=_RECORD, entry=row.id, field=_FIELD, sealed=row.ciphertext, now=work.now
        )
    except MissingKey:
        raise NotFound from None
    opened: Check = json.loads(content)
    return opened | {"id": str(row.id), "made_at": iso(row.made_at)}


def remove(work: Work, check_id: UUID) -> None:
    """Destroy the key of a kept check, so that no backup of the database gives it back, and remove the row. Raises NotFound."""
    row = _own(work, check_id)
    work.session.delete(row)
    work.session.flush()
    work.vault.destroy(row.id)


def _own(work: Work, check_id: UUID) -> ReadinessCheck:
    row = work.session.get(ReadinessCheck, check_id)
    if row is None or row.organisation_id != work.actor.organisation_id:
        raise NotFound
    return row


def _subjects(work: Work) -> Iterator[Subject]:
    """All that is judged of the organisation; whoever left is not."""
    own = work.actor.organisation_id
    yield from map(subject_of, work.session.scalars(select(Case).where(Case.organisation_id == own).order_by(Case.id)))
    yield from map(subject_of, work.session.scalars(select(Shelter).where(Shelter.organisation_id == own).order_by(Shelter.id)))
    yield from map(subject_of, work.session.scalars(select(User).where(User.organisation_id == own, User.active).order_by(User.id)))


def _newest(work: Work) -> list[str]:
    """The catalogues at hand by plain id, which is the newest version of each."""
    return [name for name in work.books.catalogues if "@" not in name]


def _under(work: Work, name: str, subjects: Iterable[Subject]) -> Check:
    try:
        catalogue = work.books.catalogue(name)
    except UnknownCatalogue:
        raise Invalid("No such catalogue.", [FieldError("catalogue", "is not loaded")]) from None
    counts: dict[str, Counter[Status]] = defaultdict(Counter)
    for subject in subjects:
        for finding in findings.at(work, subject, as_of=work.now, known_at=work.now, catalogue=name)[2].values():
            counts[finding.standard][finding.status] += 1
    rows = [_row(standard, counts[standard.id]) for standard in catalogue.standards]
    gaps = sorted((row for row in rows if row["to_do"] or row["lost"]), key=lambda row: (-row["minutes"], -row["lost"], row["standard"]))
    return {
        "id": catalogue.id,
        "version": catalogue.version,
        "title": dict(catalogue.title),
        "honesty": dict(catalogue.note),
        "rights": _rights(catalogue, rows),
        "standards": rows,
        "gaps": [row["standard"] for row in gaps],
        "minutes": sum(row["minutes"] for row in rows),
    }


def _row(standard: Standard, counts: Counter[Status]) -> Check:
    """How one standard stands. In a case an unmet one is past mending; of a shelter or a person at work it is still to be put right."""
    mends = standard.scope is not Scope.CASE
    to_do = counts[Status.OVERDUE] + counts[Status.UNKNOWN] + (counts[Status.UNMET] if mends else 0)
    return {
        "standard": standard.id,
        "right": standard.right,
        "scope": standard.scope.value,
        "gate": standard.gate,
        "text": dict(standard.text),
        "next": dict(standard.next),
        "sources": list(standard.sources),
        "provenance": standard.tag,
        "grade": standard.grade,
        "limit": standard.limit_text,
        "limit_basis": standard.limit_basis,
        "judged": sum(counts[status] for status in JUDGED),
        **{status.value: counts[status] for status in Status},
        "to_do": to_do,
        "lost": 0 if mends else counts[Status.UNMET],
        "minutes_each": gap_effort.minutes_for(standard),
        "minutes": to_do * gap_effort.minutes_for(standard),
    }


def _rights(catalogue: Catalogue, rows: Sequence[Check]) -> list[Check]:
    shown = []
    for right in catalogue.rights:
        own = [row for row in rows if row["right"] == right.key]
        judged, met = sum(row["judged"] for row in own), sum(row["met"] for row in own)
        shown.append(
            {
                "right": right.key,
                "label": dict(right.label),
                "judged": judged,
                "met": met,
                "share_met": round(met / judged, 4) if judged else None,
                "to_do": sum(row["to_do"] for row in own),
                "minutes": sum(row["minutes"] for row in own),
            }
        )
    return shown

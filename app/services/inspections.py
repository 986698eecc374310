"""Inspections of shelters: which visit is due, what to look at on it, and what was seen."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import puremagic
from sqlalchemy import select

from app.access import Role
from app.errors import FieldError, Invalid, NotFound, UnknownReference
from app.models.ledger import Entry, SealedValue
from app.models.registers import Shelter
from app.reports import inspection_state
from app.services import audit, binding, compliance, cursors, explaining, ledger, scope
from app.services.events import IdentityOpened
from app.services.instants import iso, local_day
from app.services.reading import Page
from app.services.registers import fold_all
from app.services.scope import Subject
from app.services.situations import Situation
from app.standards.facts import Entry as Fact
from app.standards.rules import Holds, Scope, Standard
from app.vocabulary.inspections import InspectionState
from app.work import Work

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
_RECORDS = ("shelter", "inspection", "inspection_plan")
_EVERY_SHELTER = frozenset({Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR})
_CONDITION = "shelter_condition"


def listed(work: Work, *, state: InspectionState | None, organisation_id: UUID | None, cursor: str | None, limit: int) -> Page:
    """Return the shelters in the actor's reach with where each stands and what comes next, by shelter. Raises NotFound."""
    query = select(Shelter).order_by(Shelter.id)
    if work.actor.role not in _EVERY_SHELTER:
        if organisation_id not in (None, work.actor.organisation_id):
            raise NotFound
        organisation_id = work.actor.organisation_id
    if organisation_id is not None:
        query = query.where(Shelter.organisation_id == organisation_id)
    if cursor is not None:
        query = query.where(Shelter.id > cursors.read(cursor, cursors.ident))
    # Where a shelter stands is worked out and not stored, so the state is asked of each in turn until the page is full.
    items: list[dict[str, Any]] = []
    shelters = work.session.scalars(query).all()
    told = _told(work, [shelter.id for shelter in shelters])
    for shelter in shelters:
        item = _item(work, shelter, told.get(shelter.id, []))
        if state is None or item["state"] == state:
            items.append(item)
        if len(items) > limit:
            break
    return Page(items[:limit], cursors.write(items[limit - 1]["shelter_id"]) if len(items) > limit else None)


def of_shelter(work: Work, shelter_id: UUID) -> dict[str, Any]:
    """Return where one shelter stands, its visits and its plans. Raises NotFound."""
    shelter = scope.shelter(work, shelter_id)
    entries = _told(work, [shelter.id]).get(shelter.id, [])
    folded = fold_all(entries)
    visits = sorted(_with_ids(folded.of("inspection")), key=lambda visit: str(visit["inspected_on"]))
    return _item(work, shelter, entries) | {"visits": visits, "plans": _with_ids(_plans(work, folded.of("inspection_plan")))}


def checklist(work: Work, shelter_id: UUID, *, inspection_id: UUID | None) -> dict[str, Any]:
    """Return what to look at in a shelter: each standard that binds it with what is known, what to ask, and what this visit has seen.

    Raises NotFound.
    """
    shelter = scope.shelter(work, shelter_id)
    subject = Subject("shelter", shelter)
    folded = fold_all(ledger.held(work, shelter.id))
    if inspection_id is not None and str(inspection_id) not in folded.of("inspection"):
        raise NotFound
    bound = binding.names(work, subject, as_of=work.now, known_at=work.now).loaded
    seen = _seen(folded.of("inspection_item"), inspection_id)
    condition = max(folded.of(_CONDITION).values(), key=lambda c: str(c["observed_on"]), default=None)
    items = [item for name in bound for item in _items(work, subject, name, condition, seen)]
    return {
        "shelter_id": str(shelter.id),
        "code": shelter.code,
        "inspection_id": str(inspection_id) if inspection_id else None,
        "as_of": iso(work.now),
        "items": items,
        "answered": sum(item["seen"] is not None for item in items),
        "observe": sorted({ask["field"] for item in items for ask in item["asks"]}),
        "last_observed_on": condition and condition["observed_on"],
    }


def guard_item(work: Work, situation: Situation) -> None:
    """Refuse what is said of a standard that no catalogue has. Raises UnknownReference."""
    require_standard(work, str(situation.fact.facts["standard_id"]))


def guard_notice(_work: Work, situation: Situation) -> None:
    """Refuse a day to mend by that lies before the notice. Raises Invalid."""
    if str(situation.fact.facts["mend_by"]) < str(situation.fact.facts["notice_given_on"]):
        raise Invalid("The day lies before the notice.", [FieldError("mend_by", "must not lie before notice_given_on")])


def guard_action(work: Work, situation: Situation) -> None:
    """Refuse a fault of a standard that no catalogue has. Raises UnknownReference."""
    require_standard(work, str(situation.fact.facts["standard_id"]))


def require_standard(work: Work, standard: str) -> None:
    """Refuse the code of a standard that no catalogue at hand has. Raises UnknownReference."""
    if standard not in compliance.every_standard(work):
        raise UnknownReference("A reference leads nowhere.", [FieldError("standard_id", "is no standard of any catalogue at hand")])


def guard_picture(work: Work, situation: Situation) -> None:
    """Take only pictures, and seal each under a key of its own that the shelter's body and the inspector's hold. Raises Invalid."""
    content = situation.sealed["file"]
    if not isinstance(content, bytes) or _type_of(content) not in PICTURES:
        raise Invalid("Not a picture.", [FieldError("file", "must be a JPEG, PNG or WebP picture")])
    subject = situation.subject
    situation.subject = replace(subject, key_owner=situation.record_id)
    digest = hashlib.sha256(content).hexdigest()
    situation.fact = situation.fact._replace(facts={**situation.fact.facts, "document_digest": digest})
    # The key before the transaction: an orphaned key harms nobody.
    work.vault.create_owner_key(subject.organisation_id, situation.record_id)
    if work.actor.organisation_id != subject.organisation_id:
        work.vault.rewrap_for(
            work.actor.organisation_id, situation.record_id, organisation=subject.organisation_id, expires_at=None, now=work.now
        )


def picture(work: Work, shelter_id: UUID, picture_id: UUID) -> bytes:
    """Open a photograph for whoever holds its key, logged before it leaves. Raises NotFound."""
    shelter = scope.shelter(work, shelter_id, lock=True)
    query = select(SealedValue).join(Entry, Entry.id == SealedValue.entry_id)
    query = query.where(Entry.subject_id == shelter.id, Entry.record == "inspection_picture", Entry.record_id == picture_id)
    value = work.session.scalars(query.order_by(Entry.position.desc()).limit(1)).one_or_none()
    if value is None:
        raise NotFound
    audit.record(work, shelter, IdentityOpened(str(picture_id), ("file",), "inspection"))
    opened = work.vault.open(
        work.actor.organisation_id,
        value.owner_id,
        record=str(picture_id),
        entry=value.entry_id,
        field=value.field,
        sealed=value.ciphertext,
        now=work.now,
    )
    return opened if isinstance(opened, bytes) else opened.encode()


def _type_of(content: bytes) -> str | None:
    try:
        return str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError):
        return None


def _told(work: Work, shelter_ids: Sequence[UUID]) -> dict[UUID, list[Fact]]:
    query = select(Entry.subject_id, Entry.record, Entry.record_id, Entry.makes, Entry.occurred_at, Entry.recorded_at, Entry.facts)
    query = query.where(Entry.subject_id.in_(shelter_ids), Entry.record.in_(_RECORDS)).order_by(Entry.subject_id, Entry.position)
    found: dict[UUID, list[Fact]] = {}
    for subject_id, record, record_id, makes, occurred_at, recorded_at, facts in work.session.execute(query):
        found.setdefault(subject_id, []).append(Fact(record, str(record_id), makes, occurred_at, recorded_at, facts))
    return found


def _item(work: Work, shelter: Shelter, entries: Sequence[Fact]) -> dict[str, Any]:
    folded, today = fold_all(entries), local_day(work.now)
    opened_on = next((date.fromisoformat(str(s["opened_on"])) for s in folded.of("shelter").values()), today)
    stands = inspection_state.standing(list(folded.of("inspection").values()), opened_on=opened_on, today=today)
    plans = _plans(work, folded.of("inspection_plan")).values()
    ahead = sorted(str(plan["planned_on"]) for plan in plans if str(plan["planned_on"]) >= today.isoformat())
    return {
        "shelter_id": str(shelter.id),
        "code": shelter.code,
        "organisation_id": str(shelter.organisation_id),
        "province": shelter.province,
        "state": stands.state.value,
        "last_inspected_on": stands.last and stands.last["inspected_on"],
        "last_result": stands.last and stands.last["result"],
        "next_step": stands.next_step,
        "next_on": stands.next_on.isoformat() if stands.next_on else None,
        "planned_on": ahead[0] if ahead else None,
        "source": inspection_state.SOURCE,
    }


def _plans(work: Work, plans: Mapping[str, Mapping[str, object]]) -> dict[str, Mapping[str, object]]:
    """The visits that are still planned; one that the shelter is not to know of only for the ministry."""
    ministry = work.actor.role in _EVERY_SHELTER
    open_ = {plan_id: plan for plan_id, plan in plans.items() if plan.get("called_off_on") is None}
    return {plan_id: plan for plan_id, plan in open_.items() if ministry or plan.get("announced") is True}


def _with_ids(records: Mapping[str, Mapping[str, object]]) -> list[dict[str, object]]:
    return [{"id": record_id} | dict(values) for record_id, values in records.items()]


def _seen(items: Mapping[str, Mapping[str, object]], inspection_id: UUID | None) -> dict[str, Mapping[str, object]]:
    """The newest word on each standard of a visit."""
    of_visit = [item for item in items.values() if inspection_id is not None and item["inspection_id"] == str(inspection_id)]
    return {str(item["standard_id"]): item for item in sorted(of_visit, key=lambda item: str(item["seen_at"]))}


def _items(
    work: Work, subject: Subject, name: str, condition: Mapping[str, object] | None, seen: Mapping[str, Mapping[str, object]]
) -> list[dict[str, Any]]:
    told = explaining.of(work, subject, as_of=None, known_at=None, catalogue=name)
    standards = work.books.catalogue(name).by_id
    return [
        {
            "catalogue": told["catalogue"]["id"],
            **{
                key: finding[key]
                for key in ("standard", "right", "text", "next", "status", "due_at", "limit", "sources", "provenance", "grade")
            },
            "asks": _asks(standards[finding["standard"]], condition),
            "seen": seen[finding["standard"]]["seen"] if finding["standard"] in seen else None,
        }
        for finding in told["findings"]
        if standards[finding["standard"]].scope is Scope.SHELTER
    ]


def _asks(standard: Standard, condition: Mapping[str, object] | None) -> list[dict[str, object]]:
    """The fields of an observation that answer a standard, with what was observed last; none where it asks for something else."""
    rule = standard.rule
    if not isinstance(rule, Holds) or _CONDITION not in rule.each:
        return []
    fields = dict.fromkeys(test.field for test in rule.tests)
    return [{"field": field, "last": None if condition is None else condition.get(field)} for field in fields]

"""Registers folded from the ledger: the same function writes them after an act and checks them in a rebuild."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models.agreements import MouDuty, MouTerm
from app.models.registers import Case, Mou, Organisation, Placement, Referral, Shelter, User
from app.models.reports import PlanItem
from app.services import access, corrective_register
from app.services.instants import instant
from app.standards.facts import Entry as Fact
from app.work import Work

# Acts on these records move a register of a case.
MOVING = frozenset({"case", "step_change", "closure", "age_determination", "placement", "referral", "assignment"})

# Records of an organisation's agreements -> the register that they move.
AGREEMENTS: Mapping[str, type[Mou | MouTerm | MouDuty]] = {
    "mou": Mou,
    "mou_term": MouTerm,
    "mou_obligation": MouDuty,
    "mou_delivery": MouDuty,
}

# The columns of a register row that acts can move; those of a case follow from several records.
_COLUMNS = {
    "organisation": ("name", "type", "province"),
    "shelter": ("code", "province", "accepts", "accepts_age"),
    "user": ("role", "active"),
}

Values = Mapping[str, object]


@dataclass(slots=True)
class Folded:
    """The newest value of every field of every record of one kind, in order of acceptance."""

    records: dict[str, dict[str, dict[str, object]]]

    def of(self, record: str) -> dict[str, dict[str, object]]:
        """Record id -> field -> value."""
        return self.records.get(record, {})


def fold_all(entries: Iterable[Fact]) -> Folded:
    """Fold every entry, whatever its moment: registers show what is known now."""
    folded = Folded({})
    for entry in sorted(entries, key=lambda e: e.recorded_at):
        folded.records.setdefault(entry.record, {}).setdefault(entry.record_id, {}).update(entry.facts)
    return folded


def case_columns(entries: list[Fact]) -> dict[str, object]:
    """Return the columns of the case register that acts can move."""
    folded = fold_all(entries)
    (opened,) = folded.of("case").values()
    # A move whose moment was corrected later is still the move it was: each counts where it was first accepted.
    moves = list(dict.fromkeys(e.record_id for e in entries if e.record == "step_change" and e.makes))
    closures = list(folded.of("closure").values())
    stays = [p for p in folded.of("placement").values() if not p.get("left_at")]
    ages = sorted(folded.of("age_determination").values(), key=lambda a: str(a["determined_at"]))
    return {
        "step": "closed" if closures else str(folded.of("step_change")[moves[-1]]["to_step"]) if moves else "interview",
        "closed_at": min(instant(str(c["closed_at"])) for c in closures) if closures else None,
        "age_class": str(ages[-1]["age_class"]) if ages else "uncertain",
        "sex": opened["sex"],
        "nationality_class": opened["nationality_class"],
        "province": opened.get("province"),
        "registered_at": instant(str(opened["registered_at"])),
        "shelter_id": UUID(str(stays[-1]["shelter_id"])) if stays and stays[-1].get("shelter_id") else None,
    }


def placement_rows(entries: list[Fact]) -> dict[UUID, dict[str, object]]:
    """Return the stays of a case by record id."""
    return {
        UUID(record_id): {
            "shelter_id": UUID(str(p["shelter_id"])) if p.get("shelter_id") else None,
            "admitted_at": instant(str(p["admitted_at"])),
            "left_at": instant(str(p["left_at"])) if p.get("left_at") else None,
        }
        for record_id, p in fold_all(entries).of("placement").items()
    }


def referral_rows(entries: list[Fact]) -> dict[UUID, dict[str, object]]:
    """Return the referrals of a case by record id."""
    return {
        UUID(record_id): {
            "kind": r["kind"],
            "state": r.get("decision") or r["state"],
            "recipient": str(r["recipient"]) if r.get("recipient") else None,
            "valid_until": r.get("valid_until"),
        }
        for record_id, r in fold_all(entries).of("referral").items()
    }


def project_case(work: Work, case: Case, entries: list[Fact], fact: Fact) -> None:
    """Bring the registers of a case to what the ledger says, after an act that wrote `fact`."""
    for column, value in case_columns(entries).items():
        if getattr(case, column) != value:
            setattr(case, column, value)
    if fact.record == "placement":
        _bring(work, Placement, case.id, placement_rows(entries))
    elif fact.record == "referral":
        _bring(work, Referral, case.id, referral_rows(entries))
        access.follow_referral(work, case, UUID(fact.record_id), fold_all(entries).of("referral")[fact.record_id])
    elif fact.record == "assignment":
        access.follow_assignment(work, case, UUID(fact.record_id), fold_all(entries).of("assignment")[fact.record_id])


def project(work: Work, row: Organisation | Shelter | User, entries: list[Fact], fact: Fact) -> None:
    """Bring the registers of an organisation, a shelter or a user to what the ledger says, after an act that wrote `fact`."""
    if fact.record in ("organisation", "shelter", "user"):
        for column, value in columns_of(row, entries).items():
            if getattr(row, column) != value:
                setattr(row, column, value)
    elif fact.record in AGREEMENTS and isinstance(row, Organisation):
        table: Any = AGREEMENTS[fact.record]
        held = {r.id: r for r in work.session.scalars(select(table).where(table.organisation_id == row.id))}
        _write(work, table, held, agreement_rows(entries)[table], {"organisation_id": row.id})
    elif fact.record == corrective_register.RECORD and not isinstance(row, User):
        items = {item.id: item for item in work.session.scalars(select(PlanItem).where(PlanItem.subject_id == row.id))}
        _write(work, PlanItem, items, corrective_register.rows(row, entries), {})


def columns_of(row: Organisation | Shelter | User, entries: list[Fact]) -> dict[str, object]:
    """Return the columns of a register row that acts can move."""
    kind = row.__tablename__.removesuffix("s")
    own = fold_all(entries).of(kind).get(str(row.id), {})
    return {name: own.get(name) for name in _COLUMNS[kind]}


def agreement_rows(entries: list[Fact]) -> Mapping[Any, dict[UUID, dict[str, object]]]:
    """Return the agreements of an organisation, their terms and what was recorded about due dates: register -> record id -> columns."""
    folded = fold_all(entries)
    mous = {UUID(i): _mou(mou) for i, mou in folded.of("mou").items()}
    terms = {UUID(i): _term(term) for i, term in folded.of("mou_term").items()}
    duties = {
        UUID(i): {
            "mou_id": UUID(str(duty["mou_id"])),
            "record": record,
            "kind": duty["kind"],
            "due_on": duty.get("due_on"),
            "event_on": duty.get("event_on"),
            "submitted_on": duty.get(moment),
        }
        for record, moment in (("mou_obligation", "submitted_on"), ("mou_delivery", "delivered_on"))
        for i, duty in folded.of(record).items()
    }
    return {Mou: mous, MouTerm: terms, MouDuty: duties}


def _mou(mou: dict[str, object]) -> dict[str, object]:
    names = ("number", "state", "rule_set", "starts_on", "ends_on", "ended_on")
    ministry = UUID(str(mou["ministry_id"])) if mou.get("ministry_id") else None
    return {name: mou.get(name) for name in names} | {"ministry_id": ministry, "facts": mou}


def _term(term: dict[str, object]) -> dict[str, object]:
    names = ("kind", "rhythm", "basis", "agreed_on", "ended_on")
    allowed = {name: term.get(name) or 0 for name in ("months_allowed", "days_allowed")}
    return {name: term.get(name) for name in names} | allowed | {"mou_id": UUID(str(term["mou_id"]))}


def _bring(work: Work, table: Any, case_id: UUID, wanted: Mapping[UUID, Values]) -> None:
    held = {row.id: row for row in work.session.scalars(select(table).where(table.case_id == case_id))}
    _write(work, table, held, wanted, {"case_id": case_id})


def _write(work: Work, table: Any, held: Mapping[UUID, Any], wanted: Mapping[UUID, Values], owner: Values) -> None:
    for record_id, values in wanted.items():
        row = held.get(record_id)
        if row is None:
            work.session.add(table(id=record_id, **owner, **values))
            continue
        for column, value in values.items():
            if getattr(row, column) != value:
                setattr(row, column, value)

"""Whom an act is about: found by the path, or made by the act."""

import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.access import Role
from app.errors import FieldError, NotFound, UnknownReference
from app.ids import new_id
from app.models.ledger import Entry
from app.models.registers import Case, Organisation, Shelter, User, Victim
from app.records.base import Act, placeholders
from app.services import access, scope
from app.services.instants import instant
from app.services.scope import Subject
from app.work import Work

# Without I, L, O, U, 0 and 1: what is read out over a telephone must not be heard as something else.
_NUMBER_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Target(NamedTuple):
    """The subject of an act and the record it makes or changes."""

    subject: Subject
    record_id: UUID


def resolve(work: Work, act: Act, ids: Mapping[str, UUID], plain: dict[str, Any]) -> Target:
    """Return whom the act is about, its row locked. Raises NotFound where the actor may not know of it."""
    names = placeholders(act.path)
    if not names:
        return _without_path(work, act, plain)
    subject = named(work, names[0], ids[names[0]], lock=True)
    return Target(subject, new_id() if act.makes else ids[names[-1]])


def find_record(work: Work, record: str, record_id: UUID, *, lock: bool = False) -> Subject:
    """Return the subject a record belongs to, if the actor may know of it. Raises NotFound."""
    found = work.session.execute(
        select(Entry.subject_kind, Entry.subject_id).where(Entry.record_id == record_id, Entry.record == record, Entry.makes).limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound
    return by_kind(work, found.subject_kind, found.subject_id, lock=lock)


def by_kind(work: Work, kind: str, subject_id: UUID, *, lock: bool = False) -> Subject:
    """Return a subject in the actor's scope by its kind and id. Raises NotFound."""
    if kind == "case":
        return Subject(kind, scope.case(work, subject_id, lock=lock))
    if kind == "shelter":
        return Subject(kind, scope.shelter(work, subject_id, lock=lock))
    if kind == "user":
        return Subject(kind, scope.user(work, subject_id, lock=lock))
    return Subject(kind, scope.organisation(work, subject_id, lock=lock))


def named(work: Work, name: str, subject_id: UUID, *, lock: bool = False) -> Subject:
    """Return the subject that a placeholder of a path names: itself, or the one its record belongs to. Raises NotFound."""
    kind = name.removesuffix("_id")
    if kind in ("case", "shelter", "user", "organisation"):
        return by_kind(work, kind, subject_id, lock=lock)
    return find_record(work, kind, subject_id, lock=lock)


def _without_path(work: Work, act: Act, plain: dict[str, Any]) -> Target:
    """Acts whose path names nobody: they make their subject, or it follows from the body."""
    record = act.record.record_name
    if record == "case":
        return _new_case(work, plain)
    if record == "organisation":
        return _new_organisation(work, plain)
    if record == "shelter":
        return _new_shelter(work, plain)
    if record == "user":
        return _new_user(work, plain)
    if shelter_id := plain.get("shelter_id"):
        return Target(_referred(work, "shelter", "shelter_id", str(shelter_id)), new_id())
    organisation_id = str(plain.get("organisation_id") or work.actor.organisation_id)
    return Target(_referred(work, "organisation", "organisation_id", organisation_id), new_id())


def _referred(work: Work, kind: str, name: str, value: str) -> Subject:
    try:
        return by_kind(work, kind, UUID(value), lock=True)
    except NotFound:
        raise UnknownReference("A reference leads nowhere.", [FieldError(name, "names nothing that may be referred to here")]) from None


def _new_case(work: Work, plain: dict[str, Any]) -> Target:
    """Make the row of a new case and the victim's data key: the key first, for an orphaned key harms nobody.

    A person who comes back is the same owner of keys; one who was another organisation's case is not, for its key is only lent.
    """
    named = plain.get("previous_case_id")
    previous = _referred(work, "case", "previous_case_id", str(named)) if named else None
    same = previous is not None and previous.organisation_id == work.actor.organisation_id
    victim_id = previous.owner_id if previous is not None and same else new_id()
    if not same:
        work.vault.create_owner_key(work.actor.organisation_id, victim_id)
        work.session.add(Victim(id=victim_id, organisation_id=work.actor.organisation_id, created_at=work.now))
        work.session.flush()
    number = "-".join("".join(secrets.choice(_NUMBER_LETTERS) for _ in range(4)) for _ in range(3))
    plain |= {"case_number": number, "step": "interview"}
    case = Case(
        id=new_id(),
        case_number=number,
        organisation_id=work.actor.organisation_id,
        victim_id=victim_id,
        catalogue=work.books.binding(),
        step="interview",
        sex=plain["sex"],
        nationality_class=plain["nationality_class"],
        age_class="uncertain",
        province=plain.get("province"),
        registered_at=instant(str(plain["registered_at"])),
        revision=0,
        audit_position=0,
        audit_hash=b"",
    )
    work.session.add(case)
    work.session.flush()
    if work.actor.role is not Role.SUPERVISOR:
        access.give(work, case, work.actor.user_id, why="opened")
    return Target(Subject("case", case), case.id)


def _new_organisation(work: Work, plain: dict[str, Any]) -> Target:
    organisation = Organisation(
        id=new_id(),
        name=plain["name"],
        type=plain["type"],
        province=plain.get("province"),
        registered_at=work.now,
        rule_profile={},
        profile_revision=0,
        revision=0,
        audit_position=0,
        audit_hash=b"",
    )
    work.vault.create_organisation_key(organisation.id)
    work.vault.create_owner_key(organisation.id, organisation.id)
    work.session.add(organisation)
    work.session.flush()
    return Target(Subject("organisation", organisation), organisation.id)


def _new_shelter(work: Work, plain: dict[str, Any]) -> Target:
    shelter = Shelter(
        id=new_id(),
        organisation_id=work.actor.organisation_id,
        code=plain["code"],
        province=plain["province"],
        accepts=plain["accepts"],
        accepts_age=plain["accepts_age"],
        revision=0,
        audit_position=0,
        audit_hash=b"",
    )
    work.session.add(shelter)
    work.session.flush()
    return Target(Subject("shelter", shelter), shelter.id)


def _new_user(work: Work, plain: dict[str, Any]) -> Target:
    organisation = _referred(work, "organisation", "organisation_id", str(plain["organisation_id"]))
    user = User(
        id=new_id(),
        organisation_id=organisation.id,
        role=plain["role"],
        active=plain["active"],
        first_case_access_at=None,
        revision=0,
        audit_position=0,
        audit_hash=b"",
    )
    work.session.add(user)
    work.session.flush()
    return Target(Subject("user", user), user.id)

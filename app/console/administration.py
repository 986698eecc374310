"""Who works here and how they sign in: people, accounts, sessions, and those who left. Real names are sealed and are not shown."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from app.access import GRANTS, Permission, Role
from app.console import addresses, administration_rooms
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.console.told import tell
from app.errors import Conflict, FieldError, Invalid, Refused
from app.records.base import Act
from app.records.users import RECORD_TRAINING, REGISTER_USER, SIGN_UNDERTAKING
from app.services import accounts, bodies, corrections, explaining, people, reading, scope, sessions
from app.services.people import Colleague
from app.services.scope import Subject
from app.work import Work

pages = Pages()
_MOST = 1_000
_RECORDS = 100
_SECRET_GROUP = 4
_NO_NAME = _("A name has 1 to 100 letters.")
_MEND = {
    "is taken": _("Somebody has this name already. Choose another."),
    "is missing": _("Say why, in a few words."),
    "sign_in_failed": _("Your code does not fit. A code counts once: wait for the next one."),
    "too_many_attempts": _("Too many tries. Wait a minute, then take a fresh code."),
}

tell("sessions_ended", _("Every session of this person was ended."))
tell("left", _("This person can no longer sign in. Running sessions were ended."))
tell("returned", _("This person may work here again, and needs a new account to sign in."))


@pages.get("/administration", Permission.ACCOUNT_WRITE)
def administration(work: Work, asked: Asked) -> Page:
    """List who works here."""
    of = _chosen_organisation(asked)
    everywhere = work.actor.role is Role.SYSTEM_ADMIN
    found = people.colleagues(work, organisation_id=of, limit=_MOST)
    names = bodies.names_of(work, {one.organisation_id for one in found})
    context = {
        "people": found,
        "organisations": names,
        "everywhere": everywhere,
        "cut_off": len(found) == _MOST,
        "chosen": of,
        "register": _register(of if everywhere else work.actor.organisation_id),
    }
    return Page("administration/people.html", context | administration_rooms.around(work, "people"))


@pages.get("/administration/people/{user_id}", Permission.ACCOUNT_WRITE)
def person(work: Work, asked: Asked) -> Page:
    """Show one person: how they sign in, what they learnt and promised, and what an administrator can do."""
    return _person(work, asked, None)


def _person(work: Work, asked: Asked, refused: Refused | None) -> Page:
    one = people.colleague(work, asked.ids["user_id"])
    subject = Subject("user", scope.user(work, one.id))
    context: dict[str, Any] = {
        "one": one,
        "organisation": bodies.names_of(work, [one.organisation_id]).get(one.organisation_id, ""),
        "oneself": one.id == work.actor.user_id,
        "trainings": reading.records(work, subject, "training", cursor=None, limit=_RECORDS).items,
        "undertakings": reading.records(work, subject, "undertaking", cursor=None, limit=_RECORDS).items,
        "findings": _findings(work, subject),
        "record_training": _form(work, RECORD_TRAINING, one),
        "sign_undertaking": _form(work, SIGN_UNDERTAKING, one),
        "typed": {name: asked.typed(name) for name in ("username", "reason")},
        "wrong": _wrong(refused),
        "refused": refused if refused is not None and not _wrong(refused) else None,
    }
    return Page("administration/person.html", context | administration_rooms.around(work, "people"))


@pages.post("/administration/people/{user_id}/account", Permission.ACCOUNT_WRITE, again=_person, second_factor=True)
def give_account(work: Work, asked: Asked) -> Page:
    """Make an account in place of any there was, and show its secrets, this once."""
    # First of all, for a transaction begins with the first query, and hashing a password takes its time.
    made = accounts.make_account(work, asked.ids["user_id"], asked.typed("username"))
    one = people.colleague(work, asked.ids["user_id"])
    if not one.active:
        raise Conflict("Whoever has left gets no account.")
    secret = [made.totp_secret[start : start + _SECRET_GROUP] for start in range(0, len(made.totp_secret), _SECRET_GROUP)]
    return Page("administration/secrets.html", {"one": one, "made": made, "secret": secret})


@pages.post("/administration/people/{user_id}/sessions", Permission.ACCOUNT_WRITE, again=_person)
def end_sessions(work: Work, asked: Asked) -> Redirect:
    """End every session of a person at once."""
    one = people.colleague(work, asked.ids["user_id"])
    sessions.sign_out_everywhere(work, one.id)
    return Redirect(_address(one), told="sessions_ended")


@pages.post("/administration/people/{user_id}/activity", Permission.ACCOUNT_WRITE, again=_person)
def set_activity(work: Work, asked: Asked) -> Redirect:
    """Record that a person left, or came back, with the reason; whoever leaves is signed out."""
    one = people.colleague(work, asked.ids["user_id"])
    if one.id == work.actor.user_id:
        raise Conflict("Nobody takes away their own way in.")
    reason = asked.typed("reason")
    if not reason:
        raise Invalid("Say why.", [FieldError("reason", "is missing")])
    subject = Subject("user", scope.user(work, one.id, lock=True))
    corrections.correct(work, subject, "user", one.id, {"active": not one.active}, reason)
    if one.active:
        sessions.sign_out_everywhere(work, one.id)
    return Redirect(_address(one), told="left" if one.active else "returned")


def _register(organisation_id: UUID | None) -> str:
    known = {"active": "yes"} | ({"organisation_id": str(organisation_id)} if organisation_id else {})
    return f"{addresses.form(REGISTER_USER, {})}?{urlencode(known)}"


def _address(one: Colleague) -> str:
    return f"/administration/people/{one.id}"


def _form(work: Work, act: Act, one: Colleague) -> str | None:
    """Return the address of an act's form that leads back to the person; None where the actor does not do it."""
    return f"{addresses.form(act, {'user_id': one.id})}?next={_address(one)}" if work.actor.role in act.by else None


def _findings(work: Work, subject: Subject) -> list[Any]:
    """Return how the standards for staff stand, for whoever may read them."""
    if Permission.STAFF_FINDINGS not in GRANTS[work.actor.role]:
        return []
    answer = explaining.of(work, subject, as_of=None, known_at=None, catalogue=None)
    return [finding for finding in answer["findings"] if finding["status"] != "not_applicable"]


def _wrong(refused: Refused | None) -> dict[str, str]:
    """Return what is wrong by the name of the field, and how to mend it."""
    if isinstance(refused, Invalid):
        return {error.field: _MEND.get(error.message, _NO_NAME) for error in refused.errors if error.field in ("username", "reason")}
    return {"totp": _MEND[refused.code]} if refused is not None and refused.code in _MEND else {}


def _chosen_organisation(asked: Asked) -> UUID | None:
    try:
        return UUID(asked.query.get("organisation", ""))
    except ValueError:
        return None

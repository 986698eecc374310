"""Supervision: what waits for a decision, what is late, what has gone silent, and whom nobody answers for, before harm is done."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

from app.access import Permission
from app.console import addresses, labels, told
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.errors import NotFound, Refused
from app.records.registry import ACTS
from app.services import compliance, people, reading, subjects, supervision
from app.services.htcds import identity_exports
from app.vocabulary.disclosing import IdentityExportPurpose
from app.work import Work

pages = Pages()
told.tell("identities_approved", _("Approved. Whoever asked can now fetch the file, for 72 hours, and only the recipient can read it."))

_HERE = "/supervision"
_AT_ONCE = 10  # of each kind, before the rest is folded away
_LISTED = 30  # cases of a list, before it has to be asked for as a whole
_SAID = {
    "waiver": _("A waiver is asked for"),
    "leave_request": _("A wish to leave was not answered"),
    "leave_refused": _("A wish to leave was refused and is kept up"),
    "referral": _("A referral was not answered"),
    "plan_unsigned": _("The person has not agreed to the plan"),
    "plan_unapproved": _("A plan was not approved"),
    "return_not_agreed": _("The person has not agreed to the plan of return"),
    "complaint": _("A complaint was not acknowledged"),
    "identity_export": _("Somebody asks to let identities out"),
    "identity_request": _("The ministry's auditor asks who a person is"),
}
# The list of codes that says what it is about.
_ABOUT = {
    "leave_request": "LeaveKind",
    "leave_refused": "LeaveKind",
    "referral": "ServiceType",
    "complaint": "ComplaintSubject",
    "identity_export": "IdentityExportPurpose",
    "identity_request": "IdentityReason",
}
# What can be done at once, by the name of the act, the id in its address and what the button says.
_ANSWERS = {
    "leave_request": (("record_departure", "leave_request_id"), ("refuse_leave", "leave_request_id")),
    "leave_refused": (("record_departure", "leave_request_id"), ("withdraw_leave_request", "leave_request_id")),
    "referral": (("chase_referral", "referral_id"),),
    "complaint": (("acknowledge_complaint", "complaint_id"),),
}


class Card(NamedTuple):
    """Something that waits, as the page shows it: what it is, of which case, and the links that answer it."""

    waiting: supervision.Waiting
    said: str
    about: str
    standard: str | None
    links: Sequence[tuple[str, str]]


@pages.get(_HERE, Permission.SUPERVISION)
def supervise(work: Work, asked: Asked) -> Page:
    """What needs a supervisor, the most pressing first."""
    waiting, silent = supervision.waiting(work), supervision.silent(work)
    workers, standards = supervision.lateness_by_worker(work), supervision.lateness_by_standard(work)
    named = {w.asked_by for w in waiting} | {w.user_id for w in workers} | {user for one in silent for user in one.workers}
    alone, texts = supervision.without_worker(work), compliance.every_standard(work)
    return Page(
        "supervision/page.html",
        {
            "waiting": [_card(asked.language, one) for one in waiting],
            "silent": silent if asked.query.get("all") else silent[:_LISTED],
            "silent_number": len(silent),
            "silent_days": supervision.SILENT_DAYS,
            "alone": alone if asked.query.get("all") else alone[:_LISTED],
            "alone_number": len(alone),
            "workers": workers,
            "standards": [(one, texts[one.standard].text) for one in standards],
            "names": people.name_of(work, {ident for ident in named if ident}),
            "most": max((w.overdue for w in workers), default=0),
            "widest": max((s.cases for s in standards), default=0),
            "few": _AT_ONCE,
            "assign": lambda case_id: _form("assign_case_worker", {"case_id": case_id}),
        },
    )


@pages.get("/supervision/late", Permission.SUPERVISION)
def show_late(work: Work, asked: Asked) -> Page:
    """What is overdue of one standard, or in the cases of one worker."""
    standard, worker = asked.query.get("standard"), asked.query.get("worker")
    known = compliance.every_standard(work)
    if standard is not None and standard not in known:
        raise NotFound
    whose = _user(worker) if worker not in (None, "nobody") else None
    rows = supervision.late(work, standard=standard, worker=whose, unassigned=worker == "nobody")
    name = people.name_of(work, [whose]).get(whose) if whose else None
    texts = {row.standard: known[row.standard] for row in rows}
    return Page(
        "supervision/late.html",
        {"rows": rows, "known": texts, "standard": known.get(standard or ""), "name": name, "nobody": worker == "nobody"},
    )


@pages.get("/supervision/waivers/{waiver_id}", Permission.SUPERVISION)
def show_waiver(work: Work, asked: Asked) -> Page:
    """A waiver with the standard it is about, and the form that decides it unless it is one's own."""
    waiver_id = asked.ids["waiver_id"]
    subject = subjects.find_record(work, "waiver", waiver_id)
    facts = reading.one(work, subject, "waiver", waiver_id)["facts"]
    context = {
        "case": subject.row,
        "waiver": facts,
        "standard": work.books.catalogue(_catalogue(subject.row)).by_id.get(facts["standard_id"]),
        "own": facts["requested_by"] == str(work.actor.user_id),
        "asked_by": people.name_of(work, [UUID(facts["requested_by"])]).get(UUID(facts["requested_by"])),
        "to": addresses.form(ACTS["decide_waiver"], asked.ids),
    }
    return Page("supervision/waiver.html", context)


def _show_export(work: Work, asked: Asked, refused: Refused | None) -> Page:
    export = identity_exports.read(work, asked.ids["identity_export_id"])
    ids = [UUID(export[name]) for name in ("asked_by", "approved_by") if export[name]]
    context = {
        "export": export,
        "numbers": [(case_id, subjects.named(work, "case_id", UUID(case_id)).row) for case_id in export["case_ids"]],
        "names": {str(ident): name for ident, name in people.name_of(work, ids).items()},
        "own": export["asked_by"] == str(work.actor.user_id),
        "refused": refused,
    }
    return Page("supervision/identity_export.html", context)


@pages.get("/supervision/identity-exports/{identity_export_id}", Permission.IDENTITY_EXPORT_APPROVE)
def show_identity_export(work: Work, asked: Asked) -> Page:
    """A request to let identities out, with its reason, which whoever approves must read."""
    return _show_export(work, asked, None)


@pages.post(
    "/supervision/identity-exports/{identity_export_id}", Permission.IDENTITY_EXPORT_APPROVE, again=_show_export, second_factor=True
)
def approve_identity_export(work: Work, asked: Asked) -> Redirect:
    """Approve a request that somebody else made, with a fresh one-time code."""
    identity_exports.approve(work, asked.ids["identity_export_id"])
    return Redirect(_HERE, told="identities_approved")


def _card(language: str, one: supervision.Waiting) -> Card:
    said = labels.text(language, _SAID[one.kind])
    about = labels.code(language, _ABOUT[one.kind], one.about) if one.about and one.kind in _ABOUT else ""
    standard = one.about if one.kind == "waiver" else None
    return Card(one, said, about, standard, () if one.own and one.kind in _FOUR_EYES else _links(language, one))


# Two people are needed: whoever asked does not decide.
_FOUR_EYES = ("waiver", "identity_export")


def _links(language: str, one: supervision.Waiting) -> list[tuple[str, str]]:
    if one.kind == "waiver":
        return [(f"{_HERE}/waivers/{one.record_id}", labels.text(language, _("Look and decide")))]
    if one.kind == "identity_export":
        return [(f"{_HERE}/identity-exports/{one.record_id}", labels.text(language, _("Look and decide")))]
    of_case = {"case_id": one.case.case_id} if one.case else {}
    if one.kind == "identity_request" and one.case:
        # What is given leaves from there, by the decision of a second supervisor too.
        onward = quote(f"/identity-exports?cases={one.case.case_number}&purpose={IdentityExportPurpose.REQUEST_OF_THE_AUDITOR}")
        to = addresses.form(ACTS["answer_identity_request"], {**of_case, "identity_request_id": one.record_id})
        return [(f"{to}?next={onward}", labels.act(language, "answer_identity_request"))]
    answers = _ANSWERS.get(one.kind, ())
    return [(_form(name, {**of_case, key: one.record_id}), labels.act(language, name)) for name, key in answers]


def _form(name: str, ids: Mapping[str, UUID | str]) -> str:
    """The address of an act's form that leads back here."""
    return f"{addresses.form(ACTS[name], ids)}?next={_HERE}"


def _user(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFound from None


def _catalogue(row: Any) -> str:
    return str(row.catalogue)

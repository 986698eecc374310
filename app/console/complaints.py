"""Complaints: which wait and by when, what came of the others, and the acts that answer them. What was said stays sealed."""

from collections.abc import Mapping
from uuid import UUID

from app.access import Permission
from app.console import addresses, labels
from app.console.answers import Page
from app.console.asking import Asked
from app.console.door import Pages
from app.records.registry import ACTS
from app.services import complaints, people, reading, subjects
from app.services.complaints import Complaint
from app.work import Work

pages = Pages()
_ANSWERED_SHOWN = 50
_NEXT = {"acknowledge": "acknowledge_complaint", "answer": "answer_complaint"}


@pages.get("/complaints", Permission.COMPLAINT_READ)
def list_complaints(work: Work, asked: Asked) -> Page:
    """The complaints that wait, the most pressing first, and those that were answered."""
    waiting, answered = complaints.listed(work)
    everything = asked.query.get("answered") == "all"
    return Page(
        "complaints/list.html",
        {
            "waiting": waiting,
            "answered": answered if everything else answered[:_ANSWERED_SHOWN],
            "more": len(answered) > _ANSWERED_SHOWN and not everything,
            "many_bodies": len({one.organisation for one in (*waiting, *answered)}) > 1,
            "receive": receive(work, "/complaints"),
        },
    )


@pages.get("/complaints/{complaint_id}", Permission.COMPLAINT_READ)
def show_complaint(work: Work, asked: Asked) -> Page:
    """One complaint: what is known of it, what was done about it, and what can be done now."""
    complaint_id = asked.ids["complaint_id"]
    complaint = complaints.one(work, complaint_id)
    subject = subjects.find_record(work, "complaint", complaint_id)
    entries = reading.one(work, subject, "complaint", complaint_id)["entries"]
    names = people.name_of(work, [UUID(entry["recorded_by"]) for entry in entries])
    return Page(
        "complaints/page.html",
        {
            "one": complaint,
            "entries": [entry | {"by": names.get(UUID(entry["recorded_by"]))} for entry in entries],
            "links": links(work, asked.language, complaint),
        },
    )


def links(work: Work, language: str, complaint: Complaint) -> list[tuple[str, str]]:
    """Return what the actor can do about a complaint now, the next thing first."""
    if complaint.next_step is None:
        return []
    wanted = [_NEXT[complaint.next_step]]
    wanted += [name for name in ("appoint_complaint_handler", "answer_complaint") if name not in wanted]
    if complaint.facts.get("handler_assigned_at"):
        wanted.remove("appoint_complaint_handler")
    may = [ACTS[name] for name in wanted if work.actor.role in ACTS[name].by]
    ids: Mapping[str, UUID] = {"complaint_id": complaint.id}
    return [(f"{addresses.form(act, ids)}?next=/complaints/{complaint.id}", labels.act(language, act.name)) for act in may]


def receive(work: Work, back: str) -> str | None:
    """Return the address of the form that takes a complaint in, for whoever may."""
    act = ACTS["receive_complaint"]
    return f"{addresses.form(act, {})}?next={back}" if work.actor.role in act.by else None

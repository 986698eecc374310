"""Exports of anything large: asked for, seen to grow, fetched part by part, and gone after a while; encrypted to whoever asked."""

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from app.access import GRANTS, Permission, Role
from app.console import inner, labels
from app.console.answers import Bytes, Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.console.told import tell
from app.errors import Conflict, FieldError, Invalid, NotFound, Refused
from app.schemas.exports import ExportOrder
from app.services import directory, exports
from app.standards.rules import Status
from app.vocabulary.exports import ExportKind, ExportState
from app.work import Work

pages = Pages()
tell("export_asked", _("The export is being made. This page shows how far it is; you may leave and come back."))
tell("export_withdrawn", _("The export is withdrawn and its files are removed."))
RUNNING = frozenset({ExportState.WAITING, ExportState.MAKING})
_KINDS = {
    ExportKind.CASES: _("One row a case: steps, places and classes, by pseudonym."),
    ExportKind.FINDINGS: _("One row a case and standard: how it stands and since when."),
    ExportKind.ENTRIES: _("One row an entry of the record, with its plain facts."),
}
_WRONG = {
    "kind": _("Choose what to export"),
    "recipient": _("Give a public age key: it begins with age1"),
    "organisation_id": _("Choose an organisation from the list"),
}
_TOO_MANY = _("You have as many exports as one person may have. Withdraw one that you need no longer.")
_MOST = 1_000_000


@pages.get("/exports", Permission.EXPORT_MAKE)
def list_of_exports(work: Work, asked: Asked) -> Page:
    """List one's own exports, and offer to ask for another."""
    return _list(work, asked, None)


def _list(work: Work, asked: Asked, refused: Refused | None) -> Page:
    page = exports.listed(work, cursor=asked.query.get("cursor"), limit=25)
    fields = [error.field for error in refused.errors] if isinstance(refused, Invalid) else []
    wrong = {name: labels.text(asked.language, _WRONG[name]) for name in fields if name in _WRONG}
    national = work.actor.role is Role.MOSAVY_AUDITOR
    context = {
        "inner": inner.places(work, asked),
        "items": page.items,
        "next_cursor": page.next_cursor,
        "kinds": [(kind.value, labels.text(asked.language, words)) for kind, words in _KINDS.items()],
        "statuses": [status.value for status in Status if status is not Status.NOT_APPLICABLE],
        "organisations": directory.organisations(work, cursor=None, limit=500).items if national else [],
        "typed": asked.form,
        "chosen": asked.form.getlist("status"),
        "wrong": wrong,
        "mistakes": [{"text": text, "href": f"#{name}"} for name, text in wrong.items()],
        "off": labels.text(asked.language, _TOO_MANY) if isinstance(refused, Conflict) else None,
        "may": {permission.value for permission in GRANTS[work.actor.role]},
    }
    return Page("exports/list.html", context)


@pages.post("/exports", Permission.EXPORT_MAKE, again=_list)
def ask_for_export(work: Work, asked: Asked) -> Redirect:
    """Ask for an export, and go to see how far it is."""
    given: dict[str, Any] = {"kind": asked.typed("kind"), "recipient": asked.typed("recipient")}
    given |= {"organisation_id": asked.typed("organisation_id") or None, "status": [str(name) for name in asked.form.getlist("status")]}
    try:
        order = ExportOrder.model_validate(given)
    except ValidationError as error:
        fields = {str(wrong["loc"][0]) for wrong in error.errors(include_input=False)}
        raise Invalid("The order is not complete.", [FieldError(name, "is not right") for name in sorted(fields)]) from None
    statuses = tuple(status.value for status in order.status) if order.kind is ExportKind.FINDINGS else ()
    made = exports.ask(work, order.kind, recipient=order.recipient, organisation_id=order.organisation_id, statuses=statuses)
    return Redirect(f"/exports/{made['id']}", told="export_asked")


@pages.get("/exports/{export_id}", Permission.EXPORT_MAKE)
def export(work: Work, asked: Asked) -> Page:
    """Show how far an export is, its parts, and how to open them."""
    found = exports.read(work, asked.ids["export_id"])
    names = directory.organisation_names(work, {UUID(found["organisation_id"])}) if found.get("organisation_id") else {}
    context = {
        "inner": inner.places(work, asked),
        "export": found,
        "running": found["state"] in RUNNING,
        "organisation": next(iter(names.values()), ""),
        "size": sum(part["size"] for part in found["parts"]),
    }
    return Page("exports/export.html", context)


@pages.get("/exports/{export_id}/manifest", Permission.EXPORT_MAKE)
def manifest(work: Work, asked: Asked) -> Bytes:
    """Give the manifest that the joining of the parts is checked against."""
    found = exports.read(work, asked.ids["export_id"])
    return Bytes(json.dumps(found, ensure_ascii=False, indent=1).encode(), "application/json", "manifest.json")


@pages.get("/exports/{export_id}/parts/{number}", Permission.EXPORT_MAKE, writes=True)
def part(work: Work, asked: Asked) -> Bytes | Redirect:
    """Give one part, encrypted to whoever asked for the export; from where a line broke if the browser asks for that.

    A part that is not ready leads back to how far the export is.
    """
    number = 0
    with suppress(ValueError):
        number = int(asked.words["number"])
    if not 0 < number <= _MOST or asked.exports is None:
        raise NotFound
    export_id = asked.ids["export_id"]
    try:
        file, _digest = exports.part(work, export_id, number, asked.exports)
    except Conflict:
        return Redirect(f"/exports/{export_id}")
    return Bytes(file, "application/octet-stream", f"{number:05d}.age")


@pages.post("/exports/{export_id}/withdrawal", Permission.EXPORT_MAKE)
def withdraw_export(work: Work, asked: Asked) -> Redirect:
    """End an export; its files go."""
    exports.withdraw(work, asked.ids["export_id"])
    return Redirect("/exports", told="export_withdrawn")

"""The records of a case: lists of one kind, one record with its entries, and the form that corrects it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app.access import GRANTS, Permission
from app.console import addresses, later, story
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.correcting import Changes, changes_of, context_of, field_errors
from app.console.door import Pages
from app.errors import Invalid, NotFound, Refused
from app.records.registry import RECORDS, making_acts
from app.services import corrections, naming, reading, scope, stories
from app.services.naming import Named
from app.services.scope import Subject
from app.services.stories import Told
from app.work import Work

pages = Pages()
_PAGE = 25
_LIST, _ONE = "/cases/{case_id}/records/{record}", "/cases/{case_id}/records/{record}/{record_id}"


@pages.get(_LIST, Permission.RECORD_READ, opens_case=True)
def case_records(work: Work, asked: Asked) -> Page:
    """List the records of one kind, oldest first."""
    subject, record = of_case(work, asked)
    found = reading.records(work, subject, record, cursor=asked.query.get("cursor") or None, limit=_PAGE)
    named = naming.of(work, story.ids_in(item["facts"] for item in found.items))
    context = {
        "case": subject.row,
        "record": record,
        "items": [
            item
            | {
                "href": addresses.record(subject.id, record, item["id"]),
                "told": story.facts_of(asked.language, record, item["facts"], item["sealed"], named),
            }
            for item in found.items
        ],
        "more": f"{addresses.records(subject.id, record)}?cursor={found.next_cursor}" if found.next_cursor else None,
        "acts": [
            later.Later(act.name, addresses.form(act, {"case_id": subject.id}))
            for act in making_acts(record)
            if work.actor.role in act.by and act.path.startswith("/cases/{case_id}/")
        ],
    }
    return Page("cases/records.html", context)


@pages.get(_ONE, Permission.RECORD_READ, opens_case=True)
def case_record(work: Work, asked: Asked) -> Page:
    """Show one record: its facts in words, who wrote them down and when, and what can still be done with it."""
    subject, record = of_case(work, asked)
    record_id = asked.ids["record_id"]
    item = reading.one(work, subject, record, record_id)
    told = stories.of_record(work, subject.id, record_id)
    named = naming.of(work, {one.recorded_by for one in told} | story.ids_in(one.facts for one in told))
    role, here = work.actor.role, addresses.record(subject.id, record, record_id)
    may_correct = Permission.CORRECT in GRANTS[role] and any(role in act.by for act in making_acts(record))
    context = {
        "case": subject.row,
        "record": record,
        "item": item,
        "facts": story.facts_of(asked.language, record, item["facts"], item["sealed"], named),
        "entries": _entries(asked.language, record, told, named),
        "offers": later.offered(role, record, item["facts"], case_id=subject.id, record_id=record_id),
        "correct": f"{here}/correct" if may_correct else None,
        "open": f"{here}/open" if item["sealed"] and Permission.IDENTITY_OPEN in GRANTS[role] else None,
    }
    return Page("cases/record.html", context)


def _entries(language: str, record: str, told: Sequence[Told], named: Mapping[UUID, Named]) -> list[dict[str, Any]]:
    """Return who wrote what, in the order of writing; of a correction also what stood there before, in words."""
    shown: list[dict[str, Any]] = []
    before: dict[str, Any] = {}
    for one in told:
        changes = story.facts_of(language, record, one.facts, one.sealed, named) if one.correction else []
        earlier = {fact.label: fact.text for fact in story.facts_of(language, record, before, (), named)}
        shown.append({"told": one, "who": named.get(one.recorded_by), "changes": [(fact, earlier.get(fact.label)) for fact in changes]})
        before = before | one.facts
    return shown


def of_case(work: Work, asked: Asked) -> tuple[Subject, str]:
    """Return the case and the kind of record that an address names. Raises NotFound."""
    record = asked.words["record"]
    if record not in RECORDS or record == "case":
        raise NotFound
    return Subject("case", scope.case(work, asked.ids["case_id"])), record


def _form(work: Work, asked: Asked, refused: Refused | None) -> Page:
    subject, record = of_case(work, asked)
    record_id = asked.ids["record_id"]
    names = corrections.correctable(work, subject, record, record_id)
    item = reading.one(work, subject, record, record_id)
    context = context_of(work, asked, subject, item, names, refused)
    context |= {
        "case": subject.row,
        "record": record,
        "back": addresses.record(subject.id, record, record_id),
        "revision": subject.row.revision,
    }
    return Page("cases/correct.html", context)


@pages.get(_ONE + "/correct", Permission.CORRECT, opens_case=True)
def correction_form(work: Work, asked: Asked) -> Page:
    """Show the fields of a record as they stand, to be written again."""
    return _form(work, asked, None)


@pages.post(_ONE + "/correct", Permission.CORRECT, again=_form)
def correct_record(work: Work, asked: Asked) -> Redirect:
    """Write what was changed as a correction, with its reason."""
    subject, record = of_case(work, asked)
    record_id = asked.ids["record_id"]
    names = corrections.correctable(work, subject, record, record_id)
    changes: Changes = changes_of(record, reading.one(work, subject, record, record_id), names, asked.form)
    if changes.wrong:
        raise Invalid("The form is not complete.", field_errors(changes))
    seen = asked.typed("_revision")
    corrections.correct(work, subject, record, record_id, changes.values, changes.reason, if_match=f'"{seen}"' if seen else None)
    return Redirect(addresses.record(subject.id, record, record_id), told="corrected")

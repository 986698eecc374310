"""Letting identities out by four eyes: one asks, another supervisor approves, and only the recipient named can read the file."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from app.access import Permission
from app.console import inner, labels
from app.console.answers import Bytes, Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.console.told import tell
from app.errors import FieldError, Invalid, NotFound, Refused, UnknownReference
from app.services import people, reading, scope
from app.services.htcds import identity_exports
from app.vocabulary.disclosing import IdentityExportPurpose
from app.work import Work

pages = Pages()
tell("identities_asked", _("The request waits for another supervisor."))
_LONGEST = 10_000
_WRONG = {
    "cases": _("Give the numbers of 1 to 200 cases of your organisation that you may open, one a line"),
    "recipient": _("Give the recipient's public age key: it begins with age1"),
    "purpose": _("Choose what for"),
    "reason": _("Say why, for whoever approves it"),
}


@pages.get("/identity-exports", Permission.IDENTITY_EXPORT)
def list_of_identity_exports(work: Work, asked: Asked) -> Page:
    """List the requests one may know of, and offer to make one."""
    return _list(work, asked, None)


def _list(work: Work, asked: Asked, refused: Refused | None) -> Page:
    page = identity_exports.listed(work, cursor=asked.query.get("cursor"), limit=25)
    wrong = {name: labels.text(asked.language, _WRONG[name]) for name in _fields(refused)}
    context = {
        "inner": inner.places(work, asked),
        "items": page.items,
        "next_cursor": page.next_cursor,
        "purposes": [purpose.value for purpose in IdentityExportPurpose],
        "typed": dict(asked.form) if asked.form else {name: asked.query.get(name, "") for name in ("cases", "recipient", "purpose")},
        "wrong": wrong,
        "mistakes": [{"text": text, "href": f"#{name}"} for name, text in wrong.items()],
    }
    return Page("exports/identities.html", context)


def _fields(refused: Refused | None) -> Iterator[str]:
    """Which fields of the form a refusal is about."""
    if isinstance(refused, UnknownReference):
        yield "cases"
    elif isinstance(refused, Invalid):
        yield from (error.field for error in refused.errors if error.field in _WRONG)


@pages.post("/identity-exports", Permission.IDENTITY_EXPORT, again=_list)
def ask_for_identities(work: Work, asked: Asked) -> Redirect:
    """Ask to let the identities of cases out."""
    purpose = None
    with suppress(ValueError):
        purpose = IdentityExportPurpose(asked.typed("purpose"))
    cases = _cases(work, asked.typed("cases").split())
    reason, missing = asked.typed("reason"), []
    for name, there in (("cases", cases), ("recipient", asked.typed("recipient")), ("purpose", purpose), ("reason", reason)):
        if not there or (name == "reason" and len(reason) > _LONGEST):
            missing.append(name)
    if missing or purpose is None or not cases:
        raise Invalid("The request is not complete.", [FieldError(name, "is missing") for name in missing])
    format_ = "csv" if asked.typed("format") == "csv" else "xlsx"
    made = identity_exports.ask(work, cases, recipient=asked.typed("recipient"), purpose=purpose, reason=reason, format_=format_)
    return Redirect(f"/identity-exports/{made['id']}", told="identities_asked")


def _cases(work: Work, numbers: Sequence[str]) -> list[UUID] | None:
    """The cases of these numbers; None if there is none, too many, or one of them is not to be known of."""
    if not 0 < len(numbers) <= identity_exports.MOST_CASES:
        return None
    found = []
    for number in dict.fromkeys(numbers):
        same = [case for case in reading.cases(work, cursor=None, limit=10, number=number).items if _folded(case) == _letters(number)]
        if not same:
            return None
        found.append(UUID(same[0]["id"]))
    return found


def _folded(case: dict[str, Any]) -> str:
    return _letters(case["case_number"])


def _letters(number: str) -> str:
    return "".join(letter for letter in number.upper() if letter.isalnum())


@pages.get("/identity-exports/{identity_export_id}", Permission.IDENTITY_EXPORT)
def identity_export(work: Work, asked: Asked) -> Page:
    """Show a request with its reason, and how far it is."""
    return _one(work, asked, None)


def _one(work: Work, asked: Asked, refused: Refused | None) -> Page:
    found = identity_exports.read(work, asked.ids["identity_export_id"])
    ids = [UUID(text) for text in (found["asked_by"], found["approved_by"]) if text]
    context = {
        "inner": inner.places(work, asked),
        "found": found,
        "numbers": list(_numbers(work, found["case_ids"])),
        "names": {str(ident): name for ident, name in people.name_of(work, ids).items()},
        "own": found["asked_by"] == str(work.actor.user_id),
        "refused": refused,
    }
    return Page("exports/identity.html", context)


def _numbers(work: Work, case_ids: Sequence[str]) -> Iterator[str]:
    for case_id in case_ids:
        with suppress(NotFound):
            yield scope.case(work, UUID(case_id)).case_number


@pages.post("/identity-exports/{identity_export_id}/file", Permission.IDENTITY_EXPORT, again=_one, second_factor=True)
def fetch_identities(work: Work, asked: Asked) -> Bytes:
    """Give the encrypted file of an approved request, with a fresh one-time code; each record opened for it is in the log of its case."""
    data, name = identity_exports.file(work, asked.ids["identity_export_id"])
    return Bytes(data, "application/octet-stream", name)

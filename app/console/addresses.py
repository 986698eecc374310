"""Where the pages of things are: one place that knows how an address is made."""

from collections.abc import Mapping
from uuid import UUID

from app.records.base import Act, placeholders


def case(case_id: UUID | str) -> str:
    """The page of a case."""
    return f"/cases/{case_id}"


def record(case_id: UUID | str, name: str, record_id: UUID | str) -> str:
    """The page of one record of a case."""
    return f"/cases/{case_id}/records/{name}/{record_id}"


def records(case_id: UUID | str, name: str) -> str:
    """The list of the records of one kind."""
    return f"/cases/{case_id}/records/{name}"


def correction(case_id: UUID | str, name: str, record_id: UUID | str) -> str:
    """The form that corrects or completes a record of a case."""
    return f"{record(case_id, name, record_id)}/correct"


def pattern(act: Act) -> str:
    """The address of an act's form, as a pattern: an act of a case stands below the case."""
    names = placeholders(act.path)
    if names[:1] == ("case_id",):
        return "/".join(["/cases/{case_id}/do", act.name, *(f"{{{name}}}" for name in names[1:])])
    return "/".join(["/do", act.name, *(f"{{{name}}}" for name in names)])


def form(act: Act, ids: Mapping[str, UUID | str]) -> str:
    """The address of an act's form for what the ids name."""
    return pattern(act).format(**{name: str(value) for name, value in ids.items()})

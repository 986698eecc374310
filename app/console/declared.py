"""Which labels there must be: one for every act, record, field and code that a person may see, as the declarations have them."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from typing import get_args

import app.vocabulary
from app import errors
from app.access import Permission, Role
from app.records.registry import ACTS, RECORDS
from app.records.values import PlanItem
from app.reports.statistics_kinds import Rhythm
from app.schemas.cases import Opening
from app.schemas.reports import WordsOpening
from app.services import leaving
from app.services.compliance import By
from app.services.events import Event
from app.services.htcds import events as exchange
from app.standards.documents import BASES, GRADES, KINDS, TAGS
from app.standards.kinds import Reason
from app.standards.rulebook_standards import LEVELS
from app.standards.rules import Scope, Status
from app.standards.steps import Step
from app.vocabulary.places import Province

EVENTS = (leaving, exchange)  # besides app/services/events.py; importing a file makes its events known
_ENUMS: tuple[type[StrEnum], ...] = (Role, Permission, Status, Scope, Step, Reason, By, Rhythm)
_OF_EVERY_RECORD = ("id", "organisation_id", "case_id", "recorded_at", "recorded_by")
_FROM_ELSEWHERE = frozenset({Province})  # the gazetteer has their names


def codes() -> frozenset[str]:
    """Return the keys of all codes: `code.<class>.<value>`."""
    of_enums = {f"code.{enum.__name__}.{code.value}" for enum in (*_ENUMS, *_vocabulary()) for code in enum}
    return frozenset(of_enums | {f"code.{name}.{value}" for name, values in _lists().items() for value in values})


def labels() -> frozenset[str]:
    """Return the keys of acts and records: what is to be done, what was done, when to do it, and what it is about."""
    of_acts = {f"{kind}.{name}" for name in ACTS for kind in ("act", "done", "about")}
    return frozenset(of_acts | {f"record.{name}" for name in RECORDS})


def fields() -> Mapping[str, frozenset[str]]:
    """Return for every field the keys of which one must be there: of the field in its record, or of the field anywhere."""
    own = {record.record_name: tuple(record.fields) for record in RECORDS.values()}
    every = {name: (*_OF_EVERY_RECORD, *names) for name, names in own.items()} | {"plan_item": tuple(PlanItem.model_fields)}
    return {f"{record}.{name}": frozenset({f"field.{record}.{name}", f"field.{name}"}) for record, names in every.items() for name in names}


def _vocabulary() -> Iterator[type[StrEnum]]:
    """Yield every list of codes that app/vocabulary declares."""
    for found in iter_modules(app.vocabulary.__path__, "app.vocabulary."):
        module = import_module(found.name)
        own = (value for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__)
        yield from (value for value in own if issubclass(value, StrEnum) and value not in _FROM_ELSEWHERE)


def _lists() -> Mapping[str, tuple[str, ...]]:
    """Return the codes that are no class, under the name they go by here."""
    purposes = (choice for schema in (Opening, WordsOpening) for choice in get_args(schema.model_fields["purpose"].annotation))
    return {
        "Level": LEVELS,
        "Basis": tuple(BASES),
        "Tag": tuple(TAGS),
        "Grade": tuple(GRADES),
        "RuleKind": tuple(KINDS),
        "Score": ("1", "2", "3", "4"),
        "YesNo": ("yes", "no", "not_recorded"),
        "Purpose": tuple(purposes),
        "Step": ("any",),
        "ReportStep": ("make",),  # the first line of a report's history, which is no step of the cycle
        "Event": tuple(kind.__name__ for kind in Event.__subclasses__()),
        "Refused": tuple(_refusals()),
    }


def _refusals() -> Iterator[str]:
    kinds = (value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.Refused))
    return (kind.code for kind in kinds if kind is not errors.Refused)

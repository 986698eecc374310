"""How a record and its acts are declared.

A record is a class whose annotations say what is recorded; an act says which record it makes or changes, at which path, by whom.
Routes, request schemas, grants, audit events, the docs, replay and the rules' field check all read these declarations, so that nothing
about a record is written down twice. Nothing here does I/O.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, TypeVar, Union, get_args, get_origin, get_type_hints

from app.access import Role
from app.records.values import kind_of
from app.shape import FieldKind, FieldShape

T = TypeVar("T")


class Fill(StrEnum):
    """Who fills a field, and when."""

    BODY = "body"  # the body of the act that makes the record
    LATER = "later"  # a later act
    SYSTEM = "system"  # the system itself


@dataclass(frozen=True, slots=True)
class Marker:
    """What an annotation says besides the type."""

    sealed: bool = False
    fill: Fill = Fill.BODY


Fact = Annotated[T, Marker()]  # PLAIN: cannot name anyone
Sealed = Annotated[T, Marker(sealed=True)]  # SEALED: identity or free text
Later = Annotated[T, Marker(fill=Fill.LATER)]  # PLAIN, filled by a later act, so never required
Given = Annotated[T, Marker(fill=Fill.SYSTEM)]  # PLAIN, filled by the system


@dataclass(frozen=True, slots=True)
class _Remarks:
    note: str | None = None
    htcds: str | None = None
    left_out: bool | None = None
    past: bool = False


def noted(note: str | None = None, *, htcds: str | None = None, left_out: bool | None = None, past: bool = False) -> Any:
    """Say of a field what its type does not.

    `htcds` is the field of the Human Trafficking Case Data Standard 2.0 that it maps to; `left_out` is stored when the body is silent.
    `past` says that the time cannot lie in the future, as the moment of an act cannot either.
    """
    return _Remarks(note, htcds, left_out, past)


@dataclass(frozen=True, slots=True)
class RecordField:
    """One declared field: its type, what it holds, who fills it. `required` means: there as soon as the record is."""

    name: str
    annotation: Any  # what Pydantic validates when the field is sent; None is added where it may be left out
    kind: FieldKind
    codes: tuple[str, ...]
    sealed: bool
    required: bool
    fill: Fill
    htcds: str | None
    note: str | None
    left_out: bool | None
    past: bool

    @property
    def shape(self) -> FieldShape:
        """What the rulebook needs to know of the field."""
        return FieldShape(self.kind, self.sealed, self.codes)


class Record:
    """Base of every declaration; a subclass is never instantiated, it is read."""

    record_name: ClassVar[str] = ""
    fields: ClassVar[Mapping[str, RecordField]] = {}

    def __init_subclass__(cls) -> None:
        """Read the annotations of the subclass into `fields`."""
        cls.record_name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        hints = get_type_hints(cls, include_extras=True)
        cls.fields = {name: _read(name, hints[name], cls.__dict__.get(name, _Remarks())) for name in cls.__annotations__}


def _read(name: str, hint: object, remarks: _Remarks) -> RecordField:
    """Split an annotation into its marker, its type and whether it may be left out."""
    marker = next((e for e in get_args(hint)[1:] if isinstance(e, Marker)), None)
    if get_origin(hint) is not Annotated or marker is None:
        raise TypeError(f"{name}: declare it as Fact, Sealed, Later or Given")
    inner, *extras = (e for e in get_args(hint) if not isinstance(e, Marker))
    bare: Any = Annotated[inner, *extras] if extras else inner
    optional = get_origin(bare) in (Union, UnionType) and NoneType in get_args(bare)
    if optional:
        (bare,) = (a for a in get_args(bare) if a is not NoneType)
    kind, codes = kind_of(bare)
    return RecordField(
        name=name,
        annotation=bare,
        kind=kind,
        codes=codes,
        sealed=marker.sealed,
        required=not optional and marker.fill is not Fill.LATER,
        fill=marker.fill,
        htcds=remarks.htcds,
        note=remarks.note,
        left_out=remarks.left_out,
        past=remarks.past,
    )


# What follows from the facts that were sent, for example a total from its scores. Raises ValueError if they cannot be.
Derive = Callable[[Mapping[str, object]], Mapping[str, object]]


# Compared by identity: an act is declared once.
@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """Something a person does that writes one entry of the ledger.

    `moment` is the field that says when it happened ("recorded_at": the clock of the server). `path` is below /api/v1; in an act that
    changes a record its last placeholder names that record. `needs` are the body's fields that must be sent. `sets` are facts the act
    itself states; `actor` are fields that take the actor's id; `derive` computes facts from those that were sent.
    """

    name: str
    record: type[Record]
    makes: bool
    moment: str
    path: str
    by: frozenset[Role]
    body: tuple[str, ...]
    needs: frozenset[str]
    sets: Mapping[str, object]
    actor: tuple[str, ...]
    derive: Derive | None
    summary: str

    @property
    def from_path(self) -> tuple[str, ...]:
        """The record's fields that the path names, so that the body need not repeat them."""
        return tuple(name for name in placeholders(self.path) if self.makes and name in self.record.fields)


def placeholders(path: str) -> tuple[str, ...]:
    """The names in braces of a path, in order."""
    return tuple(re.findall(r"{(\w+)}", path))


def makes(
    name: str,
    record: type[Record],
    *,
    path: str,
    by: frozenset[Role],
    summary: str,
    moment: str = "recorded_at",
    fields: tuple[str, ...] | None = None,
    sets: Mapping[str, object] | None = None,
    actor: tuple[str, ...] = (),
    derive: Derive | None = None,
) -> Act:
    """Declare the act that makes a record.

    Its body is `fields`, or else every BODY field but the moment, what the path names, what the act sets and what takes the actor's id.
    """
    taken = {moment, *placeholders(path), *(sets or {}), *actor}
    body = fields or tuple(f.name for f in record.fields.values() if f.fill is Fill.BODY and f.name not in taken)
    needs = frozenset(name for name in body if record.fields[name].required)
    return Act(
        name=name,
        record=record,
        makes=True,
        moment=moment,
        path=path,
        by=by,
        body=body,
        needs=needs,
        sets=sets or {},
        actor=actor,
        derive=derive,
        summary=summary,
    )


def changes(
    name: str,
    record: type[Record],
    *,
    path: str,
    by: frozenset[Role],
    moment: str,
    summary: str,
    fields: tuple[str, ...] = (),
    needs: frozenset[str] = frozenset(),
    sets: Mapping[str, object] | None = None,
    actor: tuple[str, ...] = (),
    derive: Derive | None = None,
) -> Act:
    """Declare an act that fills more fields of a record that is there already."""
    return Act(
        name=name,
        record=record,
        makes=False,
        moment=moment,
        path=path,
        by=by,
        body=fields,
        needs=needs,
        sets=sets or {},
        actor=actor,
        derive=derive,
        summary=summary,
    )

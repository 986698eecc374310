"""From a row of a file to the bodies of the acts that record it, or to everything that is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from app.records.base import Act
from app.records.bodies import Body, body_model
from app.records.htcds import standard
from app.records.htcds.cells import Cell, CellError, empty, text, value_of, yes_or_no
from app.records.htcds.headers import Column, Layout, Trouble
from app.records.htcds.homes import HOMES, Part
from app.records.htcds.sheets import letter
from app.records.htcds.standard import FIELDS, folded
from app.records.registry import making_acts
from app.records.values import Timestamp
from app.vocabulary.cases import NationalityClass

_TIMESTAMP: TypeAdapter[Timestamp] = TypeAdapter(Timestamp)
CASE, PERSON, ORIGIN, DECISION = Part("case"), Part("person"), Part("origin"), Part("identification")
# In the order in which they are recorded; the case comes first.
_PARTS = tuple(dict.fromkeys((CASE, PERSON, *(home.part for home in HOMES.values()), DECISION)))
# Days that have happened; the planned end of a support plan has not.
_PAST = frozenset({"prs_Birthdate", "hte_Date", "cas_IncomingReferralDate", "cas_OutgoingReferralDate", "spl_ActualEndDate"})
_DECISIONS = {"ActualVictimOfTrafficking": "identified", "NotAVictimOfTrafficking": "not_identified"}
_DECIDERS = {
    "Police": "police",
    "NGO": "ngo",
    "CourtOrProsecution": "court_or_prosecution",
    "NonPoliceGovernmentalOrganization": "other_government",
    "Other": "other",
}
# What stands for Other where the standard has no code of its own.
_STANDS_FOR = {
    standard.FORCED_CRIMINALITY: ("vic_TypeOfExploitation", "forced_criminality"),
    standard.RESTRICTS_MOVEMENT: ("vic_MethodsOfControl", "restricts_movement"),
}


class Asked(NamedTuple):
    """What a case needs and the standard lacks, for every row that does not say it itself; asked of whoever imports, never guessed."""

    first_contact_at: datetime | None = None
    interpreter_needed: bool | None = None
    nationality_class: NationalityClass | None = None


class Planned(NamedTuple):
    """A row as the acts that will record it, by the part of the standard that each fills."""

    row: int
    bodies: Mapping[Part, Body]
    name: str
    consent_stated: bool | None
    status: str | None
    decision_stated: bool


class Read(NamedTuple):
    """A file as it was read: what can be recorded, and what is wrong. One row is either or both."""

    planned: tuple[Planned, ...]
    troubles: tuple[Trouble, ...]


def act_of(part: Part) -> Act:
    """Return the act that records a part."""
    return making_acts(part.record)[0]


def read(layout: Layout, asked: Asked, *, now: datetime, digest: str | None = None) -> Read:
    """Read every row that holds anything; rows are numbered as the spreadsheet shows them.

    `now` is local time; `digest` is kept with each case, so that it is known which file it came from.
    """
    planned: list[Planned] = []
    troubles = list(layout.troubles)
    for index, cells in enumerate(layout.rows[layout.first :], layout.first + 1):
        if layout.holds(cells):
            row = _Row(index, cells, layout.columns, now)
            planned.append(row.plan(asked, digest))
            troubles += row.troubles
    return Read(tuple(planned), tuple(troubles))


class _Row:
    """One row on its way: its values by field, and its troubles."""

    def __init__(self, number: int, cells: Sequence[Cell], columns: tuple[Column, ...], now: datetime) -> None:
        self.number, self.now = number, now
        self.columns = {column.field: column for column in columns}
        self.troubles: list[Trouble] = []
        self.cells = {c.field: cells[c.place] for c in columns if c.place < len(cells) and not empty(cells[c.place])}
        self.values = dict(self._standard())

    def plan(self, asked: Asked, digest: str | None) -> Planned:
        """Put the values where their homes are."""
        self._stand_for_other()
        self._require_order()
        facts: dict[Part, dict[str, object]] = {CASE: {}, PERSON: {}}
        for name, value in self.values.items():
            home = HOMES[name]
            facts.setdefault(home.part, {})[home.field.name] = value
            if home.part.direction:
                facts[home.part]["direction"] = home.part.direction
        self._case(facts[CASE], asked)
        name = self._person(facts[PERSON])
        origin = facts.setdefault(ORIGIN, {})
        origin |= {"file_digest": digest, "file_row": self.number}
        if standard.CONSENT_STATED in self.cells:
            origin["consent_stated"] = self._checkbox(standard.CONSENT_STATED)
        if decision := self._decision():
            facts[DECISION] = decision
        bodies = {part: body for part in _PARTS if part in facts and (body := self._body(part, facts[part])) is not None}
        stated = origin.get("consent_stated")
        return Planned(
            row=self.number,
            bodies=MappingProxyType(bodies),
            name=name,
            consent_stated=stated if isinstance(stated, bool) else None,
            status=str(self.values["cas_Status"]) if "cas_Status" in self.values else None,
            decision_stated=str(self.values.get("vic_TraffickingStatus")) in _DECISIONS,
        )

    def _standard(self) -> Iterator[tuple[str, object]]:
        for name, cell in self.cells.items():
            if name not in HOMES:
                continue
            try:
                value = value_of(cell, HOMES[name].field, FIELDS[name])
            except CellError as error:
                self._wrong(name, error.code, error.message, error.allowed)
                continue
            if name in _PAST and isinstance(value, date) and value > self.now.date():
                self._wrong(name, "in_future", "lies in the future; what has not happened yet cannot be recorded")
                continue
            yield name, value

    def _stand_for_other(self) -> None:
        """Put our own code where `Other` stands for it."""
        for column, (name, code) in _STANDS_FOR.items():
            said = folded(text(self.cells[column])) if column in self.cells else "false"
            if said == "false":
                continue
            held = self.values.get(name)
            if said not in ("true", "trueother") or not isinstance(held, list) or "Other" not in held:
                told = f"must be TRUE or TRUE;Other, beside Other in {FIELDS[name].label}"
                self._wrong(column, "not_beside_other", told, ("TRUE", "TRUE;Other"))
                continue
            kept = held if said == "trueother" else [c for c in held if c != "Other"]
            self.values[name] = [*kept, code]

    def _require_order(self) -> None:
        born, happened = self.values.get("prs_Birthdate"), self.values.get("hte_Date")
        if isinstance(born, date) and isinstance(happened, date) and happened < born:
            self._wrong("hte_Date", "before_birth", "lies before the date of birth")

    def _case(self, facts: dict[str, object], asked: Asked) -> None:
        facts |= {
            "first_contact_at": self._moment(standard.FIRST_CONTACT) or asked.first_contact_at,
            "interpreter_needed": asked.interpreter_needed,
            "nationality_class": self._nationality(asked),
        }
        if standard.INTERPRETER in self.cells:
            facts["interpreter_needed"] = self._checkbox(standard.INTERPRETER)
        asked_for = {"first_contact_at": standard.FIRST_CONTACT, "interpreter_needed": standard.INTERPRETER}
        asked_for |= {"nationality_class": standard.NATIONALITY, "sex": "prs_Gender"}
        for name, column in asked_for.items():
            if facts.get(name) is None and column not in self.cells:
                self._wrong(column, "needed", f"is needed to open a case ({name}); fill this column or say it for all rows")

    def _nationality(self, asked: Asked) -> object:
        if standard.NATIONALITY in self.cells:
            known = {folded(code): code for code in NationalityClass}
            said = folded(text(self.cells[standard.NATIONALITY]))
            if said not in known:
                self._wrong(standard.NATIONALITY, "unknown_code", "holds no class of nationality", tuple(NationalityClass))
            return known.get(said)
        held = self.values.get("prs_Citizenship")
        if isinstance(held, list) and held:
            return NationalityClass.CAMBODIAN if "KH" in held else NationalityClass.FOREIGN
        return asked.nationality_class if "prs_Citizenship" not in self.cells else NationalityClass.UNKNOWN

    def _person(self, facts: dict[str, object]) -> str:
        """Fill the names, and return them all for looking the person up."""
        parts = [self.values[name] for name in ("prs_FirstName", "prs_MiddleName", "prs_SecondName") if name in self.values]
        whole = " ".join(map(str, parts))
        given = {"name_km": standard.NAME_KM, "name_latin": standard.NAME_LATIN}
        names = {name: text(self.cells[column]) for name, column in given.items() if column in self.cells}
        if whole and not names:
            names = {"name_km" if any("\u1780" <= letter <= "\u17ff" for letter in whole) else "name_latin": whole}
        facts |= {**names, "own_name_recorded": bool(names), "client_code_assigned": False}
        return " ; ".join(names.values())

    def _decision(self) -> dict[str, object] | None:
        """Return the decision on victim status, where the file says who decided what and when; else it stays a statement."""
        if standard.DECIDED_AT not in self.cells:
            return None
        decision = _DECISIONS.get(str(self.values.get("vic_TraffickingStatus")))
        decider = _DECIDERS.get(str(self.values.get("vic_TraffickingStatusDecisionMakingOrg")))
        if decision is None or decider is None:
            told = "needs a Trafficking Status that is decided and the organization that decided it in the same row"
            self._wrong(standard.DECIDED_AT, "no_decision", told)
            return None
        return {"decided_at": self._moment(standard.DECIDED_AT), "decision": decision, "decided_by": decider}

    def _moment(self, column: str) -> datetime | None:
        if column not in self.cells:
            return None
        try:
            found: datetime = _TIMESTAMP.validate_python(self.cells[column])
        except ValidationError:
            self._wrong(column, "not_a_moment", "must be a time with its zone, for example 2025-06-09T15:00:00+07:00")
            return None
        if found > self.now:
            self._wrong(column, "in_future", "lies in the future; what has not happened yet cannot be recorded")
        return found

    def _checkbox(self, column: str) -> bool | None:
        try:
            return yes_or_no(self.cells[column])
        except CellError as error:
            self._wrong(column, error.code, error.message, error.allowed)
            return None

    def _body(self, part: Part, facts: Mapping[str, object]) -> Body | None:
        """Return the body of the part's act. What is missing was told already; the rest is told of the column it came from."""
        sent = {name: value for name, value in facts.items() if value is not None}
        try:
            return body_model(act_of(part)).model_validate(sent)
        except ValidationError as error:
            wrong = [e for e in error.errors(include_input=False, include_context=False) if e["type"] != "missing"]
        for e in wrong:
            name = next((n for n, home in HOMES.items() if (home.part, home.field.name) == (part, str(e["loc"][0]))), "")
            self._wrong(name or _column_of(str(e["loc"][0])), "not_accepted", e["msg"].removeprefix("Value error, "))
        return None

    def _wrong(self, field: str, code: str, message: str, allowed: tuple[str, ...] = ()) -> None:
        column = self.columns.get(field)
        place, header = (letter(column.place), column.header) if column else (None, None)
        self.troubles.append(Trouble(self.number, place, header, field, code, message, allowed))


def _column_of(name: str) -> str:
    """Return the column of ours that holds a fact which is no field of the standard."""
    return {"name_km": standard.NAME_KM, "name_latin": standard.NAME_LATIN, "first_contact_at": standard.FIRST_CONTACT}.get(name, name)

"""The story of a case as lines of a timeline: what was done, when, by whom, what is known of it, and how it can go on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from app.console import addresses, later, moments
from app.console.asking import Asked
from app.console.forms import standing
from app.console.forms.fields import asking
from app.console.forms.standing import Fact
from app.console.later import Later
from app.models.registers import Case
from app.records.registry import ACTS, RECORDS
from app.services import naming, stories
from app.services.naming import Named
from app.services.stories import Told
from app.shape import FieldKind
from app.work import NOBODY, Work

_LATE = 86_400  # recorded so much later than it happened, it is said
_GIST = 5  # answers in the one line
_TELLING = frozenset({FieldKind.CODE, FieldKind.CODES})


class Line(NamedTuple):
    """One entry of a case in words; `who` is None for what the system itself wrote."""

    told: Told
    who: Named | None
    gist: str
    facts: Sequence[Fact]
    late: int | None
    href: str | None
    offers: Sequence[Later]


class Month(NamedTuple):
    """The lines of one month; `at` is an instant in it."""

    at: int
    lines: list[Line]


def of(work: Work, asked: Asked, case: Case, *, limit: int | None) -> tuple[list[Month], int]:
    """Return the newest entries by month, the newest first, and how many entries there are."""
    told = stories.of_case(work, case)
    facts = folded(told)
    shown = list(reversed(told))[:limit]
    named = naming.of(work, {*(one.recorded_by for one in shown), *ids_in(one.facts for one in shown)})
    months: list[Month] = []
    for one in shown:
        if not months or _month(months[-1].at) != _month(one.occurred_at):
            months.append(Month(one.occurred_at, []))
        months[-1].lines.append(_line(work, asked, case, one, facts[one.record_id], named))
    return months, len(told)


def folded(told: Iterable[Told]) -> Mapping[UUID, dict[str, Any]]:
    """Return every record of a story as it is known now."""
    found: dict[UUID, dict[str, Any]] = {}
    for one in sorted(told, key=lambda one: one.position):
        found.setdefault(one.record_id, {}).update(one.facts)
    return found


def _line(work: Work, asked: Asked, case: Case, told: Told, now: Mapping[str, Any], named: Mapping[UUID, Named]) -> Line:
    gap = told.recorded_at - told.occurred_at
    own = told.record == "case"
    goes_on = told.act != "correct" and not own and _makes(told)
    return Line(
        told,
        None if told.recorded_by == NOBODY else named.get(told.recorded_by),
        gist(asked.language, told.record, told.facts),
        facts_of(asked.language, told.record, told.facts, told.sealed, named),
        gap if gap > _LATE else None,
        None if own else addresses.record(case.id, told.record, told.record_id),
        later.offered(work.actor.role, told.record, now, case_id=case.id, record_id=told.record_id) if goes_on else (),
    )


def _makes(told: Told) -> bool:
    return told.act in ACTS and ACTS[told.act].makes


def gist(language: str, record: str, facts: Mapping[str, Any]) -> str:
    """Return the answers that were chosen from lists, in one line: what kind of thing it was, and what came of it."""
    # That there was none of something says nothing without its question.
    told = {name for name, value in facts.items() if value not in (None, "none", [])}
    fields = [field for name, field in RECORDS[record].fields.items() if name in told and field.kind in _TELLING]
    said = [standing.said(language, asking(record, field, required=False), facts[field.name]) for field in fields]
    return " · ".join([text for text in said if text][:_GIST])


def facts_of(language: str, record: str, facts: Mapping[str, Any], sealed: Sequence[str], named: Mapping[UUID, Named]) -> Sequence[Fact]:
    """Return recorded facts in words; what an id names by what it is called."""
    names = {str(ident): called.name for ident, called in named.items() if called.name}
    return standing.in_words(language, record, facts, sealed, dict.fromkeys(facts, names))


def ids_in(facts: Iterable[Mapping[str, Any]]) -> set[UUID]:
    """Return the ids among recorded facts that may name somebody, a shelter, a body or a case."""
    found = set()
    for one in facts:
        for name, value in one.items():
            if isinstance(value, str) and (name.endswith("_id") or name in ("recipient", "decided_by", "requested_by")):
                try:
                    found.add(UUID(value))
                except ValueError:
                    continue  # a recipient may be a code
    return found


def _month(at: int) -> tuple[int, int]:
    local = moments.local(at)
    return local.year, local.month

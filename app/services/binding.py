"""Which catalogues bind whom: the one a case was opened under, that of new cases, and those an organisation's agreements name."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from app.models.registers import Case
from app.services import ledger
from app.services.instants import first_second
from app.services.registers import fold_all
from app.services.scope import Subject
from app.standards.facts import Entry as Fact
from app.vocabulary.organisations import MouState
from app.work import Work


class Bound(NamedTuple):
    """From when up to, not including, when agreements bind an organisation to a catalogue, named as they name it."""

    catalogue: str
    starts_at: int
    ends_at: int


class Names(NamedTuple):
    """The catalogues that bind a subject: those at hand, its own first, and those that an agreement names and nobody has loaded."""

    loaded: tuple[str, ...]
    missing: tuple[str, ...]


def agreed(entries: Iterable[Fact]) -> list[Bound]:
    """Return what the agreements in an organisation's entries bind it to, by catalogue and time, without overlaps."""
    found = [bound for mou in fold_all(entries).of("mou").values() for bound in _of_agreement(mou)]
    return [bound for _, same in groupby(sorted(found), key=lambda bound: bound.catalogue) for bound in _joined(list(same))]


def of_organisation(work: Work, organisation_id: UUID, *, as_of: int, known_at: int) -> list[Bound]:
    """Return what the agreements of an organisation bind it to, as far as they were signed by one instant and known at another."""
    return agreed(e for e in ledger.held(work, organisation_id) if e.occurred_at <= as_of and e.recorded_at <= known_at)


def names(work: Work, subject: Subject, *, as_of: int, known_at: int) -> Names:
    """Return which catalogues bind a subject at an instant, as known at an instant; for an organisation those its shelters are bound by.

    A case keeps the version it was opened under, whatever version of the same catalogue an agreement would bring.
    """
    own = subject.row.catalogue if isinstance(subject.row, Case) else work.books.default
    bounds = of_organisation(work, subject.organisation_id, as_of=as_of, known_at=known_at)
    further = [bound.catalogue for bound in bounds if bound.starts_at <= as_of < bound.ends_at]
    further = [name for name in further if name.partition("@")[0] != own.partition("@")[0]]
    at_hand = tuple(name for name in further if name in work.books.catalogues)
    return Names((own, *at_hand), tuple(name for name in further if name not in at_hand))


def _of_agreement(mou: dict[str, object]) -> list[Bound]:
    ended = mou.get("ended_on")
    if mou["state"] == MouState.DRAFT or (mou["state"] == MouState.ENDED and ended is None):
        return []
    last = min(date.fromisoformat(str(day)) for day in (mou["ends_on"], ended) if day is not None)
    starts_at, ends_at = first_second(date.fromisoformat(str(mou["starts_on"]))), first_second(last + timedelta(days=1))
    further = mou.get("further_rule_sets")
    catalogues = {str(mou["rule_set"]), *(map(str, further) if isinstance(further, list) else ())}
    return [Bound(catalogue, starts_at, ends_at) for catalogue in catalogues if starts_at < ends_at]


def _joined(bounds: Sequence[Bound]) -> list[Bound]:
    """Join the times of one catalogue that touch or overlap; they come in the order of their starts."""
    joined: list[Bound] = []
    for bound in bounds:
        if joined and bound.starts_at <= joined[-1].ends_at:
            joined[-1] = joined[-1]._replace(ends_at=max(joined[-1].ends_at, bound.ends_at))
        else:
            joined.append(bound)
    return joined

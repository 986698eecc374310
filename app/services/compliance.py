"""Compliance across cases: counts by every cut, and the findings behind them by pseudonym. Opens no key and reads no sealed value."""

# Long because: the counts and the rules of who sees which of them belong together, so that no way round is overlooked.

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache, partial
from typing import Any, NamedTuple, TypeAlias

from app.access import Role
from app.errors import FieldError, Invalid, NotFound, NotPermitted
from app.reports.figures import Figures, Shown
from app.reports.hiding import hide_small
from app.reports.suppression import THRESHOLD
from app.services import counting
from app.services.columns import source
from app.services.columns.source import Once, Source
from app.services.counting import Cut, Dimension, Place
from app.services.instants import iso, local_day
from app.services.periods import Period, months_of
from app.services.settled_days import require_whole_months, settled
from app.standards.rules import Scope, Standard, Status
from app.work import Work

MAX_MONTHS = 36
# Who reads the country; everybody else only the own organisation.
_NATIONAL = frozenset({Role.MOSAVY_AUDITOR})
# Who sees no small counts.
HIDDEN_FROM = frozenset({Role.REPORTING_OFFICER})


class By(StrEnum):
    """What a summary can be cut by.

    `step` is the step a standard belongs to, `case_step` where the case stands; `status` that of the findings; `month` the state at the
    end of each month.
    """

    RIGHT = "right"
    STANDARD = "standard"
    STEP = "step"
    ORGANISATION = "organisation"
    SHELTER = "shelter"
    PROVINCE = "province"
    AGE_CLASS = "age_class"
    SEX = "sex"
    CASE_STEP = "case_step"
    STATUS = "status"
    MONTH = "month"


class Wanted(NamedTuple):
    """Which standards are asked about; an empty tuple does not narrow."""

    rights: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


Key: TypeAlias = "tuple[str | None, ...]"
KeyOf: TypeAlias = "Callable[[Standard, Mapping[Dimension, str | None]], Key]"


def allowed(work: Work, cut: Cut) -> Cut:
    """Return the cut within what the actor may see. Raises NotFound for another organisation, NotPermitted for too fine a cut."""
    if work.actor.role in _NATIONAL:
        return cut
    if cut.organisation_id not in (None, work.actor.organisation_id):
        raise NotFound
    if work.actor.role in HIDDEN_FROM and cut.narrows_people:
        raise NotPermitted("Counts with small numbers hidden cannot be narrowed to some of the cases.")
    return replace(cut, organisation_id=work.actor.organisation_id)


def summary(
    work: Work,
    cut: Cut,
    wanted: Wanted,
    by: Sequence[By],
    *,
    period: Period | None,
    status: Sequence[Status] = (),
    counted_from: Source | Once | None = None,
) -> dict[str, Any]:
    """Count findings by up to three of `By`; `status` keeps groups that have any of these.

    By month each group is as it stood at the end of that month of the period, over the cases active in the month.
    """
    hidden = work.actor.role in HIDDEN_FROM
    chosen = _chosen(work, wanted, by) if hidden else None
    cut = allowed(work, replace(cut, standards=None if hidden else ids_of(work, wanted)))
    if hidden:
        if period is not None:
            require_whole_months(period.first, period.last, work.now)
        # Two neighbouring days would tell by their difference what each of them hides.
        cut = replace(cut, at=settled(cut.at))
    counted_from = counted_from or source.of(work, organisation_id=cut.organisation_id)
    groups = grouped(work, cut, by, period=period, counted_from=counted_from, until=cut.at if hidden else work.now)
    if status and not hidden:
        groups = {key: figures for key, figures in groups.items() if any(figures.count(s) for s in status)}
    keys = sorted(groups, key=order_of(work))
    unknown: Shown = {} if counting.tells_days(cut, _dimensions(by)) else {"overdue_days_median": None}
    rows = [groups[key].shown() | unknown for key in keys]
    if hidden:
        # Hidden in the table of all rows, and only then narrowed: a table of some would show what that of all must hide.
        seen = zip(keys, hide_small(rows, THRESHOLD), strict=True)
        told = [(k, r) for k, r in seen if (chosen is None or k[0] in chosen) and (not status or any(r[s.value] != 0 for s in status))]
        keys, rows = [k for k, _ in told], [r for _, r in told]
    return {
        "as_of": iso(cut.at),
        "period": {"from": period.first.isoformat(), "to": period.last.isoformat()} if period else None,
        "by": [b.value for b in by],
        "hidden_below": THRESHOLD if hidden else None,
        "counted_from": counted_from.told,
        "groups": [dict(zip((b.value for b in by), key, strict=True)) | row for key, row in zip(keys, rows, strict=True)],
    }


def counted_once(work: Work, cut: Cut, wanted: Wanted, ways: Sequence[By]) -> Once:
    """Count a cut for several tables at once, for whoever sees all counts: `summary` then takes each from what was counted."""
    cut = allowed(work, replace(cut, standards=ids_of(work, wanted)))
    return Once(source.of(work, organisation_id=cut.organisation_id), work, cut, _dimensions(ways))


def _chosen(work: Work, wanted: Wanted, by: Sequence[By]) -> frozenset[str] | None:
    """Return which rows of a table with small counts hidden are asked for, or None for all. Raises NotPermitted for too fine a cut."""
    if len(by) > 1 or By.STATUS in by:
        raise NotPermitted("Counts with small numbers hidden can be cut one way at a time.")
    ids_of(work, wanted)
    asked = {By.RIGHT: wanted.rights, By.STANDARD: wanted.standards, By.STEP: wanted.steps}
    if any(names and list(by) != [one] for one, names in asked.items()):
        raise NotPermitted("Counts with small numbers hidden can be narrowed to some rows of the table only.")
    return frozenset(asked.get(by[0], ())) or None if by else None


def grouped(
    work: Work, cut: Cut, by: Sequence[By], *, period: Period | None, counted_from: Source | Once, until: int | None = None
) -> dict[Key, Figures]:
    """Return the figures of every group; months only as far as `until`.

    Raises Invalid for months without a period, or of too long a one.
    """
    within = [b for b in by if b is not By.STATUS]
    instants = list(_instants(cut, by, period, work.now if until is None else until))
    cuts = [replace(cut, at=instant, period=active) for _, instant, active in instants]
    groups = gather(work, cuts, [key_of(within, month) for month, _, _ in instants], _dimensions(by), counted_from)
    if By.STATUS not in by:
        return groups
    place = list(by).index(By.STATUS)
    return {
        (*key[:place], status.value, *key[place:]): part for key, figures in groups.items() for status, part in figures.by_status().items()
    }


def gather(
    work: Work, cuts: Sequence[Cut], keys_of: Sequence[KeyOf], dimensions: Sequence[Dimension], counted_from: Source | Once = source.ROWS
) -> dict[Key, Figures]:
    """Return the findings of cuts that differ by instant and period only, in the groups that the function of each cut puts them in."""
    into: dict[Key, Figures] = {}
    standards = every_standard(work)
    alike = _alike(standards, keys_of[0], dimensions) if keys_of else {}

    def figures(key_of: KeyOf, standard: str, place: Place) -> Figures:
        return into.setdefault(key_of(standards[standard], dict(zip(dimensions, place, strict=True))), Figures())

    @cache
    def judged(scope: Scope, catalogue: str | None) -> Counter[str]:
        book = work.books.catalogue(catalogue or work.books.default)
        asked = cuts[0].standards
        return Counter(alike[s.id] for s in book.standards if s.scope is scope and (asked is None or s.id in asked))

    for key_of, (subjects, findings) in zip(keys_of, counted_from.counts(work, cuts, dimensions, alike), strict=True):
        group = cache(partial(figures, key_of))
        for present in subjects:
            for standard, number in judged(present.scope, present.catalogue).items():
                group(standard, present.place).slots += present.number * number
                group(standard, present.place).subjects += present.number
        for c in findings:
            group(c.standard, c.place).add(c.status, c.number, days_overdue=c.days_overdue, of_a_limit=c.of_a_limit)
    return into


def _alike(standards: Mapping[str, Standard], key_of: KeyOf, dimensions: Sequence[Dimension]) -> dict[str, str]:
    """Return for each standard the first one that falls into the same groups."""
    nowhere = dict.fromkeys(dimensions)
    first: dict[Key, str] = {}
    return {standard.id: first.setdefault(key_of(standard, nowhere), standard.id) for standard in standards.values()}


def every_standard(work: Work) -> dict[str, Standard]:
    """Return the standards of all catalogues by id; of several with one id, that of the catalogue of new cases."""
    others = [c for name, c in work.books.catalogues.items() if name != work.books.default]
    return {s.id: s for catalogue in [*others, work.books.catalogue(work.books.default)] for s in catalogue.standards}


def ids_of(work: Work, wanted: Wanted) -> frozenset[str] | None:
    """Return the standards that are asked about, or None for all. Raises Invalid for what no catalogue has."""
    if not any(wanted):
        return None
    known = every_standard(work).values()
    for name, asked, there in (
        ("right", wanted.rights, {s.right for s in known}),
        ("standard", wanted.standards, {s.id for s in known}),
        ("step", wanted.steps, {s.step for s in known}),
    ):
        if not there.issuperset(asked):
            raise Invalid(f"No such {name}.", [FieldError(name, f"is no {name} of any catalogue at hand")])
    return frozenset(
        s.id
        for s in known
        if s.right in (wanted.rights or (s.right,)) and s.id in (wanted.standards or (s.id,)) and s.step in (wanted.steps or (s.step,))
    )


def _instants(cut: Cut, by: Sequence[By], period: Period | None, now: int) -> Iterator[tuple[str | None, int, tuple[int, int] | None]]:
    if By.MONTH not in by:
        yield None, cut.at, period.instants if period else None
        return
    if period is None:
        raise Invalid("A period is needed to cut by month.", [FieldError("period_from", "is required with by=month")])
    months = list(months_of(period, local_day(now)))
    if len(months) > MAX_MONTHS:
        raise Invalid("The period is too long.", [FieldError("period_to", f"must leave at most {MAX_MONTHS} months")])
    for month in months:
        yield month.first.strftime("%Y-%m"), month.end(now), month.instants


def _dimensions(by: Sequence[By]) -> list[Dimension]:
    return [d for d in Dimension if d.value in by]


def key_of(by: Sequence[By], month: str | None = None) -> KeyOf:
    """Return the function that names the group of a finding."""

    def key(standard: Standard, place: Mapping[Dimension, str | None]) -> Key:
        held: dict[str, str | None] = {"right": standard.right, "standard": standard.id, "step": standard.step, "month": month}
        held |= {dimension.value: value for dimension, value in place.items()}
        return tuple(held[b.value] for b in by)

    return key


def order_of(work: Work) -> Callable[[Key], tuple[tuple[bool, int, str], ...]]:
    """Return what groups are sorted by: rights, steps and standards as in the catalogue, all else by its name, what has no place last."""
    order: dict[str, int] = {}
    for standard in every_standard(work).values():
        for word in (standard.right, standard.id, standard.step):
            order.setdefault(word, len(order))
    return lambda key: tuple((part is None, order.get(part or "", 0), part or "") for part in key)

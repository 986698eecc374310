"""Counting what no release of statistics tells: shares of single standards, complaints, agreements, reports. Reads plain facts only."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from app.models.ledger import Entry
from app.models.registers import Case, Mou, Organisation
from app.models.reports import Report
from app.reports.evidence import figures
from app.reports.evidence.figures import SAME_PEOPLE, Series
from app.reports.evidence.shares import ALL, Judged, Share, protected
from app.reports.figures import JUDGED, Figures
from app.reports.suppression import THRESHOLD
from app.services import compliance, counting
from app.services.columns import source
from app.services.compliance import By
from app.services.counting import Cut
from app.services.instants import instant
from app.services.periods import Period
from app.services.registers import fold_all
from app.standards.facts import Entry as Fact
from app.standards.instants import due_after
from app.standards.rules import Duration, Scope, Standard, Status
from app.vocabulary.cases import Gender
from app.vocabulary.organisations import MouState
from app.work import Work

_SEXES = (Gender.FEMININE.value, Gender.MASCULINE.value)
_AGES = ("child", "adult")
_OTHER = "other_or_unknown"
_COMPLAINT = "complaint"
_ALL = dict([ALL])


def of_cases(work: Work, period: Period, standards: Sequence[str]) -> dict[str, Series]:
    """Return the shares of the standards of cases over the cases that were open in the period, as they stood at its end.

    Withheld where nearly all of them were registered in the period: then the year's statistics are about the same people, and what both
    show could be set against each other.
    """
    wanted = _of_scope(work, standards, Scope.CASE)
    if _carried_over(work, period) < THRESHOLD:
        return {standard: figures.withheld(SAME_PEOPLE) for standard in wanted}
    counts = {standard: _divided(groups) for standard, groups in _grouped(work, period, wanted).items()}
    shown = protected(counts, THRESHOLD)
    return {standard: figures.of_findings(period.first.year, shown.get(standard, {})) for standard in wanted}


def of_shelters(work: Work, period: Period, standards: Sequence[str]) -> dict[str, Series]:
    """Return the shares of the standards of shelters at the end of the period. Shelters are no people: nothing is hidden."""
    wanted = _of_scope(work, standards, Scope.SHELTER)
    cut = Cut(at=period.instants[1], scope=Scope.SHELTER, standards=frozenset(wanted))
    groups = compliance.grouped(work, cut, [By.STANDARD], period=None, counted_from=source.of(work)) if wanted else {}
    found = {standard: _judged(groups.get((standard,), Figures())) for standard in wanted}
    year = str(period.first.year)
    return {standard: figures.counted([figures.share(year, _ALL, one.kept, one.kept + one.not_kept)]) for standard, one in found.items()}


def complaints(work: Work, period: Period, standard: str) -> Series:
    """Return how many of the year's complaints that were answered or due by its end had been answered within the limit of a standard."""
    limit = _standards(work)[standard].limit or Duration()
    found = Counter(_answered(facts, period.instants, due_after(limit)) for facts in _complaints(work))
    hidden = any(0 < found[answer] < THRESHOLD for answer in (True, False))
    shown = Share(None, None) if hidden else Share(found[True], found[True] + found[False])
    return figures.of_findings(period.first.year, {ALL: shown})


def _answered(facts: Mapping[str, object], period: tuple[int, int], due_of: Callable[[int], int]) -> bool | None:
    """Whether a complaint was answered in time; None if it is not of the period, or still had time at its end."""
    received, first, last = instant(str(facts["received_at"])), *period
    if not first <= received <= last:
        return None
    answered = instant(str(facts["answered_at"])) if facts.get("answered_at") else last + 1
    if answered > last and due_of(received) > last:
        return None
    return answered <= min(due_of(received), last)


def agreements(work: Work, period: Period) -> Series:
    """Return how many agreements held on the last day of the period."""
    number = len(_in_force(work, period))
    return figures.counted([figures.line(str(period.first.year), _ALL, number)])


def reports(work: Work, period: Period) -> Series:
    """Return of how many organisations with an agreement in force a compliance report was frozen in the period."""
    held = {organisation_id for _, organisation_id in _in_force(work, period)}
    query = select(Report.organisation_id).where(Report.frozen_at.between(*period.instants)).distinct()
    told = held.intersection(work.session.scalars(query))
    return figures.counted([figures.share(str(period.first.year), _ALL, len(told), len(held))])


def _standards(work: Work) -> Mapping[str, Standard]:
    return compliance.every_standard(work)


def _of_scope(work: Work, standards: Iterable[str], scope: Scope) -> list[str]:
    known = _standards(work)
    return [standard for standard in dict.fromkeys(standards) if standard in known and known[standard].scope is scope]


def _carried_over(work: Work, period: Period) -> int:
    first, _ = period.instants
    query = select(func.count()).select_from(Case).where(Case.registered_at < first, (Case.closed_at.is_(None)) | (Case.closed_at >= first))
    return work.session.scalar(query) or 0


def _grouped(work: Work, period: Period, standards: Sequence[str]) -> dict[str, dict[tuple[str, str], Judged]]:
    """Count by standard, and by age and sex together: (age class, sex class) -> people.

    Everybody is in every standard: whose case is bound to a catalogue without it is not judged.
    """
    cut = Cut(at=period.instants[1], scope=Scope.CASE, standards=frozenset(standards), period=period.instants)
    query = select(Case.age_class, Case.sex, func.count()).group_by(Case.age_class, Case.sex)
    people: Counter[tuple[str, str]] = Counter()
    for age, sex, number in work.session.execute(
        query.where(*counting.whom(cut, Scope.CASE, now=work.now), counting.known(cut, Scope.CASE, now=work.now))
    ):
        people[_key(age, sex)] += number
    found = {standard: {key: Judged(rest=number) for key, number in people.items()} for standard in standards}
    by = [By.STANDARD, By.AGE_CLASS, By.SEX]
    groups = compliance.grouped(work, cut, by, period=period, counted_from=source.of(work))
    for (standard, *place), group in groups.items():
        one, key = _judged(group), _key(*place)
        before = found[str(standard)][key]
        rest = before.rest - one.kept - one.not_kept
        found[str(standard)][key] = Judged(before.kept + one.kept, before.not_kept + one.not_kept, rest)
    return found


def _key(age: str | None, sex: str | None) -> tuple[str, str]:
    """Whose age is uncertain is treated as a child."""
    return "adult" if age == "adult" else "child", sex if sex in _SEXES else _OTHER


def _divided(groups: Mapping[tuple[str, str], Judged]) -> dict[str, dict[str, Judged]]:
    sums: dict[tuple[str, str], Counter[str]] = {}
    for key, judged in groups.items():
        for dimension, name in zip(("age_class", "sex"), key, strict=True):
            sums.setdefault((dimension, name), Counter()).update(judged._asdict())
    classes = {"age_class": _AGES, "sex": (*_SEXES, _OTHER)}
    return {dimension: {name: Judged(**sums.get((dimension, name), Counter())) for name in names} for dimension, names in classes.items()}


def _judged(group: Figures) -> Judged:
    kept, judged = group.count(Status.MET), sum(group.count(status) for status in JUDGED)
    return Judged(kept, judged - kept, group.slots - judged)


def _complaints(work: Work) -> list[Mapping[str, object]]:
    """Return every complaint as it is known now: they are few, so all are folded."""
    columns = (Entry.subject_id, Entry.record, Entry.record_id, Entry.makes, Entry.occurred_at, Entry.recorded_at, Entry.facts)
    # By organisation, so that the index over organisation and record is used.
    everywhere = Entry.organisation_id.in_(select(Organisation.id))
    told: dict[UUID, list[Fact]] = {}
    query = select(*columns).where(everywhere, Entry.record == _COMPLAINT).order_by(Entry.subject_id, Entry.position)
    for subject_id, record, record_id, makes, occurred_at, recorded_at, facts in work.session.execute(query):
        told.setdefault(subject_id, []).append(Fact(record, str(record_id), makes, occurred_at, recorded_at, facts))
    return [facts for entries in told.values() for facts in fold_all(entries).of(_COMPLAINT).values()]


def _in_force(work: Work, period: Period) -> list[tuple[UUID, UUID]]:
    """Return the agreements that held on the last day of a period, each with its organisation."""
    day = period.last.isoformat()
    query = select(Mou.id, Mou.organisation_id).where(Mou.state != MouState.DRAFT.value, Mou.starts_on <= day, Mou.ends_on >= day)
    return [
        (mou_id, organisation_id)
        for mou_id, organisation_id in work.session.execute(query.where((Mou.ended_on.is_(None)) | (Mou.ended_on > day)))
    ]

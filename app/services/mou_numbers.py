"""An organisation's own numbers today, for what an agreement takes of it. Plain facts only; no key is used."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.access import CASE_STAFF, Role
from app.models.findings import FindingRow
from app.models.ledger import Entry
from app.models.registers import Case, Shelter, User
from app.reports import effort
from app.reports.hiding import hide_counts
from app.reports.mou_takes import House, Learnt, Numbers
from app.reports.suppression import THRESHOLD
from app.services import registers
from app.services.agreements import Held
from app.services.compliance import HIDDEN_FROM
from app.services.instants import local_day
from app.standards.facts import Entry as Fact
from app.standards.rules import Catalogue, Every, Selector, Status, Within
from app.vocabulary.agreements import Rhythm
from app.vocabulary.organisations import TrainingTopic, UndertakingKind
from app.work import Work

_YEAR, _MONTH = 365 * 86_400, 30 * 86_400
_SOON = timedelta(days=90)
_DAYS_OF_A_MONTH = 30.44
# Small counts of people are no business of whoever does not work on the cases: neither the reporting officer's nor the ministry's.
_HIDDEN_FROM = HIDDEN_FROM | {Role.MOSAVY_OFFICER}
_INTERVIEWING = frozenset({TrainingTopic.VICTIM_CENTRED_INTERVIEWING, TrainingTopic.CHILD_INTERVIEWING})

Count = Callable[[int], int | None]


def gather(work: Work, held: Held) -> Numbers:
    """Return the numbers of the organisation of an agreement; small counts of people hidden from whoever may not see them."""
    organisation_id, mou = held.mou.organisation_id, held.mou
    shown: Count = _hidden if work.actor.role in _HIDDEN_FROM else lambda count: count
    staff = _staff(work, organisation_id)
    told = registers.fold_all(_told(work, organisation_id, "user", ("training", "undertaking")))
    days = (held.agreement.ends_on - held.agreement.starts_on).days + 1
    return Numbers(
        open_cases=shown(_cases(work, organisation_id, Case.closed_at.is_(None))),
        new_cases=shown(_cases(work, organisation_id, Case.registered_at > work.now - _YEAR)),
        visits=shown(_visits(work, organisation_id)),
        staff=dict(sorted(Counter(role.value for role in staff.values()).items())),
        houses=_houses(work, organisation_id, shown),
        trainings=_trainings(staff, told.of("training").values(), local_day(work.now), shown),
        undertakings=_undertakings(staff, told.of("undertaking").values(), shown),
        budget_usd=mou.facts.get("budget_usd"),
        capacity=mou.facts.get("capacity"),
        months=max(1, round(days / _DAYS_OF_A_MONTH)),
        deliveries=sum(effort.delivery_minutes(term.kind, Rhythm(term.rhythm)) for term in held.terms if term.ended_on is None),
    )


def _hidden(count: int) -> int | None:
    return hide_counts({"": count}, THRESHOLD)[""]


def _cases(work: Work, organisation_id: UUID, condition: object) -> int:
    query = select(func.count()).select_from(Case).where(Case.organisation_id == organisation_id, condition)  # type: ignore[arg-type]
    return work.session.scalar(query) or 0


def _visits(work: Work, organisation_id: UUID) -> int:
    """Count the cases in which a follow-up visit is overdue or falls due within thirty days."""
    f = FindingRow
    wanted = {standard for catalogue in work.books.catalogues.values() for standard in _of_visits(catalogue)}
    query = select(func.count(f.subject_id.distinct())).where(
        f.organisation_id == organisation_id,
        f.subject_kind == "case",
        f.standard.in_(sorted(wanted)),
        f.status.in_([Status.PENDING.value, Status.OVERDUE.value]),
        f.starts_at <= work.now,
        f.ends_at > work.now,
        f.due_at <= work.now + _MONTH,
    )
    return work.session.scalar(query) or 0


def _of_visits(catalogue: Catalogue) -> Iterable[str]:
    """The standards that a follow-up visit fulfils."""
    for standard in catalogue.standards:
        rule = standard.rule
        deeds = rule.done if isinstance(rule, Within) else (rule.event,) if isinstance(rule, Every) else ()
        if any(isinstance(deed, Selector) and deed.record == "follow_up_visit" for deed in deeds):
            yield standard.id


def _staff(work: Work, organisation_id: UUID) -> dict[str, Role]:
    users = work.session.execute(select(User.id, User.role).where(User.organisation_id == organisation_id, User.active))
    return {str(user_id): Role(role) for user_id, role in users}


def _told(work: Work, organisation_id: UUID, kind: str, records: tuple[str, ...]) -> list[Fact]:
    query = select(Entry.record, Entry.record_id, Entry.makes, Entry.occurred_at, Entry.recorded_at, Entry.facts)
    query = query.where(Entry.organisation_id == organisation_id, Entry.record.in_(records), Entry.subject_kind == kind)
    rows = work.session.execute(query.order_by(Entry.subject_id, Entry.position))
    return [Fact(record, str(record_id), makes, at, known, facts) for record, record_id, makes, at, known, facts in rows]


def _houses(work: Work, organisation_id: UUID, shown: Count) -> list[House]:
    """The organisation's shelters, each as it was observed last."""
    newest: dict[str, Mapping[str, object]] = {}
    conditions = registers.fold_all(_told(work, organisation_id, "shelter", ("shelter_condition",))).of("shelter_condition").values()
    for condition in sorted(conditions, key=lambda c: str(c["observed_on"])):
        newest[str(condition["shelter_id"])] = condition
    shelters = work.session.scalars(select(Shelter).where(Shelter.organisation_id == organisation_id).order_by(Shelter.code, Shelter.id))
    return [_house(shelter.code, newest.get(str(shelter.id), {}), shown) for shelter in shelters]


def _house(code: str, seen: Mapping[str, object], shown: Count) -> House:
    def count(name: str) -> int | None:
        value = seen.get(name)
        return value if isinstance(value, int) else None

    observed_on, there = seen.get("observed_on"), count("occupancy")
    occupancy = None if there is None else shown(there)
    return House(
        code=code,
        observed_on=str(observed_on) if observed_on else None,
        capacity=count("capacity"),
        occupancy=occupancy,
        occupancy_hidden=there is not None and occupancy is None,
        staff_count=count("staff_count"),
        staff_required=count("staff_required"),
    )


def _trainings(staff: Mapping[str, Role], told: Iterable[Mapping[str, object]], today: date, shown: Count) -> dict[str, Learnt]:
    """Of each topic: how many of those who need it lack it today, and for how many it runs out within ninety days."""
    until: dict[tuple[str, str], date] = {}
    for training in told:
        key = (str(training["user_id"]), str(training["topic"]))
        ends = date.fromisoformat(str(training["valid_until"])) if training.get("valid_until") else date.max
        until[key] = max(until.get(key, date.min), ends)
    found: dict[str, Learnt] = {}
    for topic in TrainingTopic:
        who = [user for user, role in staff.items() if topic not in _INTERVIEWING or role in CASE_STAFF]
        ends_on = [until.get((user, topic.value), date.min) for user in who]
        missing = sum(end < today for end in ends_on)
        found[topic.value] = Learnt(len(who), shown(missing), shown(sum(today <= end <= today + _SOON for end in ends_on)))
    return found


def _undertakings(staff: Mapping[str, Role], told: Iterable[Mapping[str, object]], shown: Count) -> dict[str, Learnt]:
    signed = {(str(promise["user_id"]), str(promise["kind"])) for promise in told}
    return {
        kind.value: Learnt(len(staff), shown(sum((user, kind.value) not in signed for user in staff)), None) for kind in UndertakingKind
    }

"""A stage for the permission table: of every record one, in cases that are one's own, granted, once granted, and another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.access import Role
from app.records.base import Act, placeholders
from app.records.bodies import body_model
from app.records.examples import example_of
from app.records.facts import PHNOM_PENH, occurred_at, split
from app.records.htcds.rows import Asked
from app.records.registry import ACTS
from app.services import access, acts, exports, ledger, readiness, report_cycle, reports, subjects
from app.services.htcds import identity_exports, importing
from app.services.periods import Period
from app.services.report_cycle import Said
from app.services.situations import Situation
from app.shape import FieldKind
from app.standards.facts import Entry as Fact
from app.vocabulary.cases import NationalityClass
from app.vocabulary.disclosing import IdentityExportPurpose
from app.vocabulary.exports import ExportKind
from app.vocabulary.reports import Cause, Remedy, Responsible
from app.work import Actor, House, unit_of_work
from tests.builders import DAY, HOUR, Person, Town, a_case, a_user, signed_in

Things = Mapping[str, UUID]
RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@dataclass(frozen=True)
class Stage:
    """Everything a path can name: for each scope the ids of cases, records and the rest, by record."""

    house: House
    people: Mapping[Role, Person]
    things: Mapping[str, Things]


def a_stage(house: House, town: Town) -> Stage:
    """Build it. The grants of `granted` still run when it is done, those of `expired` do not."""
    mine, theirs = organisation_things(house, town, town.own), organisation_things(house, town, town.other)
    own = case_things(house, town.person(Role.SUPERVISOR))
    other = town.person(Role.SUPERVISOR, town.other)
    with unit_of_work(house, town.person(Role.SUPERVISOR).actor) as work:
        case = work.session.get_one(_case_table(), own["case"], with_for_update=True)
        access.give(work, case, town.person(Role.SOCIAL_WORKER).id, why="assigned")
    stage: dict[str, Things] = {"own": mine | own, "other": theirs | case_things(house, other)}
    for scope, until in (("granted", 30 * DAY), ("expired", HOUR)):
        things = case_things(house, other)
        with unit_of_work(house, other.actor) as work:
            case = work.session.get_one(_case_table(), things["case"], with_for_update=True)
            for body in (town.own, town.ministry):
                access.give_by_hand(work, case, body, until=work.now + until)
        stage[scope] = theirs | things
    house.clock.advance(2 * HOUR)  # type: ignore[attr-defined]  # the tests' clock
    return Stage(house, {role: town.person(role) for role in Role}, stage)


def body_of(act: Act, **facts: Any) -> dict[str, Any]:
    """Return the least an act accepts; what names something else is left out unless it is given."""
    fields = act.record.fields
    named = {name for name in act.body if fields[name].kind is FieldKind.ID}
    example = {n: v for n, v in example_of(act).items() if n in act.needs and n not in named}
    facts = {"interviewer_id": facts.get("user_id"), "recipient": "legal_aid"} | facts
    return example | {
        n: v for n, v in facts.items() if n in named & act.needs or (n == "decision" and n in act.body and n not in act.needs)
    }


def written(house: House, actor: Actor, name: str, ids: Mapping[str, UUID], **facts: Any) -> UUID:
    """Write an act down without asking its guard: the stage needs closed and moved cases, not their whole story."""
    act = ACTS[name]
    with unit_of_work(house, actor) as work:
        said = {n: v for n, v in facts.items() if n in act.body and act.record.fields[n].kind is not FieldKind.ID}
        body = body_model(act).model_validate(body_of(act, **facts) | said)
        plain, sealed = split(act, body, now=work.now, ids={**ids, **dict.fromkeys(act.actor, actor.user_id)})
        target = subjects.resolve(work, act, ids, plain)
        at = occurred_at(act, plain, work.now)
        fact = Fact(act.record.record_name, str(target.record_id), act.makes, at, work.now, plain)
        acts.write(work, Situation(act, target.subject, target.record_id, ledger.held(work, target.subject.id), fact, sealed))
        return target.record_id


def case_things(house: House, person: Person) -> dict[str, UUID]:
    case = a_case(house, person)
    things = {"case": case}
    for act in ACTS.values():
        # A service's request comes after the ministry's order, so it is the referral of the stage.
        if act.makes and placeholders(act.path) == ("case_id",):
            things[act.record.record_name] = written(house, person.actor, act.name, {"case_id": case}, user_id=str(person.id))
    return things


def organisation_things(house: House, town: Town, organisation: UUID) -> dict[str, UUID]:
    admin = town.person(Role.ORGANISATION_ADMIN, organisation)
    things = {"organisation": organisation, "user": a_user(house, organisation, Role.SOCIAL_WORKER).user_id}
    # Acts whose path names something come after what they name.
    for act in sorted((a for a in ACTS.values() if a.makes), key=lambda a: len(placeholders(a.path))):
        names = placeholders(act.path)
        if act.record.record_name in ("case", "organisation", "user") or "case_id" in names:
            continue
        ids = {name: things[name.removesuffix("_id")] for name in names}
        things[act.record.record_name] = written(
            house, admin.actor, act.name, ids, organisation_id=str(organisation), inspection_id=str(things.get("inspection"))
        )
    with unit_of_work(house, admin.actor) as work:
        made = reports.make(work, organisation, Period(date(2025, 6, 1), date(2025, 6, 16)))
        report = UUID(made.content["id"])
        for item in made.cycle["breaches"]:
            report_cycle.answer(work, report, item, Said(Cause.FUNDS, Remedy.SEEK_FUNDS, date(2030, 1, 1), Responsible.SUPERVISOR))
        report_cycle.submit(work, report)
    somebody = a_user(house, organisation, Role.SUPERVISOR)
    with unit_of_work(house, somebody) as work:
        order = exports.ask(work, ExportKind.CASES, recipient=RECIPIENT, organisation_id=None, statuses=())
    worker = signed_in(house, a_user(house, organisation, Role.SOCIAL_WORKER))
    theirs = a_case(house, worker)
    with unit_of_work(house, worker.actor) as work:
        purpose = IdentityExportPurpose.HANDOVER
        asked = identity_exports.ask(work, [theirs], recipient=RECIPIENT, purpose=purpose, reason="Invented reason", format_="csv")
    return things | {
        "report": report,
        "export": UUID(order["id"]),
        "identity_export": UUID(asked["id"]),
        "import": a_file_import(house, somebody),
        "check": kept_check(house, admin),
    }


def kept_check(house: House, person: Person) -> UUID:
    """Keep a readiness check of a person's organisation."""
    with unit_of_work(house, person.actor) as work:
        return readiness.keep(work, {"invented": True})


def a_file_import(house: House, actor: Actor) -> UUID:
    file = b"prs_FirstName,prs_SecondName,prs_Gender\r\nInventa,Nobodi,Feminine\r\n"
    told = Asked(datetime(2025, 6, 15, tzinfo=PHNOM_PENH), interpreter_needed=False, nationality_class=NationalityClass.UNKNOWN)
    with unit_of_work(house, actor) as work:
        return UUID(importing.make(work, importing.look(work, file, "text/csv", asked=told))["id"])


def fresh(house: House, person: Person) -> Person:
    """Give a person another session, to be ended."""
    return signed_in(house, person.actor)


def _case_table() -> Any:
    from app.models.registers import Case

    return Case

"""What happens besides the cases: trainings and promises of the staff, shelters and inspections, complaints, agreements."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from app.reports import mou_terms, obligations
from app.reports.obligations import Agreement, Term
from app.services.demo_tales import DAY, Provider, Step, Steps, Town
from app.services.instants import local_day
from app.vocabulary.agreements import Standing
from app.work import Actor

_MINUTES_OF_MORNING = 9 * 3600
# How many days after its due date an organisation delivers for the nth time, and since how many days ago it has delivered nothing.
_LATENESS: tuple[Callable[[int], int], ...] = (
    lambda turn: 3 if turn == 5 else -2,
    lambda turn: 9 if turn % 4 == 1 else -1,
    lambda turn: 12 if turn % 3 == 2 else 0,
)
_SILENT = (1, 60, 200)


class Calendar:
    """Days counted back from today."""

    def __init__(self, today: int) -> None:
        self._today = today

    def at(self, ago: int, *, minute: int = 0) -> int:
        """Return the seconds of a morning so many days ago."""
        return self._today - ago * DAY + _MINUTES_OF_MORNING + minute * 60

    def date(self, ago: int) -> str:
        """Return the day so many days ago; days to come are negative."""
        return local_day(self._today - ago * DAY).isoformat()


def life_of(town: Town, today: int, first: int) -> Steps:
    """Everything that is not a case, from so many days ago (`first`) until today, midnight."""
    calendar = Calendar(today)
    yield from _staff(town, calendar, first)
    yield from _shelters(town, calendar)
    yield from _complaints(town, calendar)
    yield from _agreements(town, calendar, first)


def _staff(town: Town, calendar: Calendar, first: int) -> Steps:
    """The third organisation trains late and its people promise late; a supervisor of the second never did."""
    for number, home in enumerate(town.providers):
        late = number == 2
        for actor in (home.worker, home.supervisor, home.second):
            silent = number == 1 and actor == home.second
            if not silent:
                yield _promise(calendar, actor, 100 if late else first, "confidentiality")
                yield _promise(calendar, actor, 100 if late else first, "code_of_conduct")
            for topic in ("victim_centred_interviewing", "child_interviewing"):
                done = 120 if late and topic == "child_interviewing" else first
                body: dict[str, object] = {"topic": topic, "completed_on": calendar.date(done + 20)}
                if number == 1:
                    body["valid_until"] = calendar.date(95)
                yield Step(calendar.at(done, minute=5), home.admin, "record_training", body, {"user": actor.user_id})
        yield _promise(calendar, home.admin, first, "confidentiality")
    yield _promise(calendar, town.officer, first, "confidentiality")


def _promise(calendar: Calendar, actor: Actor, ago: int, kind: str) -> Step:
    return Step(calendar.at(ago), actor, "sign_undertaking", {"kind": kind, "signed_on": calendar.date(ago)}, {"user": actor.user_id})


def _shelters(town: Town, calendar: Calendar) -> Steps:
    """Two houses in order, one crowded, one unguarded and never inspected, one nobody has looked at for long."""
    one, two, three = town.providers
    good = {"security_24h": True, "meals_per_day": 3, "land_area_m2": 2400, "staff_count": 14, "staff_required": 12}
    good |= dict.fromkeys(("clean_premises", "safe_water", "separate_toilets", "fire_safety", "first_aid", "room_register_kept"), True)
    room = {"capacity": 40, "occupancy": 31, "rooms_by_sex_and_age": True}
    crowded = {"capacity": 40, "occupancy": 46, "rooms_by_sex_and_age": False, "meals_per_day": 2}
    seen = (
        (one.shelters[0], one.admin, 480, good | room),
        (one.shelters[0], town.officer, 60, good | room),
        (one.shelters[1], one.admin, 300, good | room),
        (two.shelters[0], town.officer, 210, good | room | crowded),
        (two.shelters[1], two.admin, 90, good | room | {"security_24h": False, "staff_count": 9}),
    )
    for shelter, by, ago, body in seen:
        yield Step(calendar.at(ago), by, "record_shelter_condition", body, {"shelter": shelter})
    visits = (
        (one.shelters[0], 450, 1, "compliant"),
        (one.shelters[0], 60, 1, "compliant"),
        (one.shelters[1], 230, 1, "compliant"),
        (two.shelters[0], 470, 1, "compliant"),
        (two.shelters[0], 210, 1, "faults_found"),
        (three.shelters[0], 410, 1, "compliant"),
    )
    for shelter, ago, number, result in visits:
        report: dict[str, object] = {
            "visit_number": number,
            "registration_valid": True,
            "mou_valid": result == "compliant",
            "result": result,
        }
        names = {"shelter": shelter}
        yield Step(calendar.at(ago, minute=30), town.officer, "record_inspection", report, names)
        if result == "faults_found":
            notice: dict[str, object] = {"mend_by": calendar.date(ago - 97)}
            yield Step(calendar.at(ago - 5), town.officer, "give_inspection_notice", notice, names)
            again: dict[str, object] = {"planned_on": calendar.date(-9), "visit_number": 2, "reason": "second_visit", "announced": False}
            yield Step(calendar.at(12), town.officer, "plan_inspection", again, names)
    for standard, home, ago, done in (("R4-04", two, 205, 150), ("R1-05a", two, 80, None)):
        names = {"shelter": home.shelters[0 if done else 1]}
        action = {"standard_id": standard, "shelter_id": str(names["shelter"]), "due_on": calendar.date(ago - 60), "severity": "major"}
        yield Step(calendar.at(ago), town.officer, "raise_corrective_action", action, names)
        if done:
            yield Step(calendar.at(done), home.admin, "finish_corrective_action", {}, names)


def _complaints(town: Town, calendar: Calendar) -> Steps:
    """One answered in time, one given to somebody involved and never answered, one that came yesterday."""
    one, two, three = town.providers
    first, second, third = ({"shelter": home.shelters[0]} for home in (one, two, three))
    body: dict[str, object] = {"about": "services"}
    yield Step(calendar.at(140), one.worker, "receive_complaint", body | {"shelter_id": str(first["shelter"])}, first)
    yield Step(calendar.at(138), one.supervisor, "acknowledge_complaint", {}, first)
    yield Step(calendar.at(137), one.admin, "appoint_complaint_handler", {"handler_involved": False}, first)
    yield Step(calendar.at(129), one.admin, "answer_complaint", {"outcome": "partly_upheld"}, first)
    yield Step(calendar.at(31), town.monitor, "receive_complaint", {"about": "staff", "shelter_id": str(second["shelter"])}, second)
    yield Step(calendar.at(24), two.admin, "acknowledge_complaint", {}, second)
    yield Step(calendar.at(23), two.admin, "appoint_complaint_handler", {"handler_involved": True}, second)
    yield Step(calendar.at(1), three.worker, "receive_complaint", {"about": "shelter", "shelter_id": str(third["shelter"])}, third)


def _agreements(town: Town, calendar: Calendar, first: int) -> Steps:
    """Three agreements: one kept, one kept late and lately not at all, one silent for long and run out without a renewal."""
    for number, home in enumerate(town.providers):
        names = {"organisation": home.id}
        ends = -220 if number < 2 else 30
        agreement = {
            "organisation_id": str(home.id),
            "ministry_id": str(town.officer.organisation_id),
            "number": f"MOU-{number + 1:03} (invented)",
            "starts_on": calendar.date(first - 2),
            "ends_on": calendar.date(ends),
            "renewal_due_on": calendar.date(ends + 90),
            "provinces": [f"KH-{home.province}"],
            "target_groups": ["women", "children", "adults"],
            "capacity": 60,
            "budget_usd": 120000.0,
            "agreed_services": ["health_check", "counselling", "vocational_training", "schooling", "legal_aid"],
            "rule_set": "kh-2009",
            "further_rule_sets": ["kh-2014-residential"],
            "state": "active",
            "document_digest": f"{number + 1:064x}",
        }
        yield Step(calendar.at(first - 3), town.officer, "sign_mou", agreement, names)
        yield from _terms(town, calendar, home, number, first=first - 4, ends=ends, names=names)
        notice = {"kind": "incident_notice", "event_on": calendar.date(77)}
        yield Step(calendar.at(76 if number == 0 else 70), home.reporter, "record_mou_delivery", notice, names)
        asked: dict[str, object] = {"kind": "inspection_access", "due_on": calendar.date(-6)}
        yield Step(calendar.at(5), town.officer, "add_mou_obligation", asked, names)
        asked = {"kind": "inspection_access", "due_on": calendar.date(60)}
        yield Step(calendar.at(64), town.officer, "add_mou_obligation", asked, names, keep="visit")
        if number == 0:
            yield Step(calendar.at(60), home.reporter, "submit_mou_obligation", {"evidence_digest": f"{7:064x}"}, names, of="visit")


def _terms(town: Town, calendar: Calendar, home: Provider, number: int, *, first: int, ends: int, names: dict[str, UUID]) -> Steps:
    """The parties take over every proposed term, and the organisation delivers as it is used to."""
    starts_on, ends_on, today = (date.fromisoformat(calendar.date(ago)) for ago in (first, ends, 0))
    renewal = date.fromisoformat(calendar.date(ends + 90))
    for nth, offered in enumerate(mou_terms.proposed(renewal, ends_on)):
        body: dict[str, object] = {"kind": offered.kind.value, "rhythm": offered.rhythm.value, "basis": "proposed"}
        body |= {"months_allowed": offered.months, "days_allowed": offered.days}
        yield Step(calendar.at(first, minute=nth), town.officer, "agree_mou_term", body, names)
        term = Term("", offered.kind, offered.rhythm, offered.months, offered.days, starts_on, ends_on)
        agreement = Agreement(starts_on, ends_on, Standing.ACTIVE, [term])
        for turn, slot in enumerate(obligations.due_dates(term, agreement, today)):
            ago = (today - slot.due_on).days - _LATENESS[number](turn)
            silent = ago < _SILENT[number] or (number > 0 and offered.kind == "renewal")
            if not silent:
                sent = {"kind": offered.kind.value, "due_on": slot.due_on.isoformat(), "evidence_digest": f"{nth * 100 + turn:064x}"}
                yield Step(calendar.at(ago, minute=30 + nth), home.reporter, "record_mou_delivery", sent, names)

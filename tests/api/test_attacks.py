"""Ways round: what somebody with a session of their own would try next."""

# Long because: each way round is told whole, and all share one cast.

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.access import Role
from app.crypto.errors import MissingKey
from app.models.registers import Case
from app.records.base import placeholders
from app.records.registry import ACTS
from app.services.instants import iso
from app.work import House, unit_of_work
from tests.api.permission_table import RECORD_OF
from tests.api.stage import body_of, case_things, organisation_things, written
from tests.builders import DAY, HOUR, Clock, Person, Town, a_case, a_user, do, signed_in

ClientOf = Callable[[Person], TestClient]
API = "/api/v1"
REASON = {"reason": "Invented reason"}


@pytest.fixture
def supervisor(town: Town) -> Person:
    return town.person(Role.SUPERVISOR)


@pytest.fixture
def stranger(town: Town) -> Person:
    """A supervisor of another organisation."""
    return town.person(Role.SUPERVISOR, town.other)


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


@pytest.fixture
def case(house: House, supervisor: Person) -> str:
    return f"{API}/cases/{a_case(house, supervisor)}"


def lent(house: House, client_of: ClientOf, supervisor: Person, case: str, grantee: UUID) -> None:
    """Let somebody see the case for an hour."""
    until = iso(house.clock() + HOUR)
    assert client_of(supervisor).post(case + "/access-grants", json={"grantee_id": str(grantee), "until": until}).status_code == 201


def named(client: TestClient, case: str) -> str:
    """Register the person of a case; return the path of the record."""
    facts = {"own_name_recorded": True, "client_code_assigned": True, "name_latin": "Invented Name"}
    made = client.post(case + "/person", json=facts)
    assert made.status_code == 201
    return f"{case}/person/{made.json()['id']}"


def opened(client: TestClient, person: str) -> Any:
    return client.post(person + "/openings", json={"fields": ["name_latin"], "purpose": "case_work"})


@pytest.mark.parametrize("role", [r for r in Role if r.value.startswith(("mosavy", "independent", "system", "task"))])
def test_a_provider_s_administrator_makes_nobody_an_official(client_of: ClientOf, town: Town, role: Role) -> None:
    body = {"organisation_id": str(town.own), "role": role, "active": True, "name": "Invented", "email": "invented@example.invalid"}
    assert client_of(town.person(Role.ORGANISATION_ADMIN)).post(f"{API}/users", json=body).status_code == 403
    ministry = client_of(town.person(Role.ORGANISATION_ADMIN, town.ministry))
    wanted = 403 if role is Role.SYSTEM_ADMIN else 201
    assert ministry.post(f"{API}/users", json=body | {"organisation_id": str(town.ministry)}).status_code == wanted
    assert client_of(town.person(Role.SYSTEM_ADMIN)).post(f"{API}/users", json=body).status_code == 201


def test_nobody_corrects_themselves_into_power(client_of: ClientOf, house: House, town: Town) -> None:
    admin = client_of(town.person(Role.ORGANISATION_ADMIN))
    user = f"{API}/users/{a_user(house, town.own, Role.SOCIAL_WORKER).user_id}/corrections"
    for fields in ({"role": "system_admin"}, {"role": "supervisor"}, {"organisation_id": str(town.ministry)}):
        assert admin.post(user, json={"fields": fields} | REASON).status_code == 409
    mine = {"fields": {"type": "central_government"}} | REASON
    assert admin.post(f"{API}/organisations/{town.own}/corrections", json=mine).status_code == 409


def test_whoever_is_not_active_any_more_is_signed_out_at_once(client_of: ClientOf, house: House, town: Town) -> None:
    person = signed_in(house, a_user(house, town.own, Role.SOCIAL_WORKER))
    leaves = {"fields": {"active": False}} | REASON
    assert client_of(person).get(f"{API}/cases").status_code == 200
    admin = client_of(town.person(Role.ORGANISATION_ADMIN))
    assert admin.post(f"{API}/users/{person.id}/corrections", json=leaves).status_code == 201
    assert client_of(person).get(f"{API}/cases").status_code == 401


def test_nobody_approves_their_own_waiver_whatever_the_door(
    client_of: ClientOf, house: House, town: Town, supervisor: Person, case: str
) -> None:
    asker = client_of(supervisor)
    waiver = asker.post(case + "/waivers", json=body_of(ACTS["request_waiver"]) | {"standard_id": "R6-01"}).json()["id"]
    decision, corrections = f"{API}/waivers/{waiver}/decision", f"{case}/waivers/{waiver}/corrections"
    backdated = {"decided_at": "2025-06-01T00:00:00Z"}

    def corrected(fields: dict[str, str]) -> int:
        return asker.post(corrections, json={"fields": fields} | REASON).status_code

    assert asker.post(decision, json={"decision": "approved"}).json()["code"] == "four_eyes_required"
    carried_out = ({"decision": "approved"}, {"expires_on": "2030-01-01"}, {"standard_id": "R1-01"}, backdated)
    assert [corrected(fields) for fields in carried_out] == [409] * 4
    assert [corrected({name: str(town.person(Role.SOCIAL_WORKER).id)}) for name in ("requested_by", "decided_by")] == [422] * 2
    second = signed_in(house, a_user(house, town.own, Role.SUPERVISOR))
    assert client_of(second).post(decision, json={"decision": "approved"}).status_code == 201
    assert corrected(backdated) == 409


def test_what_a_role_does_not_record_it_does_not_correct(client_of: ClientOf, house: House, town: Town, worker: Person) -> None:
    made = do(house, worker.actor, "receive_complaint", shelter_id=None).record_id
    admin = town.person(Role.ORGANISATION_ADMIN).actor
    do(house, admin, "answer_complaint", {"complaint_id": made}, outcome="upheld")
    path = f"{API}/complaints/{made}/corrections"
    outcome = {"fields": {"outcome": "not_upheld"}} | REASON
    assert client_of(worker).post(path, json=outcome).status_code == 403
    assert client_of(worker).post(path, json={"fields": {"about": "staff"}} | REASON).status_code == 201


def test_whoever_was_lent_a_case_lends_it_to_nobody(
    client_of: ClientOf, house: House, clock: Clock, town: Town, supervisor: Person, stranger: Person, case: str
) -> None:
    person = named(client_of(supervisor), case)
    lent(house, client_of, supervisor, case, town.other)
    guest, colleague = client_of(stranger), client_of(town.person(Role.SOCIAL_WORKER, town.other))
    assert opened(guest, person).json()["fields"] == {"name_latin": "Invented Name"}
    until = iso(clock.now + DAY)
    assert guest.post(case + "/access-grants", json={"grantee_id": str(stranger.id), "until": until}).status_code == 404
    assert guest.get(case + "/audit-entries").status_code == 404
    assert guest.post(case + "/assignments", json={"user_id": str(stranger.id)}).status_code == 201
    for receiver in (town.other, town.ministry):
        referral = guest.post(case + "/referrals", json={"recipient": str(receiver)}).json()["id"]
        assert guest.post(f"{API}/referrals/{referral}/decision", json={"decision": "accepted"}).status_code == 201
    official = client_of(town.person(Role.MOSAVY_OFFICER))
    assert official.get(case).status_code == 404
    clock.advance(HOUR)
    for client in (guest, colleague, official):
        assert client.get(case).status_code == 404
        assert opened(client, person).status_code in (403, 404)


def test_an_assignment_that_ended_opens_nothing_more(client_of: ClientOf, supervisor: Person, worker: Person, case: str) -> None:
    mine, theirs = client_of(supervisor), client_of(worker)
    person = named(mine, case)
    assignment = f"{case}/assignments/" + mine.post(case + "/assignments", json={"user_id": str(worker.id)}).json()["id"]
    assert opened(theirs, person).status_code == 200
    assert mine.post(assignment + "/end", json={}).status_code == 201
    assert [theirs.get(case).status_code, opened(theirs, person).status_code] == [404, 404]
    moved = {"fields": {"assigned_at": "2025-06-16T08:30:00+07:00"}} | REASON
    assert mine.post(assignment + "/corrections", json=moved).status_code == 201
    assert theirs.get(case).status_code == 404


def test_no_correction_puts_somebody_else_into_an_assignment(
    client_of: ClientOf, house: House, town: Town, supervisor: Person, worker: Person, case: str
) -> None:
    second = signed_in(house, a_user(house, town.own, Role.SOCIAL_WORKER))
    mine = client_of(supervisor)
    assignment = f"{case}/assignments/" + mine.post(case + "/assignments", json={"user_id": str(worker.id)}).json()["id"]
    assert mine.post(assignment + "/corrections", json={"fields": {"user_id": str(second.id)}} | REASON).status_code == 409
    assert [client_of(worker).get(case).status_code, client_of(second).get(case).status_code] == [200, 404]


def test_a_refused_referral_is_closed_and_stays_closed(
    client_of: ClientOf, town: Town, supervisor: Person, stranger: Person, case: str
) -> None:
    mine, guest = client_of(supervisor), client_of(stranger)
    person = named(mine, case)
    referral = mine.post(case + "/referrals", json={"recipient": str(town.other)}).json()["id"]
    assert [guest.get(case).status_code, opened(guest, person).status_code] == [200, 403]
    assert guest.post(f"{API}/referrals/{referral}/decision", json={"decision": "refused"}).status_code == 201
    assert guest.get(case).status_code == 404
    moved = {"fields": {"sent_at": "2025-06-16T08:30:00+07:00"}} | REASON
    assert mine.post(f"{case}/referrals/{referral}/corrections", json=moved).status_code == 201
    assert [guest.get(case).status_code, opened(guest, person).status_code] == [404, 404]


def test_an_accepted_referral_opens_what_it_was_for(
    client_of: ClientOf, town: Town, supervisor: Person, stranger: Person, case: str
) -> None:
    mine, guest = client_of(supervisor), client_of(stranger)
    person = named(mine, case)
    referral = mine.post(case + "/referrals", json={"recipient": str(town.other)}).json()["id"]
    assert guest.post(f"{API}/referrals/{referral}/decision", json={"decision": "accepted"}).status_code == 201
    assert opened(guest, person).status_code == 200


def test_a_referral_refused_after_all_takes_access_and_key_back(
    client_of: ClientOf, house: House, town: Town, supervisor: Person, stranger: Person, case: str
) -> None:
    mine, guest = client_of(supervisor), client_of(stranger)
    named(mine, case)
    referral = mine.post(case + "/referrals", json={"recipient": str(town.other)}).json()["id"]
    assert guest.post(f"{API}/referrals/{referral}/decision", json={"decision": "accepted"}).status_code == 201
    assert mine.post(f"{API}/referrals/{referral}/decision", json={"decision": "refused"}).status_code == 201
    with unit_of_work(house, supervisor.actor, writes=False) as work:
        victim = work.session.scalars(select(Case.victim_id).where(Case.id == UUID(case.rsplit("/", 1)[1]))).one()
    with pytest.raises(MissingKey):
        house.vault.rewrap_for(town.own, victim, organisation=town.other, expires_at=None, now=house.clock())


def test_no_record_is_reached_through_another_case(
    client_of: ClientOf, house: House, town: Town, supervisor: Person, stranger: Person
) -> None:
    mine = a_case(house, supervisor)
    theirs = case_things(house, stranger) | organisation_things(house, town, town.other)
    client, reached = client_of(supervisor), []
    for act in ACTS.values():
        names = placeholders(act.path)
        if not names or (act.makes and len(names) == 1) or Role.SUPERVISOR not in act.by:
            continue
        ids = {n: str(theirs[RECORD_OF.get(r := n.removesuffix("_id"), r)]) for n in names} | {"case_id": str(mine)}
        if client.post(API + act.path.format_map(ids), json=body_of(act)).status_code != 404:
            reached.append(act.name)
    for act in (a for a in ACTS.values() if a.makes and placeholders(a.path) == ("case_id",)):
        one = API + act.path.format(case_id=mine) + f"/{theirs[act.record.record_name]}"
        correction, opening = {"fields": {"x": 1}} | REASON, {"fields": ["x"], "purpose": "case_work"}
        answers = [client.get(one), client.post(one + "/corrections", json=correction), client.post(one + "/openings", json=opening)]
        reached += [act.name] if {a.status_code for a in answers} != {404} else []
    assert reached == []


def test_a_lent_key_seals_no_case_of_one_s_own(
    client_of: ClientOf, house: House, clock: Clock, town: Town, supervisor: Person, stranger: Person, case: str
) -> None:
    lent(house, client_of, supervisor, case, town.other)
    guest = client_of(stranger)
    facts = {"first_contact_at": "2025-06-16T01:00:00Z", "sex": "unknown", "nationality_class": "unknown", "interpreter_needed": False}
    again = guest.post(f"{API}/cases", json=facts | {"previous_case_id": case.rsplit("/", 1)[1]}).json()["id"]
    person = named(guest, f"{API}/cases/{again}")
    clock.advance(2 * HOUR)
    assert opened(guest, person).status_code == 200


def test_whoever_keeps_the_system_running_sees_no_shelter(client_of: ClientOf, house: House, town: Town) -> None:
    shelter = do(house, town.person(Role.ORGANISATION_ADMIN).actor, "register_shelter").record_id
    client = client_of(town.person(Role.SYSTEM_ADMIN))
    assert client.get(f"{API}/shelters").json()["items"] == []
    assert client.get(f"{API}/shelters/{shelter}").status_code == 404


def test_a_corrected_moment_moves_no_step_and_makes_no_second_record(
    client_of: ClientOf, house: House, clock: Clock, supervisor: Person, case: str
) -> None:
    client, case_id = client_of(supervisor), UUID(case.rsplit("/", 1)[1])
    first = written(house, supervisor.actor, "change_step", {"case_id": case_id}, to_step="recovery")
    clock.advance(HOUR)
    written(house, supervisor.actor, "change_step", {"case_id": case_id}, to_step="reintegration")
    moved = {"fields": {"changed_at": "2025-06-16T08:59:00+07:00"}} | REASON
    assert client.post(f"{case}/step-changes/{first}/corrections", json=moved).status_code == 201
    assert client.get(case).json()["step"] == "reintegration"
    assert len(client.get(case + "/step-changes").json()["items"]) == 2


def test_a_sealed_value_that_was_taken_back_is_not_opened_again(client_of: ClientOf, supervisor: Person, case: str) -> None:
    client = client_of(supervisor)
    person = named(client, case)
    assert client.post(person + "/corrections", json={"fields": {"name_latin": None}} | REASON).status_code == 201
    assert opened(client, person).json()["fields"] == {}
    assert client.get(person).json()["sealed"] == []

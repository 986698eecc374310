"""A form that comes after its session ended is given back to the one who sent it, and to nobody else."""

from base64 import urlsafe_b64encode

import pytest

from app.access import Role
from app.services import parking, sessions
from app.work import House, unit_of_work
from tests.builders import HOUR, Clock, Person, Town, signed_in

FIELDS = [("note", "She said: ទៅផ្ទះ"), ("tick", "a"), ("tick", "b")]
bearer = "Bearer {}".format


@pytest.fixture
def worker(town: Town) -> Person:
    return town.person(Role.SOCIAL_WORKER)


def test_what_was_typed_comes_back_after_the_session_ran_out(house: House, clock: Clock, worker: Person) -> None:
    late = signed_in(house, worker.actor, idle_seconds=60)
    clock.advance(3 * HOUR)
    parked = parking.park(house, bearer(late.token), "/cases/x/notes", FIELDS)
    assert parked is not None
    assert parking.unpark(house, worker.actor, parked) == ("/cases/x/notes", tuple(FIELDS), clock.now)


def test_a_parked_form_tells_nothing_and_opens_for_nobody_else(house: House, town: Town, worker: Person) -> None:
    parked = parking.park(house, bearer(worker.token), "/cases/x/notes", FIELDS)
    assert parked is not None
    for other in (town.person(Role.SUPERVISOR), town.person(Role.SOCIAL_WORKER, town.other)):
        assert parking.unpark(house, other.actor, parked) is None


def test_a_parked_form_is_good_for_twelve_hours(house: House, clock: Clock, worker: Person) -> None:
    parked = parking.park(house, bearer(worker.token), "/today", FIELDS)
    assert parked is not None
    clock.advance(parking.KEPT_SECONDS - 1)
    assert parking.unpark(house, worker.actor, parked) is not None
    clock.advance(1)
    assert parking.unpark(house, worker.actor, parked) is None


@pytest.mark.parametrize(
    "text", ["", "x", "ក", "====", urlsafe_b64encode(bytes(200)).decode(), urlsafe_b64encode(b"\x01\x00\x01" + bytes(200)).decode()]
)
def test_what_is_no_parked_form_opens_nothing(house: House, worker: Person, text: str) -> None:
    assert parking.unpark(house, worker.actor, text) is None


def test_nothing_is_kept_for_nobody(house: House, worker: Person) -> None:
    ended = signed_in(house, worker.actor)
    with unit_of_work(house, worker.actor) as work:
        sessions.sign_out(work, bearer(ended.token))
    for header in (None, bearer("wrong"), bearer(ended.token)):
        assert parking.park(house, header, "/today", FIELDS) is None


def test_half_a_character_is_not_kept_and_harms_nobody(house: House, worker: Person) -> None:
    assert parking.park(house, bearer(worker.token), "/today", [("note", "\ud800")]) is None


def test_the_secret_of_drafts_is_a_user_s_own_and_stays(house: House, town: Town, worker: Person) -> None:
    first, again = (parking.draft_secret(house, worker.actor) for _ in range(2))
    assert first == again
    assert len(first) == 32
    assert first != parking.draft_secret(house, town.person(Role.SUPERVISOR).actor)

"""The administration in the browser: people and their accounts, keys, health, copies; the secrets of an account are shown once."""

from collections.abc import Callable
from html import unescape
from re import findall, search
from uuid import UUID

import pytest
from pyotp.totp import TOTP
from sqlalchemy import select
from starlette.testclient import TestClient

from app.access import Role
from app.models.accounts import Account, SessionRow
from app.models.audit import AuditEntry
from app.models.ledger import Entry
from app.models.registers import User
from app.services import accounts, signing_in
from app.work import House, unit_of_work
from tests.builders import Clock, Person, Town, a_user, signed_in

pytestmark = pytest.mark.sqlite_only
Browser = Callable[[Person], TestClient]


@pytest.fixture
def boss(house: House, town: Town) -> tuple[Person, TOTP]:
    """The administrator of the organisation, who has an account, and what tells the codes."""
    actor = town.person(Role.ORGANISATION_ADMIN).actor
    with unit_of_work(house, town.person(Role.SYSTEM_ADMIN).actor) as work:
        made = accounts.make_account(work, actor.user_id, "boss")
    return signed_in(house, actor), TOTP(made.totp_secret)


def told(page: str, ident: str) -> str:
    found = search(rf'id="{ident}">([^<]+)<', page)
    assert found
    return unescape(found.group(1))


def give(browser: TestClient, user_id: UUID, username: str, code: str) -> str:
    return browser.post(f"/administration/people/{user_id}/account", data={"username": username, "totp": code}).text


def test_an_administrator_gives_an_account_whose_secrets_are_shown_once(
    house: House, town: Town, clock: Clock, boss: tuple[Person, TOTP], browser_for: Browser
) -> None:
    person, codes = boss
    newcomer, browser = a_user(house, town.own, Role.SOCIAL_WORKER), browser_for(person)
    shown = give(browser, newcomer.user_id, "Newcomer", codes.at(clock.now))
    password, secret = told(shown, "new-password"), told(shown, "new-secret")
    assert told(shown, "new-username") == "newcomer"
    assert all(len(part) == 4 for part in secret.split(" "))
    clock.advance(60)
    code = TOTP(secret.replace(" ", "")).at(clock.now)
    token, _ = signing_in.sign_in(house, "newcomer", password, code, idle_seconds=600, absolute_seconds=600)
    assert token
    page = browser.get(f"/administration/people/{newcomer.user_id}").text
    assert password not in page
    assert secret.split(" ")[0] not in page
    assert "1 session" in page


def test_no_account_is_made_without_a_fresh_code_or_under_a_name_that_is_taken(
    house: House, town: Town, clock: Clock, boss: tuple[Person, TOTP], browser_for: Browser
) -> None:
    person, codes = boss
    newcomer, browser = a_user(house, town.own, Role.SOCIAL_WORKER), browser_for(person)
    assert "Your code does not fit" in give(browser, newcomer.user_id, "newcomer", "000000")
    clock.advance(60)
    refused = give(browser, newcomer.user_id, "boss", codes.at(clock.now))
    assert "Somebody has this name already" in refused
    assert 'value="boss"' in refused
    with house.reading.connect() as connection:
        assert connection.scalar(select(Account.user_id).where(Account.user_id == newcomer.user_id)) is None


def test_whoever_leaves_is_signed_out_and_the_reason_is_sealed(house: House, town: Town, browser_for: Browser) -> None:
    boss, leaver = town.person(Role.ORGANISATION_ADMIN), town.person(Role.REPORTING_OFFICER)
    browser, address = browser_for(boss), f"/administration/people/{leaver.id}"
    assert "Say why" in browser.post(f"{address}/activity", data={"reason": " "}).text
    left = browser.post(f"{address}/activity", data={"reason": "moved to another province"})
    assert left.headers["location"] == f"{address}?told=left"
    with house.reading.connect() as connection:
        assert connection.scalar(select(User.active).where(User.id == leaver.id)) is False
        assert set(connection.scalars(select(SessionRow.revoked_at.is_(None)).where(SessionRow.user_id == leaver.id))) == {False}
        facts = connection.scalars(select(Entry.facts).where(Entry.subject_id == leaver.id)).all()
    assert "province" not in str(facts)
    assert browser_for(leaver).get("/reports").headers["location"].startswith("/sign-in")
    browser.post(f"{address}/activity", data={"reason": "came back"})
    with house.reading.connect() as connection:
        assert connection.scalar(select(User.active).where(User.id == leaver.id)) is True


def test_nobody_takes_away_their_own_way_in(town: Town, browser_for: Browser) -> None:
    boss = town.person(Role.ORGANISATION_ADMIN)
    address = f"/administration/people/{boss.id}"
    assert 'action="' + address + '/activity"' not in browser_for(boss).get(address).text
    assert browser_for(boss).post(f"{address}/activity", data={"reason": "tired"}).status_code == 409


def test_sessions_are_ended_at_once_and_the_log_says_so(house: House, town: Town, browser_for: Browser) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    browser = browser_for(town.person(Role.ORGANISATION_ADMIN))
    assert browser.post(f"/administration/people/{worker.id}/sessions").status_code == 303
    assert browser_for(worker).get("/today").headers["location"].startswith("/sign-in")
    with house.reading.connect() as connection:
        events = connection.scalars(select(AuditEntry.event).where(AuditEntry.chain_id == worker.id)).all()
    assert events[-1] == "SignedOut"


def test_an_administrator_sees_the_organisation_and_the_system_s_administrator_all(town: Town, browser_for: Browser) -> None:
    def people(person: Person, query: str = "") -> set[str]:
        return set(findall(r"/administration/people/([0-9a-f-]{36})", browser_for(person).get(f"/administration{query}").text))

    own, system = people(town.person(Role.ORGANISATION_ADMIN)), people(town.person(Role.SYSTEM_ADMIN))
    assert own < system
    assert people(town.person(Role.SYSTEM_ADMIN), f"?organisation={town.own}") == own
    stranger = town.person(Role.SOCIAL_WORKER, town.other)
    for path in ("", "/account", "/sessions", "/activity"):
        browser, address = browser_for(town.person(Role.ORGANISATION_ADMIN)), f"/administration/people/{stranger.id}{path}"
        answer = browser.post(address, data={"reason": "x", "username": "x"}) if path else browser.get(address)
        assert answer.status_code in (404, 422), path
    assert browser_for(town.person(Role.SUPERVISOR)).get("/administration").status_code == 403


def test_rooms_say_what_is_not_known_and_each_role_finds_its_own(town: Town, browser_for: Browser) -> None:
    system, boss = browser_for(town.person(Role.SYSTEM_ADMIN)), browser_for(town.person(Role.ORGANISATION_ADMIN))
    for room in ("keys", "health", "copies"):
        assert system.get(f"/administration/{room}").status_code == 200
        assert boss.get(f"/administration/{room}").status_code == 403
        assert f"/administration/{room}" not in boss.get("/administration").text
    assert "not known" in system.get("/administration/health").text
    assert "makes no copies by itself" in system.get("/administration/copies").text
    assert system.get("/administration/log").headers["location"] == "/audit/log"
    assert "Invented House Siem Reap" in system.get("/administration/organisations").text


def test_the_tour_is_there_for_every_role_and_says_what_to_do_first_while_nothing_is_there(town: Town, browser_for: Browser) -> None:
    for role in Role:
        assert "Where to look" in browser_for(town.person(role)).get("/tour").text, role
    # The town has no shelter, and nobody in it has an account.
    first = browser_for(town.person(Role.SYSTEM_ADMIN)).get("/tour").text
    assert "What to do first" in first
    assert 'class="stops__done"' in first
    assert "/do/register_shelter" in browser_for(town.person(Role.ORGANISATION_ADMIN)).get("/tour").text

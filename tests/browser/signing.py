"""Signs people in as they do it themselves: with name, password and a one-time code."""

from typing import NamedTuple

from pyotp.totp import TOTP

from app.access import Role
from app.services import accounts
from app.services.accounts import NewAccount
from app.work import House, unit_of_work
from tests.browser.desk import Desk
from tests.browser.site import Site
from tests.builders import Person, Town, signed_in

HALF_HOUR = 1800


class Holder(NamedTuple):
    """A person who has an account and a session that ends after half an hour of silence."""

    person: Person
    account: NewAccount


def a_holder(house: House, town: Town, role: Role, username: str) -> Holder:
    """Give somebody of the town an account."""
    person = town.person(role)
    admin = town.person(Role.ORGANISATION_ADMIN, person.actor.organisation_id)
    with unit_of_work(house, admin.actor) as work:
        account = accounts.make_account(work, person.id, username)
    return Holder(signed_in(house, person.actor, idle_seconds=HALF_HOUR), account)


def sign_in(desk: Desk, account: NewAccount) -> None:
    """Fill in the page that asks who one is, and send it."""
    page = desk.page
    page.get_by_label(desk.said("Name of your account")).fill(account.username)
    page.get_by_label(desk.said("Password"), exact=True).fill(account.password)
    page.get_by_label(desk.said("One-time code")).fill(code_at(desk.site, account))
    desk.press("Sign in")


def code_at(site: Site, account: NewAccount) -> str:
    """The one-time code of this half-minute; a code counts once."""
    return TOTP(account.totp_secret).at(site.clock())

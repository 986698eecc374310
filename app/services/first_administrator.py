"""The way in when nobody can sign in: whoever holds the machine and the master key makes the system's administrator an account."""

from uuid import UUID

from sqlalchemy import select

from app.access import Role
from app.errors import Conflict
from app.models.accounts import Account
from app.models.registers import User
from app.records.bodies import body_model
from app.records.users import REGISTER_USER
from app.services import accounts, acts
from app.services.accounts import NewAccount
from app.services.sessions import NOBODY_AT_WORK
from app.services.signing_in import folded
from app.work import NOBODY, House, Work, unit_of_work


def account_for(house: House, username: str, *, name: str, email: str) -> NewAccount:
    """Make the account of that name for a system administrator: in place of a lost one, or with a user registered for it.

    Raises Conflict if the name is somebody else's, and what `make_account` raises.
    """
    with unit_of_work(house, NOBODY_AT_WORK) as work:
        query = select(User.id, User.role, User.active).join(Account, Account.user_id == User.id)
        known = work.session.execute(query.where(Account.username == folded(username))).one_or_none()
        if known is not None and (known.role != Role.SYSTEM_ADMIN or not known.active):
            raise Conflict("This is the account of somebody who is not a system administrator at work.")
        user_id = known.id if known is not None else _registered(work, name, email)
        return accounts.make_account(work, user_id, username)


def _registered(work: Work, name: str, email: str) -> UUID:
    facts = {"organisation_id": str(NOBODY), "role": Role.SYSTEM_ADMIN, "active": True, "name": name, "email": email}
    return acts.perform(work, REGISTER_USER, {}, body_model(REGISTER_USER).model_validate(facts)).record_id

"""What a page calls the one who is signed in: the name of the account and of the organisation; both are plain."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from app.models.accounts import Account
from app.models.registers import Organisation
from app.work import Work

_FACE = (
    select(Organisation.name, Account.username)
    .select_from(Organisation)
    .outerjoin(Account, Account.user_id == bindparam("user_id"))
    .where(Organisation.id == bindparam("organisation_id"))
)
# Every name of the demonstration carries this mark.
_INVENTED = "(invented)"


class Face(NamedTuple):
    """Who is signed in, in words; `invented` where all of it is a demonstration."""

    username: str
    organisation: str
    invented: bool


def face_of(work: Work) -> Face:
    """Return what to call the actor."""
    given = {"user_id": work.actor.user_id, "organisation_id": work.actor.organisation_id}
    found = work.session.execute(_FACE, given).one_or_none()
    if found is None:
        return Face("", "", invented=False)
    return Face(found.username or "", found.name, invented=_INVENTED in found.name)

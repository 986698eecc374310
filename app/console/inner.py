"""The places within an organisation's own pages: what its people find beside the page they are on."""

from typing import NamedTuple

from app.access import GRANTS, Permission
from app.console import labels
from app.console.asking import Asked
from app.console.marking import _
from app.work import Work

_PLACES = (
    ("/organisation", _("At a glance"), Permission.PLAN_READ),
    ("/mous", _("Agreements"), Permission.MOU_READ),
    ("/reports", _("Reports"), Permission.REPORT_READ),
    ("/plan", _("Corrective plan"), Permission.PLAN_READ),
    ("/shelters", _("Shelters"), Permission.REGISTER_READ),
    ("/readiness", _("Readiness"), Permission.READINESS),
    ("/limits", _("Our own limits"), Permission.PROFILE_WRITE),
    ("/exports", _("Exports"), Permission.EXPORT_MAKE),
    ("/identity-exports", _("Identities let out"), Permission.IDENTITY_EXPORT),
)
# Pages that stand within another place.
_WITHIN = {"/exchange": "/exports", "/identity-exports": "/exports"}


class Place(NamedTuple):
    """A page beside this one, and whether it is this one."""

    path: str
    label: str
    here: bool


def places(work: Work, asked: Asked) -> list[Place]:
    """Return the places that the actor may go to from a page of the organisation."""
    granted, path = GRANTS[work.actor.role], "/" + asked.path.split("/")[1]
    offered = [place for place in _PLACES if place[2] in granted]
    if Permission.EXPORT_MAKE in granted:
        # One place for all that leaves; whoever only lets identities out has just that.
        offered = [place for place in offered if place[0] not in _WITHIN]
        path = _WITHIN.get(path, path)
    return [Place(address, labels.text(asked.language, label), address == path) for address, label, _needed in offered]

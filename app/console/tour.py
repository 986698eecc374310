"""A tour by role: where one's work is and what each page is for; and what comes first in an installation where nothing is yet."""

from typing import NamedTuple

from app.access import Permission, Role
from app.console import addresses
from app.console.answers import Page
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.console.tour_stops import STOPS, Stop
from app.records.cases import OPEN_CASE
from app.records.organisations import REGISTER_ORGANISATION
from app.records.shelters import REGISTER_SHELTER
from app.records.users import REGISTER_USER
from app.services import directory, people, reading
from app.work import Work

pages = Pages()


class First(NamedTuple):
    """Something to do before the first case, in order. `done` is None where the actor may not know; without a path "
    "somebody else does it."""

    title: str
    words: str
    path: str | None
    done: bool | None


@pages.get("/tour", Permission.OWN_SESSION)
def tour(work: Work, asked: Asked) -> Page:
    """Show the stops of the actor's role, and what is still to be done first."""
    stops: tuple[Stop, ...] = STOPS[work.actor.role]
    first = _first(work)
    begun = all(one.done is not False for one in first)
    return Page("tour/tour.html", {"stops": stops, "first": first, "begun": begun})


def _first(work: Work) -> list[First]:
    match work.actor.role:
        case Role.SYSTEM_ADMIN:
            return _of_installation(work)
        case Role.ORGANISATION_ADMIN:
            return _of_organisation(work)
        case Role.SOCIAL_WORKER:
            return [_first_case(work)]
        case _:
            return []


def _of_installation(work: Work) -> list[First]:
    begun = bool(directory.organisations(work, cursor=None, limit=1).items)
    managed = {one.role for one in people.colleagues(work) if one.username and one.active}
    register = f"{addresses.form(REGISTER_ORGANISATION, {})}?next=/tour"
    manager = f"{addresses.form(REGISTER_USER, {})}?role={Role.ORGANISATION_ADMIN}"
    return [
        First(_("Register the organisation"), _("The one that runs the first shelter. It gets a key of its own."), register, begun),
        First(
            _("Register its administrator and give an account"),
            _("Register a person with that role, then make the account on the page that follows. You hand it over by hand."),
            manager,
            Role.ORGANISATION_ADMIN in managed,
        ),
        First(_("Its people"), _("The administrator of the organisation registers them: you need not know who they are."), None, None),
        First(_("Its shelter"), _("The same administrator registers it. You will never see where it is."), None, None),
        First(_("The first case"), _("A social worker opens it."), None, None),
        First(
            _("A first safe copy"),
            _("Before the first real name is written down. The system makes none by itself."),
            "/administration/copies",
            None,
        ),
    ]


def _of_organisation(work: Work) -> list[First]:
    at_work = {one.role for one in people.colleagues(work) if one.username and one.active}
    sheltered = bool(directory.shelters(work, cursor=None, limit=1).items)
    register = addresses.form(REGISTER_USER, {})
    staffed = Role.SOCIAL_WORKER in at_work and Role.SUPERVISOR in at_work
    return [
        First(
            _("Register your people"), _("At least a social worker and a supervisor, each with an account of their own."), register, staffed
        ),
        First(
            _("Trainings and promises"),
            _(
                "On the page of each person: what they learnt, and that they promised confidentiality. It is asked for "
                "before the first case."
            ),
            "/administration",
            None,
        ),
        First(
            _("Register the shelter"),
            _("Its address is sealed. Nobody outside sees more than a code and the province."),
            f"{addresses.form(REGISTER_SHELTER, {})}?next=/tour",
            sheltered,
        ),
        First(_("The first case"), _("A social worker opens it. Tell your people that the training comes before it."), None, None),
    ]


def _first_case(work: Work) -> First:
    begun = bool(reading.cases(work, cursor=None, limit=1).items)
    words = _("It asks only for what matters in the first hour. Walk through the invented case before: it takes twenty minutes.")
    return First(_("Open the first case"), words, addresses.form(OPEN_CASE, {}), begun)

"""The rooms of the administration besides its people: organisations, keys, health, safe copies, and the way to the log."""

from typing import Any

from app.access import GRANTS, Permission, Role
from app.console import addresses
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.records.organisations import REGISTER_ORGANISATION
from app.services import directory, installation
from app.work import Work

pages = Pages()
_LIST = 50
_DAY = 86_400
_HERE = "/administration"
# The room, its address, what it is called and the permission that opens it.
_ROOMS = (
    ("people", _HERE, _("People"), Permission.ACCOUNT_WRITE),
    ("organisations", f"{_HERE}/organisations", _("Organisations"), Permission.ACCOUNT_WRITE),
    ("keys", f"{_HERE}/keys", _("Keys"), Permission.SYSTEM_HEALTH),
    ("health", f"{_HERE}/health", _("Health"), Permission.SYSTEM_HEALTH),
    ("copies", f"{_HERE}/copies", _("Safe copies"), Permission.SYSTEM_HEALTH),
    ("log", f"{_HERE}/log", _("Audit log"), Permission.AUDIT_VERIFY),
)


def around(work: Work, room: str) -> dict[str, Any]:
    """Return the rooms that the actor may enter, and in which one the page is."""
    granted = GRANTS[work.actor.role]
    return {"rooms": [(path, label, name == room) for name, path, label, needed in _ROOMS if needed in granted]}


@pages.get(f"{_HERE}/organisations", Permission.ACCOUNT_WRITE)
def administration_organisations(work: Work, asked: Asked) -> Page:
    """List the bodies that take part."""
    found = directory.organisations(work, cursor=asked.query.get("cursor") or None, limit=_LIST)
    context = {
        "organisations": found.items,
        "more": found.next_cursor,
        "register": f"{addresses.form(REGISTER_ORGANISATION, {})}?next={_HERE}/organisations",
        "everywhere": work.actor.role is Role.SYSTEM_ADMIN,
    }
    return Page("administration/organisations.html", context | around(work, "organisations"))


@pages.get(f"{_HERE}/keys", Permission.SYSTEM_HEALTH)
def administration_keys(work: Work, asked: Asked) -> Page:
    """Show what the key store keeps and what that means; no key is used for it."""
    return Page("administration/keys.html", {"keys": installation.keys_overview(work)} | around(work, "keys"))


@pages.get(f"{_HERE}/health", Permission.SYSTEM_HEALTH)
def administration_health(work: Work, asked: Asked) -> Page:
    """Show how databases, log and queues are, and what to do where something is not as it should be."""
    health = installation.health_overview(work)
    signed_lately = health.checkpoint_at is not None and work.now - health.checkpoint_at < _DAY
    return Page("administration/health.html", {"health": health, "signed_lately": signed_lately} | around(work, "health"))


@pages.get(f"{_HERE}/copies", Permission.SYSTEM_HEALTH)
def administration_copies(work: Work, asked: Asked) -> Page:
    """Say how a safe copy is made by hand, for the system makes none."""
    database = installation.health_overview(work).database
    return Page("administration/copies.html", {"database": database} | around(work, "copies"))


@pages.get(f"{_HERE}/log", Permission.AUDIT_VERIFY)
def administration_log(work: Work, asked: Asked) -> Redirect:
    """Lead to the audit log, which auditors verify on the same page."""
    return Redirect("/audit/log")

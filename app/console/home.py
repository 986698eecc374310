"""The start: everybody is led to where their work is."""

from app.access import Permission, Role
from app.console.answers import Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.work import Work

pages = Pages()
START = {
    Role.SOCIAL_WORKER: "/today",
    Role.SUPERVISOR: "/today",
    Role.MOSAVY_OFFICER: "/today",
    Role.MOSAVY_AUDITOR: "/audit",
    Role.INDEPENDENT_MONITOR: "/monitoring",
    Role.ORGANISATION_ADMIN: "/organisation",
    Role.REPORTING_OFFICER: "/reports",
    Role.SYSTEM_ADMIN: "/administration",
    Role.TASK_FORCE_MEMBER: "/task-force",
}


@pages.get("/", Permission.OWN_SESSION)
def start(work: Work, asked: Asked) -> Redirect:
    """Lead to where the actor's work is."""
    return Redirect(START[work.actor.role])

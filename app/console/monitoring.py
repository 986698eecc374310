"""The independent monitor's page: limits to freedom, wishes to leave, complaints and ill-treatment in the whole country, by number only."""

from app.access import Permission
from app.console.answers import Page
from app.console.asking import Asked
from app.console.complaints import receive
from app.console.door import Pages
from app.errors import NotFound
from app.services import complaints, compliance, monitoring
from app.services.instants import instant
from app.work import Work

pages = Pages()
_MOST = 500


@pages.get("/monitoring", Permission.MONITORING)
def monitor(work: Work, asked: Asked) -> Page:
    """What the monitor watches over, the most pressing first."""
    watch, broken = monitoring.watch(work), monitoring.broken(work)
    waiting, _answered = complaints.listed(work)
    texts = compliance.every_standard(work)
    return Page(
        "monitoring/page.html",
        {
            "restrictions": watch.restrictions,
            "leave": watch.leave,
            "ill_treatment": watch.ill_treatment,
            "complaints": waiting,
            "broken": [(one, texts[one.standard].text) for one in broken],
            "widest": max((one.cases for one in broken), default=0),
            "receive": receive(work, "/monitoring"),
            "at": instant,
        },
    )


@pages.get("/monitoring/standards/{standard}", Permission.MONITORING)
def monitor_standard(work: Work, asked: Asked) -> Page:
    """The cases in which one standard of dignity or free movement is not kept."""
    standard = compliance.every_standard(work).get(asked.words["standard"])
    if standard is None or standard.right not in monitoring.RIGHTS:
        raise NotFound
    return Page(
        "monitoring/standard.html", {"standard": standard, "rows": monitoring.broken_in(work, standard.id, limit=_MOST), "most": _MOST}
    )

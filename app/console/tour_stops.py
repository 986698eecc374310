"""The stops of the tour, role by role: what a page is for, in a sentence or two."""

from collections.abc import Mapping
from typing import NamedTuple

from app.access import Role
from app.console.marking import _


class Stop(NamedTuple):
    """A page to look at, and what it is for."""

    title: str
    words: str
    path: str


_BOOK = Stop(
    _("Standards"),
    _("The minimum standards as a book: what each asks, why, from where, and what proves it. Every finding links into it."),
    "/standards",
)
_TRAINING = Stop(
    _("Training"), _("An invented case from the first contact to its closing, with questions. Nothing you answer is kept."), "/training"
)
_TODAY = Stop(
    _("Today"),
    _("What is due for you, by when and why, with one button to do it. Cases in which nobody writes come up too. Begin here each day."),
    "/today",
)
_CASES = Stop(
    _("Cases"),
    _("Your cases by number; names are nowhere. A case shows its story, the rights as a picture, and what holds it in its step."),
    "/cases",
)
_DOWN = Stop(
    _("When the line breaks"),
    _("What you type stays sealed on your device and is offered again. What could not be sent waits and goes out when the line is back."),
    "/help",
)
_SUPERVISION = Stop(
    _("Supervision"), _("What waits for your word, what is late and with whom, and cases that have gone silent."), "/supervision"
)
_ORGANISATION = Stop(
    _("Organisation"), _("Your agreement with the ministry in plain words, what it asks of you, and how ready you are."), "/organisation"
)
_REPORTS = Stop(
    _("Reports"), _("The report is counted for you. You answer its questions, look at what was found, and send it."), "/reports"
)
_COUNTRY = Stop(
    _("The country"),
    _("Every standard in every province, now or on a past day. Each figure leads to the findings behind it, without names."),
    "/audit",
)
_LOG = Stop(_("Audit log"), _("Who did what, chained and signed. Anybody who holds the key can check that nothing was cut."), "/audit/log")
_PEOPLE = Stop(_("People"), _("Register people, give accounts, end sessions, record trainings."), "/administration")
_INSPECTIONS = Stop(_("Inspections"), _("Where to go first and why, and the checklist to fill in on the spot."), "/inspections")

STOPS: Mapping[Role, tuple[Stop, ...]] = {
    Role.SOCIAL_WORKER: (_TODAY, _CASES, _TRAINING, _BOOK, _DOWN),
    Role.SUPERVISOR: (_SUPERVISION, _TODAY, _CASES, _ORGANISATION, _TRAINING, _BOOK),
    Role.ORGANISATION_ADMIN: (_ORGANISATION, _PEOPLE, _REPORTS, _CASES, _TRAINING, _BOOK),
    Role.REPORTING_OFFICER: (_REPORTS, _ORGANISATION, _TRAINING, _BOOK, _DOWN),
    Role.MOSAVY_OFFICER: (_TODAY, _CASES, _REPORTS, _INSPECTIONS, _TRAINING, _BOOK),
    Role.MOSAVY_AUDITOR: (
        _COUNTRY,
        Stop(_("Findings"), _("The cases behind a figure, by number only, with the reason for each finding."), "/audit/findings"),
        Stop(_("If a name is needed"), _("You open none. This page says who can, and how it is asked for."), "/audit/identity"),
        _REPORTS,
        _LOG,
        _BOOK,
    ),
    Role.INDEPENDENT_MONITOR: (
        Stop(
            _("Monitoring"),
            _("Limits on going out, wishes to leave, and complaints: what is open, and how long it has been."),
            "/monitoring",
        ),
        _TRAINING,
        _BOOK,
        _DOWN,
        Stop(_("Your account"), _("Your sessions and your language."), "/account"),
    ),
    Role.SYSTEM_ADMIN: (
        _PEOPLE,
        Stop(_("Keys"), _("What is sealed, how many keys there are, and what to do if something does not fit."), "/administration/keys"),
        Stop(_("Health"), _("Databases, log and queues. What the system cannot know, it says."), "/administration/health"),
        Stop(_("Safe copies"), _("The system makes none. How you make them by hand, and keep the keys apart."), "/administration/copies"),
        _LOG,
        _BOOK,
    ),
    Role.TASK_FORCE_MEMBER: (
        Stop(_("Task force"), _("Figures of the day for all bodies at one table; small numbers stay hidden."), "/task-force"),
        _TRAINING,
        _BOOK,
        _DOWN,
        Stop(_("Your account"), _("Your sessions and your language."), "/account"),
    ),
}

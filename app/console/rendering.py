"""Templates, and what every page shows around its own: who is signed in, where one can go, in which language."""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from uuid import uuid4

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape

from app.access import GRANTS, Permission
from app.console import labels, moments, script_words, told
from app.console.asking import LANGUAGES, Asked
from app.console.forms import answering
from app.console.marking import _
from app.console.statics import asset
from app.services import faces, parking
from app.work import Work

# Path, label and the permission that shows it, in the order of the navigation.
_PLACES = (
    ("/today", _("Today"), Permission.AGENDA_READ),
    ("/cases", _("Cases"), Permission.CASE_READ),
    ("/supervision", _("Supervision"), Permission.SUPERVISION),
    ("/audit", _("The country"), Permission.COMPLIANCE_FINDINGS),
    ("/task-force", _("Task force"), Permission.TASK_FORCE_READ),
    ("/monitoring", _("Monitoring"), Permission.MONITORING),
    ("/inspections", _("Inspections"), Permission.INSPECTION_PLAN),
    ("/complaints", _("Complaints"), Permission.COMPLAINT_READ),
    ("/evidence", _("Evidence"), Permission.EVIDENCE_READ),
    ("/organisation", _("Organisation"), Permission.PLAN_READ),
    ("/reports", _("Reports"), Permission.REPORT_READ),
    ("/administration", _("Administration"), Permission.ACCOUNT_WRITE),
    ("/standards", _("Standards"), Permission.STANDARDS_READ),
)
# Pages that stand within a place of the navigation under another name.
_WITHIN = dict.fromkeys(
    ("/mous", "/plan", "/shelters", "/readiness", "/limits", "/exports", "/exchange", "/identity-exports"), "/organisation"
)
_WITHIN["/training"] = "/standards"
IDLE_SECONDS = 300  # proposed: a screen left alone for five minutes locks itself
EXIT_TO = "https://km.wikipedia.org/"
_SPOKEN = ("act", "done", "about", "record", "field", "hint", "code", "role", "status", "step", "country", "language_name", "province")


@cache
def environment(language: str) -> Environment:
    """Return the templates in one language; every text of theirs goes through its catalogue."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    found = Environment(
        loader=ChoiceLoader([PackageLoader("app.console"), govuk]),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    found.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        gettext=partial(labels.text, language),
        ngettext=partial(labels.ntext, language),
        newstyle=True,
    )
    said = {f"{name}_label": partial(getattr(labels, name), language) for name in _SPOKEN}
    said["answer_label"] = partial(answering.label, language)
    found.globals.update({"asset": asset, "language": language, "new_once": _new_once})
    found.globals.update(said | dict(moments.spoken(language)))
    return found


def render(template: str, context: Mapping[str, Any], *, work: Work, asked: Asked) -> str:
    """Return a page for whoever is at work."""
    granted = GRANTS[work.actor.role]
    here = "/" + asked.path.split("/")[1]
    here = _WITHIN.get(here, here)
    around: dict[str, Any] = {
        "actor": work.actor,
        "face": faces.face_of(work),
        "places": [(path, labels.text(asked.language, label), path == here) for path, label, needed in _PLACES if needed in granted],
        "draft_secret": b64encode(parking.draft_secret(asked.house, work.actor)).decode(),
        "told": told.said(asked.language, asked.query.get("told")),
        "sent": asked.query.get("sent", ""),
        "now": work.now,
    }
    return _rendered(template, around | dict(context), asked)


def render_open(template: str, context: Mapping[str, Any], *, asked: Asked) -> str:
    """Return a page for whoever asks, without knowing who that is."""
    around: dict[str, Any] = {"actor": None, "face": None, "places": [], "draft_secret": "", "told": None, "sent": ""}
    return _rendered(template, around | dict(context), asked)


def _rendered(template: str, context: Mapping[str, Any], asked: Asked) -> str:
    here = {
        "asked": asked,
        "nonce": asked.nonce,
        "others": [language for language in LANGUAGES if language != asked.language],
        "exit_to": EXIT_TO,
        "idle_seconds": IDLE_SECONDS,
        "script_words": script_words.of(asked.language),
    }
    return environment(asked.language).get_template(template).render(here | dict(context))


def _new_once() -> str:
    """Return the key by which a form that is sent twice does its work once."""
    return str(uuid4())

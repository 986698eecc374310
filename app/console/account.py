"""One's own account: who one is here, where one is signed in, what one has promised, and the short help for everybody."""

from typing import Any

from app.access import GRANTS, Permission
from app.console import addresses
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.console.told import tell
from app.records.registry import ACTS
from app.services import reading, scope, sessions
from app.services.scope import Subject
from app.vocabulary.organisations import UndertakingKind
from app.work import Work

pages = Pages()
_SIGN = ACTS["sign_undertaking"]
tell("others_ended", _("Your other sessions are ended."))


@pages.get("/account", Permission.OWN_SESSION)
def account(work: Work, asked: Asked) -> Page:
    """Show who is signed in and where, how drafts are kept, and which promises are still to sign."""
    return Page("account/page.html", {"sessions": sessions.of_actor(work, asked.authorization), "promises": _promises(work)})


@pages.post("/account/sessions/end", Permission.OWN_SESSION)
def end_other_sessions(work: Work, asked: Asked) -> Redirect:
    """End every session of one's own but this one."""
    sessions.end_others(work, asked.authorization)
    return Redirect("/account", told="others_ended")


@pages.get("/help", Permission.OWN_SESSION)
def show_help(work: Work, asked: Asked) -> Page:
    """Show how the usual things are done, for the role of whoever asks."""
    granted = GRANTS[work.actor.role]
    return Page("account/help.html", {"works_cases": Permission.IDENTITY_OPEN in granted, "decides": Permission.SUPERVISION in granted})


def _promises(work: Work) -> list[dict[str, Any]]:
    """The promises that staff sign, each with the day it was signed, or where to sign it; none for who takes part in no act."""
    if work.actor.role not in _SIGN.by:
        return []
    subject = Subject("user", scope.user(work, work.actor.user_id))
    kept = reading.records(work, subject, _SIGN.record.record_name, cursor=None, limit=reading.PAGE).items
    signed = {
        kind: max(days) for kind in UndertakingKind if (days := [r["facts"]["signed_on"] for r in kept if r["facts"]["kind"] == kind])
    }
    form = addresses.form(_SIGN, {"user_id": subject.id})
    return [{"kind": kind, "signed_on": signed.get(kind), "form": f"{form}?kind={kind}&next=/account"} for kind in UndertakingKind]

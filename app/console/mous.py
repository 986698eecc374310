"""Agreements with the ministry in plain words: what each obliges to, what follows if something is missed, and what it takes."""

from collections.abc import Mapping
from typing import Any

from app.access import Permission
from app.console import addresses, inner
from app.console.answers import Page
from app.console.asking import Asked
from app.console.door import Pages
from app.records.registry import ACTS
from app.services import mou_plain_words, mous, obligations
from app.vocabulary.agreements import DutyState, Standing
from app.work import Work

pages = Pages()
# In these an agreement can be changed, and what it asks for delivered.
_LIVING = frozenset({Standing.DRAFT, Standing.NOT_BEGUN, Standing.ACTIVE})
_DONE = frozenset({DutyState.DELIVERED, DutyState.DELIVERED_LATE})
_CHANGES = ("agree_mou_term", "add_mou_obligation", "renew_mou", "end_mou")
_SHOWN_DONE = 12


@pages.get("/mous", Permission.MOU_READ)
def list_of_mous(work: Work, asked: Asked) -> Page:
    """List the agreements with what is due next, and what is missed anywhere."""
    page = mous.listed(work, cursor=asked.query.get("cursor"), limit=50)
    due = obligations.agenda(work, organisation_id=None, mou_id=None, states=[], kinds=[], cursor=asked.query.get("due"), limit=20)
    context = {
        "inner": inner.places(work, asked),
        "items": page.items,
        "next_cursor": page.next_cursor,
        "duties": [duty | {"form": _delivering(work, duty["mou_id"], duty)} for duty in due.items],
        "more_duties": due.next_cursor,
        "signing": f"{addresses.form(ACTS['sign_mou'], {})}?next=/mous" if work.actor.role in ACTS["sign_mou"].by else None,
    }
    return Page("mous/list.html", context)


@pages.get("/mous/{mou_id}", Permission.MOU_READ)
def mou(work: Work, asked: Asked) -> Page:
    """Tell one agreement in plain words, with everything due under it and what was delivered."""
    mou_id = asked.ids["mou_id"]
    item, _etag = mous.one(work, mou_id)
    open_duties = [duty for duty in item["duties"] if duty["state"] not in _DONE]
    done = [duty for duty in item["duties"] if duty["state"] in _DONE]
    living = item["standing"] in _LIVING
    context = {
        "inner": inner.places(work, asked),
        "mou": item,
        "plain": mou_plain_words.tell(work, mou_id),
        "open_duties": [duty | {"form": _delivering(work, item["id"], duty)} for duty in open_duties],
        "done": sorted(done, key=lambda duty: str(duty["submitted_on"]), reverse=True)[:_SHOWN_DONE],
        "done_in_all": len(done),
        "forms": [_form(work, name, item["id"]) for name in _CHANGES if living and work.actor.role in ACTS[name].by],
        "after_event": _form(work, "record_mou_delivery", item["id"]) if living and _may_deliver(work) else None,
        "proposed": _proposed(work, asked) if living and work.actor.role in ACTS["agree_mou_term"].by else [],
    }
    return Page("mous/one.html", context)


def _may_deliver(work: Work) -> bool:
    return work.actor.role in ACTS["record_mou_delivery"].by


def _form(work: Work, name: str, mou_id: str, **typed: str | int | None) -> dict[str, str]:
    """The address of an act's form for an agreement, with what it is known to be about filled in."""
    query = "".join(f"&{key}={value}" for key, value in typed.items() if value is not None)
    return {"act": name, "href": f"{addresses.form(ACTS[name], {'mou_id': mou_id})}?next=/mous/{mou_id}{query}"}


def _delivering(work: Work, mou_id: str, duty: Mapping[str, Any]) -> dict[str, str] | None:
    """The form by which one duty is delivered: what was added by hand is submitted, all else recorded as delivered."""
    if not _may_deliver(work) or duty["state"] in _DONE:
        return None
    if duty["record"] == "mou_obligation":
        address = addresses.form(ACTS["submit_mou_obligation"], {"mou_id": mou_id, "obligation_id": str(duty["record_id"])})
        return {"act": "submit_mou_obligation", "href": f"{address}?next=/mous/{mou_id}"}
    days = {"event_on": duty["event_on"]} if duty["event_on"] else {"due_on": duty["due_on"]}
    return _form(work, "record_mou_delivery", mou_id, kind=duty["kind"], **days)


def _proposed(work: Work, asked: Asked) -> list[dict[str, Any]]:
    """Default terms that do not run yet, each with the form it fills in."""
    offered = mous.proposed(work, asked.ids["mou_id"])
    mou_id = offered["mou_id"]
    return [
        {"sentence": item["sentence"], "source": item["source"], "form": _form(work, "agree_mou_term", mou_id, **item["body"])}
        for item in offered["items"]
        if not item["running"]
    ]

"""Evidence for treaty bodies and the UPR: recommendations, indicators over the years, packs; and entries that two people stand for."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, cast

from pydantic import ValidationError

from app.access import GRANTS, Permission
from app.console import moments, statistics_words
from app.console.answers import Bytes, Page, Redirect
from app.console.asking import Asked
from app.console.audit_tables import Names
from app.console.door import Pages
from app.console.marking import _
from app.console.statistics import period_label
from app.console.told import tell
from app.errors import Conflict, FieldError, FourEyesRequired, Invalid, NotFound, Refused
from app.reports.evidence.pack import Document
from app.schemas.evidence import EvidenceDecision, EvidenceWriting, PackOrder
from app.services import evidence, evidence_entries
from app.services.evidence import Order
from app.services.instants import local_day
from app.vocabulary.evidence import EntryState, EvidenceKind, RejectionReason
from app.work import Work

pages = Pages()
_PAGE = 50
_HERE, _ENTRIES = "/evidence", "/evidence/entries"
_LEAST_YEAR = 2009
_NUMBER = re.compile("[0-9]{1,4}")
tell("pack_made", _("The pack is made and frozen."))
tell("pack_kept", _("This pack was made before; here it is."))
tell("entry_written", _("Kept as a draft. Somebody else must now read and verify it."))
tell("entry_verified", _("Verified. Its words go into the packs that are made from now on."))
tell("entry_rejected", _("Decided. It goes into no pack."))


@pages.get(_HERE, Permission.EVIDENCE_READ)
def read_evidence(work: Work, asked: Asked) -> Page:
    """Show the recommendations, what is followed for each, and the packs."""
    return _overview(work, asked, None)


def _overview(work: Work, asked: Asked, refused: Refused | None) -> Page:
    found = evidence.listed(work, cursor=asked.query.get("cursor") or None, limit=_PAGE)
    this_year = local_day(work.now).year
    context = {
        "recommendations": evidence.mapping(),
        "indicators": {one["id"]: one for one in evidence.declared(work)},
        "packs": found.items,
        "more": f"{_HERE}?cursor={found.next_cursor}" if found.next_cursor else None,
        "may_write": Permission.EVIDENCE_WRITE in GRANTS[work.actor.role],
        "years": range(this_year, _LEAST_YEAR - 1, -1),
        "typed": {name: asked.typed(name) for name in ("recommendation", "from", "to", "edition")},
        "wrong": _why_no_pack(refused),
        "refused": refused,
    }
    return Page("evidence/overview.html", context)


@pages.post("/evidence/packs", Permission.EVIDENCE_WRITE, again=_overview)
def make_pack(work: Work, asked: Asked) -> Redirect:
    """Make and freeze a pack, or lead to the one that was made before."""
    numbers = {name: int(asked.typed(name)) for name in ("from", "to", "edition") if _NUMBER.fullmatch(asked.typed(name))}
    order = _read(PackOrder, {"recommendation": asked.typed("recommendation"), **numbers})
    made = evidence.make(work, Order(order.recommendation, order.first_year, order.last_year, order.edition))
    return Redirect(f"/evidence/packs/{made.pack.id}", told="pack_made" if made.new else "pack_kept")


@pages.get("/evidence/packs/{pack_id}", Permission.EVIDENCE_READ)
def read_pack(work: Work, asked: Asked) -> Page:
    """Show the indicators of a pack over its years, and what two people stand for beside them."""
    kept = evidence.read(work, asked.ids["pack_id"])
    document = json.loads(kept.document)
    rights = Names(work, asked.language).rights
    context = {
        "pack": evidence.item(kept),
        "document": document,
        "indicators": [_indicator(one, asked.language, rights, document["reasons"]) for one in document["indicators"]],
        "period_label": partial(period_label, asked.language),
    }
    return Page("evidence/pack.html", context)


@pages.get("/evidence/packs/{pack_id}/pack.csv", Permission.EVIDENCE_READ)
def keep_pack_table(work: Work, asked: Asked) -> Bytes:
    """Hand out a pack as one table."""
    kept = evidence.read(work, asked.ids["pack_id"])
    return Bytes(kept.table, "text/csv; charset=utf-8", evidence.file_name(kept, ".csv"))


@pages.get("/evidence/packs/{pack_id}/pack.json", Permission.EVIDENCE_READ)
def keep_pack(work: Work, asked: Asked) -> Bytes:
    """Hand out a pack as it was signed, always the same bytes."""
    kept = evidence.read(work, asked.ids["pack_id"])
    return Bytes(kept.document, "application/json", evidence.file_name(kept, ".json"))


@pages.get("/evidence/packs/{pack_id}/pack.pdf", Permission.EVIDENCE_READ)
def keep_pack_on_paper(work: Work, asked: Asked) -> Bytes:
    """Hand out a pack for people to read, in the reader's language."""
    kept = evidence.read(work, asked.ids["pack_id"])
    return Bytes(evidence.pdf(kept, language=asked.language), "application/pdf", evidence.file_name(kept, f"-{asked.language}.pdf"))


@pages.get(_ENTRIES, Permission.EVIDENCE_WRITE)
def list_entries(work: Work, asked: Asked) -> Page:
    """List the ministry's entries; those that wait for a second person first if nothing else is asked."""
    state = asked.query.get("state", EntryState.DRAFT.value)
    if state and state not in set(EntryState):
        raise NotFound
    chosen = EntryState(state) if state else None
    found = evidence_entries.listed(work, recommendation=None, state=chosen, cursor=asked.query.get("cursor") or None, limit=_PAGE)
    more = f"{_ENTRIES}?state={state}&cursor={found.next_cursor}" if found.next_cursor else None
    context = {"entries": found.items, "more": more, "state": state, "states": [one.value for one in EntryState]}
    return Page("evidence/entries.html", context | {"indicators": {one["id"]: one for one in evidence.declared(work)}})


def _writing(work: Work, asked: Asked, refused: Refused | None) -> Page:
    context = {
        "recommendations": evidence.mapping(),
        "indicators": evidence.declared(work),
        "kinds": [kind.value for kind in EvidenceKind],
        "years": range(local_day(work.now).year, _LEAST_YEAR - 1, -1),
        "typed": {name: asked.typed(name) for name in _WRITTEN},
        "wrong": {error.field: True for error in refused.errors} if isinstance(refused, Invalid) else {},
    }
    return Page("evidence/write.html", context)


@pages.get("/evidence/entries/new", Permission.EVIDENCE_WRITE)
def write_entry(work: Work, asked: Asked) -> Page:
    """Show the form of a new entry."""
    return _writing(work, asked, None)


@pages.post("/evidence/entries/new", Permission.EVIDENCE_WRITE, again=_writing)
def keep_entry(work: Work, asked: Asked) -> Redirect:
    """Keep an entry as a draft, its words sealed."""
    body: dict[str, Any] = {name: asked.typed(name) for name in _WRITTEN if asked.typed(name)}
    if _NUMBER.fullmatch(body.get("year", "")):
        body["year"] = int(body["year"])
    evidence_entries.write(work, _read(EvidenceWriting, body))
    return Redirect(_ENTRIES, told="entry_written")


_WRITTEN = (
    *("recommendation", "indicator", "year", "kind", "text_en", "text_km"),
    *("source_title", "source_date", "source_url", "source_sha256"),
)


def _deciding(work: Work, asked: Asked, refused: Refused | None) -> Page:
    """Show an entry with its words, which the log says were opened, and what can be decided."""
    return _opened(work, asked, None, refused)


@pages.get("/evidence/entries/{entry_id}", Permission.EVIDENCE_WRITE)
def read_entry(work: Work, asked: Asked) -> Page:
    """Show what an entry is, its words still sealed."""
    return _opened(work, asked, None, None)


@pages.post("/evidence/entries/{entry_id}/words", Permission.EVIDENCE_WRITE, again=_deciding)
def open_entry(work: Work, asked: Asked) -> Page:
    """Open the words of an entry; the log says so."""
    return _opened(work, asked, evidence_entries.open_words(work, asked.ids["entry_id"]), None)


def _opened(work: Work, asked: Asked, words: Mapping[str, Any] | None, refused: Refused | None) -> Page:
    entry = evidence_entries.one(work, asked.ids["entry_id"])
    context = {
        "entry": entry,
        "words": words or entry["words"],
        "own": entry["written_by"] == str(work.actor.user_id),
        "reasons": [reason.value for reason in RejectionReason if reason is not RejectionReason.WITHDRAWN],
        "refused": refused,
        "four_eyes": isinstance(refused, FourEyesRequired),
        "recommendations": {one["id"]: one for one in evidence.mapping()},
        "indicators": {one["id"]: one for one in evidence.declared(work)},
    }
    return Page("evidence/entry.html", context)


@pages.post("/evidence/entries/{entry_id}", Permission.EVIDENCE_WRITE, again=_deciding)
def decide_entry(work: Work, asked: Asked) -> Redirect:
    """Verify or reject an entry that somebody else wrote, or withdraw one's own."""
    decision = asked.typed("decision")
    if decision == EntryState.VERIFIED.value:
        confirmed = {name: True for name in ("names_nobody", "source_seen") if asked.typed(name)}
        body: dict[str, Any] = {"state": decision, **confirmed}
    else:
        reason = RejectionReason.WITHDRAWN.value if decision == RejectionReason.WITHDRAWN.value else asked.typed("reason")
        body = {"state": EntryState.REJECTED.value, "reason": reason or None}
    evidence_entries.decide(work, asked.ids["entry_id"], _read(EvidenceDecision, body))
    return Redirect(_ENTRIES, told=f"entry_{body['state']}")


def _read(schema: Any, body: Mapping[str, Any]) -> Any:
    """Read a body as the API does. Raises Invalid that names the fields, never what stood in them."""
    try:
        return schema.model_validate_json(json.dumps(body))
    except ValidationError as error:
        fields = [str(each["loc"][0]) if each["loc"] else "text_en" for each in error.errors(include_input=False)]
        raise Invalid("The form is not complete.", [FieldError(field, "is missing or cannot be right") for field in fields]) from None


def _why_no_pack(refused: Refused | None) -> str | None:
    """Return the word for why a pack was not made."""
    if refused is None:
        return None
    if isinstance(refused, Conflict):
        return "not_frozen"
    edition = isinstance(refused, Invalid) and any(error.field == "edition" for error in refused.errors)
    return "edition" if edition else "years"


def _indicator(one: Mapping[str, Any], language: str, rights: Mapping[str, str], reasons: Mapping[str, Any]) -> dict[str, Any]:
    """Return an indicator as a table: a line for each group, a column for each period; and years that have no figures, with why."""
    lines: dict[tuple[str, ...], dict[str, Document]] = {}
    without = []
    periods: list[str] = []
    for year in one["years"]:
        if not year["lines"]:
            reason = reasons.get(year.get("reason", ""))
            without.append((year["year"], year["state"], reason.get(language, reason["en"]) if reason else None))
        for line in year["lines"]:
            group = tuple(statistics_words.value(language, name, code, rights=rights) for name, code in sorted(line["group"].items()))
            lines.setdefault(group, {})[line["period"]] = line
            if line["period"] not in periods:
                periods.append(line["period"])
    told = [(", ".join(group), [_figure(found.get(period), language) for period in periods]) for group, found in lines.items()]
    return {**one, "periods": periods, "lines": told, "without": cast("Sequence[Any]", without)}


def _figure(line: Mapping[str, Any] | None, language: str) -> str | None:
    """Return a figure as it is read; None is hidden, an empty text is no figure at all."""
    if line is None:
        return ""
    if line["hidden"]:
        return None
    number = moments.number(language, line["numerator"])
    if line.get("denominator") is None:
        return number
    of = f"{number} / {moments.number(language, line['denominator'])}"
    return of if line.get("share") is None else f"{moments.percent(language, float(line['share']))} ({of})"

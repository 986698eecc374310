"""What settles a standard that holds a case up: the forms that lead on, as links."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from app.console import addresses, labels
from app.console.forms import proofs
from app.models.registers import Case
from app.records.base import Act, placeholders
from app.services import ledger
from app.services.registers import Folded, fold_all
from app.work import Work

_MOST = 2  # links beside one standard


class Remedy(NamedTuple):
    """A form that settles a standard: what it does, and where it is."""

    text: str
    href: str


def of_case(work: Work, language: str, case: Case, standards: Sequence[str], *, back: str = "") -> Mapping[str, Sequence[Remedy]]:
    """Return for each standard the forms that the actor may fill in to settle it; they lead back to `back`."""
    folded = fold_all(ledger.held(work, case.id))
    found: dict[str, Sequence[Remedy]] = {}
    for standard_id in standards:
        links: list[Remedy] = []
        for act, wanted in proofs.settling(work.books, case.catalogue, standard_id):
            if work.actor.role in act.by and (ids := _ids(act, case, folded)) is not None:
                query = urlencode(dict(wanted) | ({"next": back} if back else {}))
                links.append(Remedy(labels.act(language, act.name), addresses.form(act, ids) + (f"?{query}" if query else "")))
        found[standard_id] = links[:_MOST]
    return found


def _ids(act: Act, case: Case, folded: Folded) -> Mapping[str, UUID | str] | None:
    """What the address of an act's form needs: for one that goes on with a record, the newest that still waits for it."""
    names = placeholders(act.path)
    if names == ("case_id",):
        return {"case_id": case.id}
    if act.makes or not names:
        return None
    # The last name in the path of an act that goes on with a record is that record's.
    waiting = [record_id for record_id, facts in folded.of(act.record.record_name).items() if _waits(act, facts)]
    return {"case_id": case.id, names[-1]: waiting[-1]} if waiting else None


def _waits(act: Act, facts: Mapping[str, Any]) -> bool:
    return facts.get(act.moment) is None

"""Who of a file may be known already: by the blind index, so that no name is opened."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.crypto.blind_index import index, tokens
from app.models.registers import Case
from app.models.searching import NameToken
from app.records.htcds.rows import Planned
from app.services import scope
from app.work import Work

_AT_ONCE = 500
_ENOUGH = 2  # words in common; a single one would find everybody called Srey


def possible_duplicates(work: Work, planned: Sequence[Planned]) -> list[dict[str, Any]]:
    """Return the rows whose person's name shares two words or more with a case in scope, or with an earlier row of the file."""
    key = work.vault.index_key(work.actor.organisation_id, "name")
    words = {p.row: {index(key, token) for token in tokens(p.name)} for p in planned if p.name}
    held = _held(work, sorted(set().union(*words.values())))
    earlier: dict[int, set[bytes]] = {}
    found: list[dict[str, Any]] = []
    for row, own in words.items():
        cases = sorted(number for number, theirs in held.items() if _alike(own, theirs))
        others = [other for other, theirs in earlier.items() if _alike(own, theirs)]
        earlier[row] = own
        if cases or others:
            found.append({"row": row, "case_numbers": cases, "rows": others})
    return found


def _alike(one: set[bytes], other: set[bytes]) -> bool:
    return len(one & other) >= min(_ENOUGH, len(one))


def _held(work: Work, wanted: Sequence[bytes]) -> dict[str, set[bytes]]:
    """Return the tokens among those wanted of each case in scope, by the case's number."""
    found: dict[str, set[bytes]] = {}
    known = scope.cases_of(work.actor, work.now)
    for start in range(0, len(wanted), _AT_ONCE):
        some = NameToken.token.in_(wanted[start : start + _AT_ONCE])
        query = select(Case.case_number, NameToken.token).join(NameToken, NameToken.case_id == Case.id).where(some, known)
        for number, token in work.session.execute(query):
            found.setdefault(number, set()).add(token)
    return found

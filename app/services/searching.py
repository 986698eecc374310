"""Finding a person by name, without a name in clear anywhere: only keyed digests of folded words are compared.

A match is a candidate; whoever may open the name confirms it. Tokens are added and never taken away by a correction, for a person is
also looked for by the name that was written first.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.crypto.blind_index import index, tokens
from app.models.registers import Case
from app.models.searching import NameToken
from app.services import audit, reading, scope
from app.services.events import PersonSearched
from app.work import Work

_NAMES = ("name_km", "name_latin", "other_names")
MOST = 20


def keep_names(work: Work, case: Case, entry_id: UUID, sealed: Mapping[str, str | bytes]) -> None:
    """Keep the digests of the names an entry seals."""
    told = [value for name in _NAMES if isinstance(value := sealed.get(name), str)]
    if not told:
        return
    found = _digests(work, case.organisation_id, " ; ".join(told), *told)
    known = set(work.session.scalars(select(NameToken.token).where(NameToken.case_id == case.id)))
    work.session.add_all(NameToken(case_id=case.id, token=token, entry_id=entry_id) for token in found - known)


def persons(work: Work, name: str) -> list[dict[str, Any]]:
    """Return the cases in scope whose person's name shares most words with `name`, the likeliest first; the search is in the log."""
    wanted = _digests(work, work.actor.organisation_id, name)
    shared = func.count(NameToken.token)
    query = select(Case, shared).join(NameToken, NameToken.case_id == Case.id)
    query = query.where(NameToken.token.in_(wanted), scope.cases_of(work.actor, work.now)).group_by(Case.id)
    found = work.session.execute(query.order_by(shared.desc(), Case.registered_at.desc()).limit(MOST)).all() if wanted else []
    audit.record(work, scope.organisation(work, work.actor.organisation_id, lock=True), PersonSearched(len(found)))
    return [reading.case_item(case) | {"words_shared": count} for case, count in found]


def _digests(work: Work, organisation_id: UUID, *texts: str) -> set[bytes]:
    key = work.vault.index_key(organisation_id, "name")
    return {index(key, token) for text in texts for token in tokens(text)}

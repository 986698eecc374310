"""Searching for a person: the words stand in the body, so that no name is in an address line or a log of addresses."""

from app.access import Permission
from app.api.door import Routes
from app.schemas.cases import PersonSearch
from app.services import searching
from app.work import Work

routes = Routes("cases")


@routes.add("POST", "/person-searches", Permission.PERSON_SEARCH)
def search_persons(work: Work, *, body: PersonSearch) -> dict[str, object]:
    """Find cases by the person's name, in Khmer or Latin letters, however it was spelt; names stay sealed."""
    return {"items": searching.persons(work, body.name)}

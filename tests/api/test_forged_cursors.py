"""Cursors that somebody made up: refused, or a page on which nothing is; never a fault."""

from collections.abc import Callable
from uuid import UUID

from starlette.testclient import TestClient

from app.access import Role
from app.services import cursors
from app.work import House
from tests.builders import Person, Town, a_case

API, MARK = "/api/v1", "marker-word"
NOBODY, ENDLESS = str(UUID(int=1)), 10**40
PARTS: list[tuple[object, ...]] = [
    *((), (1,), (1, 2), ("x", "y"), (True, "x"), (1.5, NOBODY), (ENDLESS, NOBODY), (1, "\x00"), (0, "x", "y"), (None,), ([],)),
    *((ENDLESS, NOBODY, "R1-03"), (1, NOBODY, "\x00"), (1, 5, "R1-03"), (float("inf"), "x"), ("\ud800",)),
]
NO_CURSORS = ("", MARK, "é", "[" * 300)
FORGED = (*NO_CURSORS, *(cursors.write(*parts) for parts in PARTS))


def test_a_cursor_that_somebody_made_up(house: House, town: Town, client_of: Callable[[Person], TestClient]) -> None:
    case, ask = a_case(house, town.person(Role.SUPERVISOR)), client_of(town.person(Role.SUPERVISOR))
    auditor = client_of(town.person(Role.MOSAVY_AUDITOR))
    registers = ("cases", "users", "shelters", "organisations", "complaints", "mous", "corrective-actions")
    lists = [f"{API}/{name}" for name in (*registers, f"cases/{case}/case-notes", f"cases/{case}/audit-entries")]
    wrong = []
    for cursor in FORGED:
        answers = [ask.get(path, params={"cursor": cursor}) for path in lists]
        answers += [auditor.get(path, params={"cursor": cursor}) for path in (lists[0], f"{API}/compliance/findings")]
        # A cursor may by chance be one: of another list, or of a place where nothing is.
        wrong += [(cursor, str(a.url), a.status_code) for a in answers if a.status_code not in (200, 422) or MARK in a.text]
        assert cursor not in NO_CURSORS or {a.status_code for a in answers} == {422}
    assert wrong == []

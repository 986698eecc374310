"""A real browser before a real server: each test has a town of its own, and fails on anything that goes wrong in a window it opened."""

from collections.abc import Iterator
from typing import Protocol

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from app.work import House
from tests.browser.desk import Desk
from tests.browser.site import Site
from tests.browser.ways import Way
from tests.builders import Person
from tests.console.browser import a_browser


class DeskFor(Protocol):
    """Gives a person a window of the browser."""

    def __call__(self, way: Way, person: Person | None = None, *, worker: bool = True) -> Desk: ...


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser once for each file: while it runs, nothing else in the process can run an event loop."""
    with a_browser() as started:
        yield started


@pytest.fixture
def site(app: FastAPI, house: House) -> Iterator[Site]:
    opened = Site(app, house)
    yield opened
    opened.stop()


@pytest.fixture
def desk_for(browser: Browser, site: Site) -> Iterator[DeskFor]:
    """Open windows; at the end of the test nothing may have gone wrong in any of them."""
    desks: list[Desk] = []

    def sit(way: Way, person: Person | None = None, *, worker: bool = True) -> Desk:
        desks.append(Desk(browser, site, way, person, worker=worker))
        return desks[-1]

    yield sit
    faults = [fault for desk in desks for fault in desk.leave()]
    assert faults == []

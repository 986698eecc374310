"""A browser that is signed in: the cookie of a running session, and what a browser says of where a form comes from."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.access import Role
from tests.builders import Person, Town

# What a browser sends with everything it asks for on one of our own pages.
_FROM_HERE = {"sec-fetch-site": "same-origin", "accept": "text/html", "accept-language": "en"}


@pytest.fixture
def browser_for(app: FastAPI) -> Callable[[Person], TestClient]:
    """The browser of a person. It does not follow redirects, so that a test sees them."""

    def open_browser(person: Person) -> TestClient:
        headers = _FROM_HERE | {"cookie": f"rumduol={person.token}"}
        return TestClient(app, headers=headers, raise_server_exceptions=True, follow_redirects=False)

    return open_browser


@pytest.fixture
def browser_of(browser_for: Callable[[Person], TestClient], town: Town) -> Callable[[Role], TestClient]:
    """The browser of whoever has a role in the town."""
    return lambda role: browser_for(town.person(role))

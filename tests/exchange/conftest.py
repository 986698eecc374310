"""A supervisor at work: whoever may import, export and ask for identities."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.access import Role
from tests.builders import Person, Town


@pytest.fixture
def supervisor(client_of: Callable[[Person], TestClient], town: Town) -> TestClient:
    return client_of(town.person(Role.SUPERVISOR))

"""A real browser, a server that stands in for the console, and a profile of the browser in which sokha is signed in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.console.browser import a_browser
from tests.console.device.stand_in import StandIn, standing_in


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser once for each file: while it runs, nothing else in the process can run an event loop."""
    with a_browser() as started:
        yield started


@pytest.fixture
def server() -> Iterator[StandIn]:
    with standing_in() as state:
        yield state


@pytest.fixture
def profile(browser: Browser, server: StandIn) -> Iterator[BrowserContext]:
    """One browser profile, in which sokha is signed in."""
    context = browser.new_context(base_url=server.url)
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "who", "value": "sokha", "url": server.url}])
    yield context
    context.close()

"""A real browser for the tests of the console: BROWSER_PATH, else the chromium or google-chrome that is installed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launching() -> dict[str, Any]:
    """Return what the browser is started with; skips the test where none is installed, and fails where one has to be."""
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no browser: install chromium, or name one in BROWSER_PATH")
    return {"executable_path": path, "args": _ARGUMENTS}


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Start the browser for as long as the block lasts; skips the test where none is installed."""
    how = launching()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**how)
        yield browser
        browser.close()

"""Takes the pictures of docs/console.md: the main pages with invented data, in both languages, on a desk and on a telephone.

Run it as `./dev pictures [FOLDER]`. The clock stands still, so that the same code gives the same pictures, but for ids.
"""

import json
import sys
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from app.access import Role
from app.ids import OrganisationId, UserId
from app.main import create_app
from app.models.registers import User
from app.services import demo
from app.services.migrating import migrate
from app.services.opening import open_house
from app.services.sessions import NOBODY_AT_WORK
from app.settings import Settings
from app.work import Actor, House, unit_of_work
from tests.browser.desk import Desk
from tests.browser.site import Site
from tests.browser.ways import NARROW, WIDE, Way
from tests.builders import START, Clock, Person, signed_in
from tests.conftest import MASTER
from tests.console.browser import a_browser

_FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
_TALLEST = {WIDE: 1100, NARROW: 900}
_MOST_BYTES, _MARGIN = 150_000, 16


class Shot(NamedTuple):
    """A picture: its name, who looks, at which page; `through` are links to follow from there, `top` is where the picture begins."""

    name: str
    username: str
    path: str
    through: tuple[str, ...] = ()
    top: str = "body"


_CASE = 'main table a[href^="/cases/"]'
SHOTS = (
    Shot("today", "social_worker", "/today"),
    Shot("case", "social_worker", "/cases?step=recovery", (_CASE,)),
    Shot("rights", "social_worker", "/cases?step=recovery", (_CASE,), "section[aria-labelledby=rights]"),
    Shot("interview", "social_worker", "/cases?step=interview", (_CASE, 'a[href$="/do/record_interview"]')),
    Shot("supervision", "supervisor", "/supervision"),
    Shot("country", "mosavy_auditor", "/audit"),
    Shot("report", "organisation_admin", "/reports", ('main table a[href^="/reports/"]',)),
    Shot("inspection", "mosavy_officer", "/inspections", ('main a[href^="/inspections/"]',)),
    Shot("book", "social_worker", "/standards"),
    Shot("training", "social_worker", "/training"),
)


@contextmanager
def a_demonstration() -> Iterator[tuple[Site, dict[str, Person]]]:
    """Serve an invented country on a day that never passes, with a session for everybody in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        main, keys = f"sqlite:///{folder / 'main.db'}", f"sqlite:///{folder / 'keys.db'}"
        migrate(main, keys)
        house = open_house(main, keys, "", master=MASTER, catalogues=None, default_catalogue="kh-2009", clock=Clock(START))
        demo.seed(house, folder / "accounts.json")
        people = {row["username"]: _signed_in(house, row) for row in json.loads((folder / "accounts.json").read_text("utf-8"))}
        site = Site(create_app(house, Settings(data=folder)), house)
        yield site, people
        site.stop()
        house.writing.dispose()


def _signed_in(house: House, row: dict[str, str]) -> Person:
    user_id = UUID(row["user_id"])
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        user = work.session.scalars(select(User).where(User.id == user_id)).one()
        actor = Actor(UserId(user.id), OrganisationId(user.organisation_id), Role(user.role))
    return signed_in(house, actor)


def take(browser: Browser, site: Site, people: dict[str, Person], way: Way, folder: Path) -> list[str]:
    """Take every picture in one way; returns what was wrong with the pages."""
    faults: list[str] = []
    for shot in SHOTS:
        desk = Desk(browser, site, way, people[shot.username], worker=False)
        page = desk.go(shot.path)
        for link in shot.through:
            href = page.locator(link).first.get_attribute("href")
            page = desk.go(str(href))
        _keep(page, way, shot.top, folder / f"{shot.name}-{way.language}-{way.width}.webp")
        faults += desk.leave()
    return faults


def _keep(page: Page, way: Way, top: str, file: Path) -> None:
    page.evaluate("document.fonts.ready")
    box = page.locator(top).first.bounding_box()
    assert box is not None
    at = max(box["y"] - _MARGIN, 0)
    high = min(_TALLEST[way.width], page.evaluate("document.documentElement.scrollHeight") - at)
    clip = {"x": 0, "y": at, "width": way.width, "height": high, "scale": 1.5 if way.width == NARROW else 1}
    session = page.context.new_cdp_session(page)
    for quality in (60, 40, 20):
        how = {"format": "webp", "quality": quality, "clip": clip, "captureBeyondViewport": True}
        data = b64decode(session.send("Page.captureScreenshot", how)["data"])
        if len(data) <= _MOST_BYTES:
            break
    file.write_bytes(data)


def main(folder: Path) -> int:
    """Take all pictures; returns 1 if a page had a fault."""
    folder.mkdir(parents=True, exist_ok=True)
    with a_demonstration() as (site, people), a_browser() as browser:
        ways = [Way(language, width, script=True) for language in ("en", "km") for width in (WIDE, NARROW)]
        faults = [fault for way in ways for fault in take(browser, site, people, way, folder)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else _FOLDER))

"""An interview recorded with nothing but a keyboard: every question is reached, answered and seen to be reached."""

import pytest
from playwright.sync_api import Page, expect

from app.access import Role
from app.work import House
from tests.browser.conftest import DeskFor
from tests.browser.site import recorded
from tests.browser.ways import NARROW, WIDE, Way
from tests.builders import Town, a_case

pytestmark = pytest.mark.sqlite_only
_MOST_STEPS = 60
# Where the keyboard is, and whether somebody who looks can tell: a ring or a shadow, on the control or on the box drawn for it.
_HERE = """() => {
  const at = document.activeElement;
  const drawn = [[at, null], [at, "::before"], ...[...(at.labels ?? [])].map((label) => [label, "::before"])];
  const shows = ([element, part]) => {
    const style = getComputedStyle(element, part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const box = (at.labels?.[0] ?? at).getBoundingClientRect();
  const isInView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const visible = drawn.some(shows) && isInView;
  return { name: at.name ?? "", value: at.value ?? "", kind: at.type ?? at.tagName, text: at.textContent.trim(), visible };
}"""
_YES = (
    "urgent_needs_met_first",
    "separated_from_suspects",
    "place_judged_safe",
    "place_private",
    "all_present_have_role",
    "presence_accepted",
)


class Keyboard:
    """Walks through a page by Tab, and notes where nobody could see the way."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.unseen: list[str] = []

    def here(self) -> dict[str, str]:
        """Say where the keyboard is."""
        found: dict[str, str] = self._page.evaluate(_HERE)
        if not found["visible"]:
            self.unseen.append(f"{found['kind']} {found['name'] or found['text'][:30]}")
        return found

    def to(self, name: str) -> dict[str, str]:
        """Press Tab until a field is reached."""
        for _step in range(_MOST_STEPS):
            if (found := self.here())["name"] == name:
                return found
            self._page.keyboard.press("Tab")
        raise AssertionError(f"{name} is out of reach")

    def choose(self, name: str, value: str) -> None:
        """Choose one of several answers: Space takes the first, the arrows go on."""
        self.to(name)
        self._page.keyboard.press("Space")
        for _step in range(_MOST_STEPS):
            if self.here()["value"] == value:
                return
            self._page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no answer {value}")

    def type(self, name: str, text: str) -> None:
        """Type into a field."""
        self.to(name)
        self._page.keyboard.type(text)


@pytest.mark.parametrize("way", [Way("en", WIDE, script=True), Way("km", NARROW, script=False, dark=True)], ids=lambda way: way.name)
def test_an_interview_is_recorded_with_the_keyboard_alone(way: Way, desk_for: DeskFor, house: House, town: Town) -> None:
    worker = town.person(Role.SOCIAL_WORKER)
    case, desk = a_case(house, worker), desk_for(way, worker)
    page = desk.go(f"/cases/{case}/do/record_interview")
    keys = Keyboard(page)
    page.keyboard.press("Tab")
    assert keys.here()["text"] == desk.said("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    page.keyboard.press("Tab")
    for name in _YES[:2]:
        keys.choose(name, "yes")
    keys.choose("place_type", "office")
    for name in _YES[2:]:
        keys.choose(name, "yes")
    keys.choose("interpreter_used", "no")
    keys.choose("interviewer_sex_suits", "yes")
    keys.choose("is_repeat", "no")
    keys.choose("type", "initial")
    keys.type("statement", "Invented statement.")
    keys.choose("stop_request", "none")
    for _step in range(_MOST_STEPS):
        page.keyboard.press("Tab")
        if keys.here()["text"] == desk.said("Record it"):
            break
    with page.expect_navigation(url="**?told=record_interview*"):
        page.keyboard.press("Enter")
    desk.look()
    assert recorded(house, "record_interview") == 1
    assert keys.unseen == []

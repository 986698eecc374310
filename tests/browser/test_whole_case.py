"""A whole case, from the first contact to the closure, in both languages, on both screens, with and without JavaScript."""

import pytest

from tests.browser.conftest import DeskFor
from tests.browser.site import Site
from tests.browser.story import AFTER, FIRST_DAY, GOING_HOME, INTERVIEW, RECOVERY
from tests.browser.telling import Teller, opening
from tests.browser.ways import Way, in_every_way
from tests.builders import Town

pytestmark = pytest.mark.sqlite_only


@in_every_way
def test_a_case_is_told_from_the_first_contact_to_the_closure(way: Way, desk_for: DeskFor, site: Site, town: Town) -> None:
    teller = Teller(way, desk_for, site, town)
    teller.open_case(opening(site.clock()))
    for chapter in (FIRST_DAY, INTERVIEW, RECOVERY, GOING_HOME, AFTER):
        for deed in chapter:
            teller.tell(deed)
        teller.same_findings()

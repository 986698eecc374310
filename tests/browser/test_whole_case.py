"""A whole case, from the first contact to the closure, in both languages, on both screens, with and without JavaScript."""

import time
import pytest

from tests.browser.conftest import DeskFor
from tests.browser.site import Site
from tests.browser.story import WHOLE, WORKER
from tests.browser.telling import Teller, opening
from tests.browser.ways import Way, in_every_way
from tests.builders import Town

pytestmark = pytest.mark.sqlite_only


@in_every_way
def test_a_case_is_told_from_the_first_contact_to_the_closure(way: Way, desk_for: DeskFor, site: Site, town: Town) -> None:
    teller = Teller(way, desk_for, site, town)
    teller.open_case(opening(site.clock()))
    for deed in WHOLE:
        t = time.time()
        teller.tell(deed)
        print(deed.act, round(time.time() - t, 2))
    page = teller.desks[WORKER].go(teller.path)

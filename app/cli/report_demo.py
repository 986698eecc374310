"""An invented installation, and the whole way of a compliance report in it, told through the services like anybody's work."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from uuid import UUID

import typer
from sqlalchemy import func, select

from app.access import Role
from app.cli.report import named
from app.crypto.keys import MasterKey, new_data_key
from app.ids import OrganisationId, UserId
from app.models.registers import Case, Organisation, User
from app.services import demo, demo_reports, migrating
from app.services.instants import local_day
from app.services.opening import open_house
from app.services.periods import Period
from app.services.sessions import NOBODY_AT_WORK
from app.work import Actor, House, unit_of_work

Invented = Callable[[str | None, Period | None], UUID]


@contextmanager
def a_demo(told: TextIO, *, cases: int = 60) -> Iterator[tuple[House, Invented]]:
    """Open an installation with invented cases in a temporary folder that goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="rumduol-demo-") as folder:
        main, keys = f"sqlite:///{folder}/rumduol.db", f"sqlite:///{folder}/keys.db"
        migrating.migrate(main, keys)
        master = MasterKey.of(new_data_key())
        house = open_house(main, keys, "", master=master, catalogues=None, default_catalogue="kh-2009", clock=lambda: int(time.time()))
        try:
            with typer.progressbar(length=1000, label="Making demo data (invented people)", file=told) as bar:
                accounts = Path(folder, "accounts.json")
                demo.seed(house, accounts, cases=cases, progress=lambda done, of: bar.update(1000 * done // of - bar.pos))
            yield house, lambda organisation, period: _report(house, organisation, period, told)
        finally:
            house.writing.dispose()


def _report(house: House, said: str | None, period: Period | None, told: TextIO) -> UUID:
    """Go the way of a report from its making to its freezing; return its id."""
    today = local_day(house.clock())
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        most = select(Case.organisation_id).group_by(Case.organisation_id).order_by(func.count().desc(), Case.organisation_id)
        organisation = named(work, said) if said else work.session.get_one(Organisation, work.session.scalars(most).first())
    admin, officer = _who(house, Role.ORGANISATION_ADMIN, organisation.id), _who(house, Role.MOSAVY_OFFICER)
    span = period or demo_reports.last_twelve_months(today)
    report_id = demo_reports.answered(house, admin, span, shown=lambda items, label: _shown(items, label, told))
    demo_reports.freeze(house, report_id, officer, shown=lambda items, label: _shown(items, label, told))
    return report_id


def _shown(items: list[str], label: str, told: TextIO) -> Iterator[str]:
    with typer.progressbar(items, label=f"{label} {len(items)} breaches", file=told) as bar:
        yield from bar


def _who(house: House, role: Role, organisation_id: UUID | None = None) -> Actor:
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        query = select(User).where(User.role == role.value, User.active.is_(True)).order_by(User.id)
        user = work.session.scalars(query if organisation_id is None else query.where(User.organisation_id == organisation_id)).first()
    if user is None:
        raise LookupError(f"the demonstration has nobody with the role {role}")
    return Actor(UserId(user.id), OrganisationId(user.organisation_id), role)

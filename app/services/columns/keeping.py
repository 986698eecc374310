"""Building the columns again now and then, in a serving process."""

from logging import getLogger
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.errors import Invalid
from app.models.registers import Case
from app.services.columns import building, layout
from app.work import House

# Below so many cases the rows answer at once.
FEW = 10_000
_log = getLogger(__name__)


def build_if_due(house: House, folder: Path, *, every: int) -> bool:
    """Build them if the newest are older than so many seconds and there are many cases; tell whether they were built."""
    columns = layout.newest(folder)
    if columns is not None and columns.built_at > house.clock() - every:
        return False
    with house.auditing.connect() as connection:
        if (connection.scalar(select(func.count()).select_from(Case)) or 0) < FEW:
            return False
    building.build(house.auditing, folder, now=house.clock())
    return True


def keep_building(house: House, *, every: int) -> Event:
    """Look after them from now on, in a thread of its own; set the event returned to end it. Never if `every` is 0."""
    ended, folder = Event(), house.columns
    if folder is None or not every:
        return ended

    def look() -> None:
        while not ended.wait(min(every, 300)):
            try:
                build_if_due(house, folder, every=every)
            except (DBAPIError, Invalid, OSError):
                _log.warning("the audit's columns could not be built this time")

    Thread(target=look, name="columns", daemon=True).start()
    return ended

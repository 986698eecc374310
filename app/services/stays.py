"""Stays: one person is in one place."""

from app.errors import StayAlreadyActive
from app.services.registers import placement_rows
from app.services.situations import Situation
from app.work import Work


def guard_admission(_work: Work, situation: Situation) -> None:
    """Refuse a second stay while the first has not ended."""
    if any(stay["left_at"] is None for stay in placement_rows(situation.before).values()):
        raise StayAlreadyActive("End the stay the person is in first; then admit to the new place.")

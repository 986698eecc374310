"""Waivers: leave to go on although a standard is not settled, given by somebody other than the one who asked."""

from app.errors import FieldError, FourEyesRequired, Invalid, StandardNotWaivable
from app.models.registers import Case
from app.services.situations import Situation
from app.work import Work


def guard_request(work: Work, situation: Situation) -> None:
    """Refuse a waiver of a standard that the case's catalogue does not have."""
    _standard_of(work, situation)


def guard_decision(work: Work, situation: Situation) -> None:
    """Refuse a decision by the one who asked, and leave for what can never be waived."""
    if situation.value("requested_by") == str(work.actor.user_id):
        raise FourEyesRequired("Whoever asks for a waiver cannot decide it; ask another supervisor.")
    waivable = work.books.catalogue(_catalogue(situation)).by_id[str(situation.value("standard_id"))].waivable
    if situation.fact.facts.get("decision") == "approved" and not waivable:
        raise StandardNotWaivable("This standard protects against irreparable harm and can never be waived.")


def _standard_of(work: Work, situation: Situation) -> None:
    if situation.value("standard_id") not in work.books.catalogue(_catalogue(situation)).by_id:
        raise Invalid("No such standard.", [FieldError("standard_id", "is not a standard of the case's catalogue")])


def _catalogue(situation: Situation) -> str:
    row = situation.subject.row
    if not isinstance(row, Case):
        raise TypeError("a waiver belongs to a case")
    return row.catalogue

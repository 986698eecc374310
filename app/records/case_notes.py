"""Case notes on progress."""

from app.access import CASE_STAFF
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import LongText, Timestamp


class CaseNote(Record):
    """A dated note on progress."""

    written_at: Fact[Timestamp]
    note_text: Sealed[LongText] = noted(htcds="cco_CaseComment")


WRITE_CASE_NOTE = makes(
    "write_case_note",
    CaseNote,
    path="/cases/{case_id}/case-notes",
    moment="written_at",
    by=CASE_STAFF,
    summary="Write a dated note on progress.",
)

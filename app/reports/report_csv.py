"""A frozen report as one table: the figures with their meanings, answers, plan and history, then the proof and the snapshot itself."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from app.reports import mou_table
from app.reports.mou import Document
from app.reports.sealing import BLANK, Proof, package, pieces
from app.reports.tables import Cell, to_csv

_PARTS: Mapping[str, str] = {"answers": "answers of the organisation", "plan": "corrective plan", "history": "how the report came about"}
_OF_ENTRIES = (
    *("state", "cause", "remedy", "responsible", "due_on", "severity", "reason", "evidence_digest", "missed_on"),
    *("raised_on", "done_on", "looked_again_on", "second_look", "at", "move", "role", "code"),
)
_COLUMNS = (*mou_table.COLUMNS, *_OF_ENTRIES)
PROOF, SNAPSHOT, SEAL = "proof", "snapshot (for rumduol verify)", "seal"

Row = dict[str, Cell]


def to_csv_file(document: Document, proof: Proof) -> bytes:
    """Return the table with a blank place for its seal in the last row."""
    return to_csv(_COLUMNS, _rows(document, proof))


def _rows(document: Document, proof: Proof) -> Iterable[Row]:
    yield from mou_table.rows_of(document)
    for part, section in _PARTS.items():
        for entry in document[part]:
            yield {name: _cell(entry.get(name)) for name in (*_OF_ENTRIES, "decided_at", "item")} | {"section": section}
    for name, value in asdict(proof).items():
        yield {"section": PROOF, "item": name, "value": value}
    for piece in pieces(package(document, proof)):
        yield {"section": SNAPSHOT, "value": piece}
    yield {"section": SEAL, "value": BLANK}


def _cell(value: object) -> Cell:
    return value if isinstance(value, str | int | None) else str(value)

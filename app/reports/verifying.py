"""Verifying a file that somebody received: from its bytes alone, in plain words, without a network, a database or a secret."""

from collections.abc import Collection, Iterator
from itertools import zip_longest
from typing import NamedTuple

from app.reports import checking, files, sealing, snapshot
from app.reports.files import Carried, Format
from app.reports.sealing import Proof

# How many differences are told one by one.
_TOLD = 20


class Line(NamedTuple):
    """One thing that was looked at: whether it is well, None where it is only told, and what there is to say."""

    well: bool | None
    said: str


class Verdict(NamedTuple):
    """Everything that was looked at. `proof` is what the file says of its signer; None where it carries nothing to verify."""

    lines: list[Line]
    proof: Proof | None
    known: bool

    @property
    def well(self) -> bool:
        """Whether nothing is wrong with the file, whoever signed it."""
        return all(line.well is not False for line in self.lines)


def verify(data: bytes, *, trusted: Collection[bytes]) -> Verdict:
    """Look at everything in a file that can be checked; `trusted` are public keys of 32 bytes."""
    format_ = files.recognised(data)
    if format_ is None:
        return Verdict([Line(well=False, said="This is none of the formats of a report: JSON, CSV, XLSX, PDF.")], None, known=False)
    try:
        carried = files.carried(data, format_)
    except ValueError as error:
        return Verdict([Line(well=False, said=f"Snapshot: {error}.")], None, known=False)
    proof = carried.proof
    known = bytes.fromhex(proof.public_key) in trusted
    lines = [*_snapshot(carried), *_figures(carried)]
    # Only an intact snapshot tells what ought to stand in the file; then it also tells where a changed file differs.
    shown = list(_shown(data, format_, carried)) if all(line.well is not False for line in lines) else []
    return Verdict([_file(data, format_, carried), *lines, *shown], proof, known)


def _file(data: bytes, format_: Format, carried: Carried) -> Line:
    try:
        blank, found = sealing.opened(data)
    except sealing.NotSealed as error:
        return Line(well=False, said=f"File: {error}.")
    if sealing.is_sealed(blank, found, format_=format_, proof=carried.proof):
        return Line(well=True, said=f"File: no byte of this {format_.upper()} was changed, added or cut off since it was sealed.")
    return Line(well=False, said="File: it is not what was sealed. Something in it was changed, added, cut off or put in from elsewhere.")


def _snapshot(carried: Carried) -> Iterator[Line]:
    document, proof = carried.document, carried.proof
    try:
        follows = snapshot.digest(document)
    except (ValueError, TypeError, RecursionError):
        follows = "nothing: it has no canonical form"
    if follows == proof.digest:
        yield Line(well=True, said=f"Snapshot: its digest is {proof.digest}.")
    else:
        yield Line(well=False, said=f"Snapshot: its digest should be {proof.digest}, but {follows} follows.")
    if proof.holds():
        yield Line(well=True, said="Signature: the digest and its place in the audit log were signed with the key named below.")
    else:
        yield Line(well=False, said="Signature: it is not one of the key named below over this digest and this place in the audit log.")
    yield Line(well=None, said=f"Audit log: frozen as entry {proof.audit_position} of chain {proof.audit_chain}, hash {proof.audit_hash}.")


def _figures(carried: Carried) -> Iterator[Line]:
    try:
        found = checking.check(carried.document)
    except Exception as error:  # Whoever signed it may have put anything into it.
        yield Line(well=False, said=f"Figures: the snapshot is not laid out as one ({type(error).__name__}).")
        return
    if not found.differences:
        yield Line(well=True, said=f"Figures: {found.recomputed} recomputed from their parts, all as they are told.")
        yield Line(well=True, said=f"Hidden: {found.hidden} counts; no count below 11 is shown, and none follows from what is shown.")
    yield from (Line(well=False, said=f"Figures: {difference}.") for difference in found.differences[:_TOLD])
    if len(found.differences) > _TOLD:
        yield Line(well=False, said=f"Figures: {len(found.differences) - _TOLD} more do not follow.")


def _shown(data: bytes, format_: Format, carried: Carried) -> Iterator[Line]:
    """Compare what people read in the file with what its snapshot gives."""
    try:
        blank, _ = sealing.opened(data)
    except sealing.NotSealed:
        blank = data
    try:
        again = files.unsealed(carried.document, carried.proof, format_, language=carried.language)
    except Exception as error:  # The same.
        yield Line(well=False, said=f"Content: nothing can be made of this snapshot ({type(error).__name__}).")
        return
    if again == blank:
        yield Line(well=True, said="Content: made again from the snapshot, the file is the same to the byte.")
    elif format_ is Format.PDF:
        yield Line(well=None, said="Content: the pages are not compared with the snapshot; the seal of the file speaks for them.")
    else:
        differing = list(_cells(blank, again, format_))
        yield from (Line(well=False, said=f"Content: {told}") for told in differing[:_TOLD])
        if not differing:
            yield Line(well=True, said="Content: every cell is what the snapshot gives.")


def _cells(data: bytes, again: bytes, format_: Format) -> Iterator[str]:
    """Name the cells that are not what the snapshot gives."""
    if format_ is Format.JSON:
        yield "there is more or less in the file than its snapshot and its proof."
        return
    here, there = ({"": files.lines(one)} if format_ is Format.CSV else files.cells(one) for one in (data, again))
    for sheet in {**there, **here}:
        rows = zip_longest(here.get(sheet, ()), there.get(sheet, ()), fillvalue=())
        for number, (row, wanted) in enumerate(rows, start=1):
            for at, (says, follows) in enumerate(zip_longest(row, wanted), start=1):
                if says != follows:
                    yield f"{sheet or 'the table'}, row {number}, column {at} says {_read(says)}, but {_read(follows)} follows."


def _read(cell: object) -> str:
    """A cell as people read it, as far as it needs to be told; workbooks hold every number as a float."""
    return f"{int(cell) if isinstance(cell, float) and cell.is_integer() else cell!s:.60}" if cell not in (None, "") else "nothing"

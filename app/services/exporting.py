"""Making exports: one part after the other, each encrypted while its rows are read, so that memory stays flat and no row lies in clear.

A part is written under another name, synced and only then noted; whoever goes on after a crash begins behind the last noted part.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from logging import getLogger
from pathlib import Path
from threading import Event, Thread
from typing import Any, BinaryIO, NamedTuple
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from app.access import Role
from app.crypto import recipients
from app.ids import OrganisationId, UserId
from app.models.exports import Export, ExportPart
from app.models.registers import User
from app.reports.manifest import statement
from app.services import export_rows, exports
from app.services.export_rows import Asked
from app.services.sessions import NOBODY_AT_WORK
from app.vocabulary.exports import ExportKind, ExportState
from app.work import Actor, House, Work, unit_of_work

PART_ROWS = 50_000
EVERY = 2
_LEASE = 300  # seconds after which another process may go on with an export that nobody has moved
_OPEN = (ExportState.WAITING.value, ExportState.MAKING.value)
_KEEPING = (ExportState.READY.value, *_OPEN)
_log = getLogger(__name__)


class Written(NamedTuple):
    """What a part came to; `last` is the key of its last row."""

    rows: int
    size: int
    digest: bytes
    last: str


def make_waiting(house: House, folder: Path, *, part_rows: int = PART_ROWS) -> int:
    """Make every export that waits or was left unfinished; remove the files of those that ended. Return how many were made."""
    made = 0
    while (claimed := _claim(house)) is not None:
        export_id, actor = claimed
        try:
            while _make_part(house, folder, export_id, actor, part_rows=part_rows):
                pass
        except OSError:
            _log.exception("an export could not be written")
            _end(house, export_id, ExportState.FAILED, why="not_written")
        made += 1
    _clear(house, folder)
    return made


def keep_making(house: House, folder: Path, *, every: float = EVERY) -> Event:
    """Make exports from now on, in a thread of its own; set the event returned to end it."""
    ended = Event()

    def make() -> None:
        while not ended.wait(every):
            try:
                make_waiting(house, folder)
            except DBAPIError:
                _log.warning("exports could not be made this time")
            except Exception:  # One export that cannot be made must not end the making of all others.
                _log.exception("an export could not be made; it is tried again when its lease ends")

    Thread(target=make, name="exports", daemon=True).start()
    return ended


def _claim(house: House) -> tuple[UUID, Actor] | None:
    """Take the oldest export that nobody is at, for a while."""
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        free = select(Export.id).where(Export.state.in_(_OPEN), Export.leased_until < work.now).order_by(Export.asked_at)
        found = work.session.scalar(free.limit(1))
    if found is None:
        return None
    with unit_of_work(house, NOBODY_AT_WORK) as work:
        export = work.session.scalars(select(Export).where(Export.id == found).with_for_update()).one()
        if export.state not in _OPEN or export.leased_until >= work.now:
            return _claim(house)
        user = work.session.get_one(User, export.user_id)
        export.state, export.leased_until = ExportState.MAKING.value, work.now + _LEASE
        work.audited += 1  # Taking it up changes nothing for anybody: asking for it was logged, and its end will be.
        return export.id, Actor(UserId(user.id), OrganisationId(user.organisation_id), Role(user.role))


def _make_part(house: House, folder: Path, export_id: UUID, actor: Actor, *, part_rows: int) -> bool:
    """Make the next part. Return whether there may be more."""
    with unit_of_work(house, actor, writes=False, engine=_engine(house, actor)) as reading:
        export = _read_main(house, export_id)
        parts = export[1]
        if export[0].state != ExportState.MAKING.value:
            return False
        asked, kind = _asked(export[0]), ExportKind(export[0].kind)
        expected = export[0].expected_rows
        if expected is None:
            expected = export_rows.expected(reading, kind, asked)
        written = _write(
            reading, folder, export[0], kind, asked, after=parts[-1].last if parts else None, number=len(parts) + 1, most=part_rows
        )
    done = sum(p.rows for p in parts) + written.rows
    _note(house, export_id, written, number=len(parts) + 1, expected=expected)
    if written.rows == part_rows:
        return True
    if done == expected:
        _end(house, export_id, ExportState.READY)
    else:
        _end(house, export_id, ExportState.FAILED, why="rows_differ")
    return False


def _engine(house: House, actor: Actor) -> Engine:
    return house.auditing if actor.role is Role.MOSAVY_AUDITOR else house.reading


def _read_main(house: House, export_id: UUID) -> tuple[Export, list[ExportPart]]:
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        return work.session.get_one(Export, export_id), exports.parts_of(work, export_id)


def _asked(export: Export) -> Asked:
    organisation = export.asked["organisation_id"]
    return Asked(export.as_of, UUID(organisation) if organisation else None, tuple(export.asked["status"]))


def _write(
    work: Work, folder: Path, export: Export, kind: ExportKind, asked: Asked, *, after: str | None, number: int, most: int
) -> Written:
    """Write a part under another name, and give it its own when it is whole and on the disk."""
    target = exports.file_of(folder, export, number)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    rows = 0
    newest: Sequence[Any] | None = None

    def wrote(row: Sequence[Any]) -> None:
        nonlocal rows, newest
        rows, newest = rows + 1, row

    unfinished = target.with_suffix(".part")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        counted = _Counted(file)
        lines = export_rows.chunks(work, kind, asked, after=after, most=most, wrote=wrote)
        recipients.encrypt(_batched(lines), counted, to=recipients.parse(export.recipient))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    last = after or "" if newest is None else export_rows.key_of(kind, newest)
    return Written(rows, counted.size, counted.digest, last)


def _batched(lines: Iterator[bytes], size: int = 65_536) -> Iterator[bytes]:
    """Lines put together, for each piece crosses into the encrypting library by itself."""
    held: list[bytes] = []
    length = 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length >= size:
            yield b"".join(held)
            held, length = [], 0
    yield b"".join(held)


class _Counted:
    """A file that knows how long it is and its SHA-256."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        self.size += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    @property
    def digest(self) -> bytes:
        return self._hash.digest()


def _note(house: House, export_id: UUID, written: Written, *, number: int, expected: int) -> None:
    with unit_of_work(house, NOBODY_AT_WORK) as work:
        export = work.session.scalars(select(Export).where(Export.id == export_id).with_for_update()).one()
        row = {"rows": written.rows, "size": written.size, "digest": written.digest, "last": written.last}
        work.session.merge(ExportPart(export_id=export_id, number=number, **row))
        export.expected_rows, export.leased_until = expected, work.now + _LEASE
        work.audited += 1  # How far it has come is book-keeping; its end is logged.


def _end(house: House, export_id: UUID, state: ExportState, *, why: str | None = None) -> None:
    with unit_of_work(house, NOBODY_AT_WORK) as work:
        export = work.session.scalars(select(Export).where(Export.id == export_id).with_for_update()).one()
        if export.state != ExportState.MAKING.value:
            return  # It was withdrawn meanwhile.
        if state is ExportState.READY:
            work.session.flush()
            export.ready_at = work.now
            signed = exports.manifest(work, export, exports.parts_of(work, export.id))
            export.signature = work.vault.sign_export(statement(signed))
        exports.end(work, export, state, why=why)


def _clear(house: House, folder: Path) -> None:
    """Let old exports expire, and remove the files of whatever is not to be kept."""
    with unit_of_work(house, NOBODY_AT_WORK, writes=False) as work:
        old = work.session.scalars(select(Export.id).where(Export.state == ExportState.READY.value, Export.expires_at <= work.now)).all()
        kept = {str(found) for found in work.session.scalars(select(Export.id).where(Export.state.in_(_KEEPING)))} - {str(o) for o in old}
    for export_id in old:
        with unit_of_work(house, NOBODY_AT_WORK) as work:
            exports.end(work, work.session.get_one(Export, export_id), ExportState.EXPIRED)
    for held in folder.iterdir() if folder.is_dir() else ():
        if held.name not in kept:
            shutil.rmtree(held)

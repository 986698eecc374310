"""How the installation is: what an administrator may see of keys, databases and what waits. None stands for what is not known."""

from typing import NamedTuple

from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select

from app.crypto.vault import KeysKept
from app.models.accounts import Attempt, SessionRow
from app.models.audit import Checkpoint
from app.models.exports import Export
from app.models.registers import Organisation, Victim
from app.services.columns import layout
from app.services.migrating import Section, newest
from app.vocabulary.exports import ExportState
from app.work import NOBODY, Work


class Keys(NamedTuple):
    """What the key store keeps, and how old what it keeps can be. When a key was made is kept nowhere: its owner's entry tells."""

    kept: KeysKept
    organisations: int  # of the register, each of which must have a key
    oldest_organisation_at: int | None
    oldest_owner_at: int | None
    newest_owner_at: int | None
    backed_up_at: int | None  # never known: copies are made outside


class Health(NamedTuple):
    """The state of databases, log and queues."""

    database: str
    migration: str | None
    newest_migration: str | None
    checkpoint_number: int | None
    checkpoint_at: int | None
    columns_built_at: int | None
    open_sessions: int
    locked_sessions: int
    waiting_sign_ins: int
    waiting_exports: int
    failed_exports: int
    backed_up_at: int | None  # never known: copies are made outside


def keys_overview(work: Work) -> Keys:
    """Return what is known of the keys; no key is used for it."""
    count, first = work.session.execute(select(func.count(), func.min(Organisation.registered_at)).where(Organisation.id != NOBODY)).one()
    oldest, latest = work.session.execute(select(func.min(Victim.created_at), func.max(Victim.created_at))).one()
    return Keys(work.vault.kept(), count, first, oldest, latest, None)


def health_overview(work: Work) -> Health:
    """Return what is known of the installation."""
    connection = work.session.connection()
    signed = work.session.execute(select(Checkpoint.number, Checkpoint.at).order_by(Checkpoint.number.desc()).limit(1)).one_or_none()
    columns = layout.newest(work.columns) if work.columns is not None else None
    row, at = SessionRow, work.now
    running = select(func.count(), func.count(row.locked_at)).where(
        row.revoked_at.is_(None), row.expires_at > at, at - row.used_at < row.idle_seconds
    )
    sessions, locked = work.session.execute(running).one()
    waiting = work.session.scalar(select(func.count()).where(Attempt.wait_until > at))
    exports = dict(iter(work.session.execute(select(Export.state, func.count()).group_by(Export.state))))
    return Health(
        database=connection.dialect.name,
        migration=MigrationContext.configure(connection).get_current_revision(),
        newest_migration=newest(Section.MAIN),
        checkpoint_number=signed.number if signed else None,
        checkpoint_at=signed.at if signed else None,
        columns_built_at=columns.built_at if columns else None,
        open_sessions=sessions,
        locked_sessions=locked,
        waiting_sign_ins=waiting or 0,
        waiting_exports=sum(exports.get(state.value, 0) for state in (ExportState.WAITING, ExportState.MAKING)),
        failed_exports=exports.get(ExportState.FAILED.value, 0),
        backed_up_at=None,
    )

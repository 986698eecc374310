"""Opening the house: the databases, the keys and the standards, checked before anything is started."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Engine, select

from app.crypto.errors import BadKey, WrongMasterKey
from app.crypto.keys import MasterKey
from app.crypto.vault import Vault
from app.db import engine_for, for_writing
from app.errors import Misconfigured
from app.models.registers import Organisation
from app.records.registry import shape
from app.services.key_store import DatabaseKeyStore
from app.services.migrating import Section, is_current
from app.standards.books import Books
from app.standards.rulebook import MalformedCatalogue, UnknownCatalogue, load_all
from app.work import NOBODY, House


def master_key_from(text: str | None, file: Path) -> MasterKey:
    """Return the master key from the setting's text, else from its file. Raises Misconfigured, which never shows the key."""
    try:
        return MasterKey.from_text(text) if text else MasterKey.from_file(file)
    except BadKey as error:
        source = "RUMDUOL_MASTER_KEY" if text else f"The master key file {file} (RUMDUOL_MASTER_KEY_FILE)"
        raise Misconfigured(f"{source} cannot be used: {error}.") from None
    except FileNotFoundError:
        raise Misconfigured(
            f"No master key: set RUMDUOL_MASTER_KEY_FILE to the file that holds it, or put it where it is expected, at {file}."
        ) from None
    except OSError as error:
        raise Misconfigured(f"The master key file {file} (RUMDUOL_MASTER_KEY_FILE) cannot be read: {error.strerror}.") from None


def open_house(
    database_url: str,
    keys_url: str,
    audit_url: str,
    *,
    master: MasterKey,
    catalogues: Path | None,
    default_catalogue: str,
    clock: Callable[[], int],
    pool_size: int = 16,
) -> House:
    """Return the house over two migrated databases. Raises Misconfigured, naming what is missing or wrong; then nothing was started.

    `audit_url` may be empty: then audits read the main database. The first opening binds the key store to the master key.
    """
    books = open_books(catalogues, default_catalogue)
    main, keys = engine_for(database_url, pool_size=pool_size), engine_for(keys_url, pool_size=pool_size)
    with ExitStack() as if_refused:
        if_refused.callback(main.dispose)
        if_refused.callback(keys.dispose)
        _require_migrated(main, Section.MAIN, "RUMDUOL_DATABASE_URL")
        _require_migrated(keys, Section.KEYS, "RUMDUOL_KEYS_URL")
        store = DatabaseKeyStore(keys)
        _require_keys(main, keys, store, master)
        vault = Vault(master, store)
        if NOBODY not in store.holders():
            # The installation has users of its own, its administrators, and their secrets are sealed like anyone's.
            vault.create_organisation_key(NOBODY)
            vault.create_owner_key(NOBODY, NOBODY)
        if_refused.pop_all()
    auditing = engine_for(audit_url, pool_size=pool_size) if audit_url and audit_url != database_url else main
    return House(for_writing(main), main, auditing, vault, books, clock)


def open_books(catalogues: Path | None, default: str) -> Books:
    """Return the built-in catalogues and those of a folder. Raises Misconfigured, with every mistake and its line."""
    known = shape()
    try:
        return Books(load_all(known, catalogues), default, known)
    except MalformedCatalogue as error:
        raise Misconfigured(f"A catalogue cannot be used:\n{error}") from None
    except UnknownCatalogue:
        raise Misconfigured(f'RUMDUOL_CATALOGUE names "{default}", which is not among the catalogues.') from None


def _require_migrated(engine: Engine, section: Section, setting: str) -> None:
    if not is_current(engine, section):
        raise Misconfigured(f"The database {_shown(engine)} ({setting}) is not at the newest migration: run `rumduol migrate`.")


def _require_keys(main: Engine, keys: Engine, store: DatabaseKeyStore, master: MasterKey) -> None:
    """Refuse a master key that is not the store's, and a store that is not the database's."""
    with main.connect() as connection:
        organisations = frozenset(connection.scalars(select(Organisation.id).where(Organisation.id != NOBODY)))
    if missing := sorted(map(str, organisations - store.holders())):
        raise Misconfigured(
            f"The key store {_shown(keys)} (RUMDUOL_KEYS_URL) holds no key of {len(missing)} organisation(s) of the database, "
            f"the first is {missing[0]}: it is not the key store that belongs to this database."
        )
    held = store.check_value() or store.keep_check_value(master.check_value())
    try:
        master.require(held)
    except WrongMasterKey as error:
        raise Misconfigured(
            f"Wrong master key: the key store {_shown(keys)} belongs to master key {error.needed}, the key given is {error.given}. "
            "Set RUMDUOL_MASTER_KEY_FILE to the file of the right one."
        ) from None


def _shown(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)

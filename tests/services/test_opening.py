"""The key store, and what a house needs before it opens."""

import base64
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, delete

from app.crypto.errors import CannotUnwrap, GrantExpired, KeyExists, MissingKey
from app.crypto.key_store import WrappedOrganisationKey
from app.crypto.keys import MasterKey
from app.crypto.vault import Vault
from app.db import engine_for, for_writing
from app.errors import Misconfigured
from app.models.keys import OrganisationKeyRow
from app.services.key_store import DatabaseKeyStore
from app.services.migrating import Section, migrate, upgrade
from app.services.opening import master_key_from, open_house
from app.work import NOBODY, House
from tests.builders import START, Clock, an_organisation

MASTER = MasterKey.of(bytes(range(32)))
NOW = START


@pytest.fixture
def keys(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty key store."""
    if engine_name == "sqlite":
        engine = engine_for(f"sqlite:///{tmp_path / 'keys.db'}")
        upgrade(engine, Section.KEYS)
        yield engine
        engine.dispose()
        return
    server = request.getfixturevalue("postgres")
    url = server.create()
    engine = engine_for(url)
    upgrade(engine, Section.KEYS)
    yield engine
    engine.dispose()
    server.drop(url)


def roundtrip(keys: Engine, holder: UUID, owner: UUID, sealed: bytes, *, now: int = NOW) -> str | bytes:
    """Open a value with a vault that remembers nothing."""
    return Vault(MASTER, DatabaseKeyStore(keys)).open(holder, owner, record="r", entry=owner, field="f", sealed=sealed, now=now)


def test_keys_are_kept_granted_taken_back_and_destroyed(keys: Engine) -> None:
    vault = Vault(MASTER, DatabaseKeyStore(keys))
    home, guest, owner = uuid4(), uuid4(), uuid4()
    for organisation in (home, guest):
        vault.create_organisation_key(organisation)
    vault.create_owner_key(home, owner)
    sealed = vault.seal(home, owner, record="r", entry=owner, values={"f": "invented"}, now=NOW).values["f"]
    assert roundtrip(keys, home, owner, sealed) == "invented"
    for ends in (NOW + 10, NOW + 20):
        vault.rewrap_for(guest, owner, organisation=home, expires_at=ends, now=NOW)
    assert roundtrip(keys, guest, owner, sealed, now=NOW + 19) == "invented"
    with pytest.raises(GrantExpired):
        roundtrip(keys, guest, owner, sealed, now=NOW + 20)
    vault.revoke(guest, owner)
    vault.revoke(home, owner)
    with pytest.raises(MissingKey):
        roundtrip(keys, guest, owner, sealed)
    assert roundtrip(keys, home, owner, sealed) == "invented"
    vault.destroy(owner)
    with pytest.raises(MissingKey):
        roundtrip(keys, home, owner, sealed)


def test_a_key_is_never_replaced_by_another(keys: Engine) -> None:
    store = DatabaseKeyStore(keys)
    vault, organisation = Vault(MASTER, store), uuid4()
    vault.create_organisation_key(organisation)
    vault.create_owner_key(organisation, organisation)
    (held,) = store.organisation_keys(organisation)
    with pytest.raises(KeyExists):
        store.add_organisation_key(WrappedOrganisationKey(organisation, held.version, held.wrapped_by, b"other"))
    (owned,) = store.owner_keys(organisation, organisation)
    with pytest.raises(KeyExists):
        store.add_owner_key(owned)


def test_a_grant_made_longer_in_the_database_opens_nothing(keys: Engine) -> None:
    vault = Vault(MASTER, DatabaseKeyStore(keys))
    home, guest, owner = uuid4(), uuid4(), uuid4()
    for organisation in (home, guest):
        vault.create_organisation_key(organisation)
    vault.create_owner_key(home, owner)
    sealed = vault.seal(home, owner, record="r", entry=owner, values={"f": "invented"}, now=NOW).values["f"]
    vault.rewrap_for(guest, owner, organisation=home, expires_at=NOW + 10, now=NOW)
    with for_writing(keys).begin() as connection:
        connection.exec_driver_sql(f"UPDATE owner_keys SET expires_at = {NOW + 99} WHERE expires_at IS NOT NULL")
    with pytest.raises(CannotUnwrap):
        roundtrip(keys, guest, owner, sealed)


@pytest.mark.sqlite_only
def test_a_destroyed_key_is_in_no_file_of_the_store(keys: Engine, engine_name: str, tmp_path: Path) -> None:
    store = DatabaseKeyStore(keys)
    vault, organisation, owner = Vault(MASTER, store), uuid4(), uuid4()
    vault.create_organisation_key(organisation)
    vault.create_owner_key(organisation, owner)
    (key,) = store.owner_keys(organisation, owner)

    def on_disk() -> bool:
        return any(key.wrapped[:40] in file.read_bytes() for file in tmp_path.glob("keys.db*"))

    assert on_disk()
    vault.destroy(owner)
    assert not on_disk()


Opening = Callable[..., House]


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opening]:
    """Open a house over two migrated SQLite files, with the right values unless said otherwise."""
    right = {"database_url": f"sqlite:///{tmp_path / 'main.db'}", "keys_url": f"sqlite:///{tmp_path / 'keys.db'}", "audit_url": ""}
    migrate(right["database_url"], right["keys_url"])
    opened: list[House] = []

    def open_with(**wrong: Any) -> House:
        values: dict[str, Any] = right | {"master": MASTER, "catalogues": None, "default_catalogue": "kh-2009", "clock": Clock()} | wrong
        house = open_house(**values)
        opened.append(house)
        return house

    yield open_with
    for house in opened:
        house.writing.dispose()
        house.auditing.dispose()


def test_a_house_opens_twice_with_the_same_key(opening: Opening) -> None:
    an_organisation(opening(), "Invented House")
    sealed = opening().vault.seal(NOBODY, NOBODY, record="r", entry=NOBODY, values={"f": "invented"}, now=NOW).values["f"]
    assert opening().vault.open(NOBODY, NOBODY, record="r", entry=NOBODY, field="f", sealed=sealed, now=NOW) == "invented"


def test_a_wrong_master_key_is_named_and_not_shown(opening: Opening) -> None:
    opening()
    secret = secrets.token_bytes(32)
    other = MasterKey.of(secret)
    with pytest.raises(Misconfigured, match=f"belongs to master key {MASTER.id}, the key given is {other.id}") as refused:
        opening(master=other)
    assert base64.b64encode(secret).decode() not in str(refused.value)


def test_another_key_store_than_the_database_s_is_refused(opening: Opening, tmp_path: Path) -> None:
    an_organisation(opening(), "Invented House")
    strange = f"sqlite:///{tmp_path / 'strange.db'}"
    migrate(strange.replace("strange", "unused"), strange)
    with pytest.raises(Misconfigured, match="holds no key of 1 organisation"):
        opening(keys_url=strange)


def test_a_missing_organisation_key_is_named(opening: Opening, tmp_path: Path) -> None:
    lost = an_organisation(opening(), "Invented House")
    with for_writing(engine_for(f"sqlite:///{tmp_path / 'keys.db'}")).begin() as connection:
        connection.execute(delete(OrganisationKeyRow).where(OrganisationKeyRow.organisation_id == lost))
    with pytest.raises(Misconfigured, match=str(lost)):
        opening()


@pytest.mark.parametrize("setting", ["database_url", "keys_url"])
def test_a_database_that_is_behind_is_refused(opening: Opening, tmp_path: Path, setting: str) -> None:
    with pytest.raises(Misconfigured, match=f"RUMDUOL_{setting.upper()}.*rumduol migrate"):
        opening(**{setting: f"sqlite:///{tmp_path / 'new.db'}"})


def test_an_unknown_catalogue_is_refused(opening: Opening) -> None:
    with pytest.raises(Misconfigured, match='RUMDUOL_CATALOGUE names "kh-1909"'):
        opening(default_catalogue="kh-1909")


def test_audits_may_read_another_database(opening: Opening, tmp_path: Path) -> None:
    house = opening(audit_url=f"sqlite:///{tmp_path / 'replica.db'}")
    assert str(house.auditing.url).endswith("replica.db")


def test_a_missing_master_key_file_says_where_it_is_expected(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"No master key: set RUMDUOL_MASTER_KEY_FILE .*/master\.key"):
        master_key_from(None, tmp_path / "master.key")


@pytest.mark.parametrize(("text", "mode", "why"), [("AAAA", 0o400, "4 bytes|has 3"), ("?" * 44, 0o400, "base64"), ("", 0o644, "mode 0644")])
def test_a_master_key_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, mode: int, why: str) -> None:
    file = tmp_path / "master.key"
    file.write_text(text, encoding="ascii")
    file.chmod(mode)
    with pytest.raises(Misconfigured, match=why):
        master_key_from(None, file)


def test_a_master_key_in_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    text = base64.b64encode(bytes(range(32))).decode()
    assert master_key_from(text, tmp_path / "none").id == MASTER.id
    with pytest.raises(Misconfigured, match="RUMDUOL_MASTER_KEY cannot be used"):
        master_key_from("short", tmp_path / "none")

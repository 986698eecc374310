"""The vault: who may open what, until when, and what it remembers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app.crypto.cache import BoundedCache
from app.crypto.errors import CannotOpen, CannotUnwrap, GrantExpired, KeyExists, MissingKey, WrongMasterKey
from app.crypto.key_store import MemoryKeyStore, WrappedOwnerKey
from app.crypto.keys import MasterKey
from app.crypto.plain import PlainVault
from app.crypto.vault import MAX_AGE, KeysUsed, SealedBatch, Vault

MASTER = MasterKey.of(bytes(range(32)))
HOME, PARTNER, STRANGER = UUID(int=1), UUID(int=2), UUID(int=3)
VICTIM, OTHER_VICTIM = UUID(int=11), UUID(int=12)
ENTRY = UUID(int=21)
NOW = 1_800_000_000


@pytest.fixture
def store() -> MemoryKeyStore:
    return MemoryKeyStore()


@pytest.fixture
def vault(store: MemoryKeyStore) -> Vault:
    vault = Vault(MASTER, store)
    for organisation in (HOME, PARTNER, STRANGER):
        vault.create_organisation_key(organisation)
    for victim in (VICTIM, OTHER_VICTIM):
        vault.create_owner_key(HOME, victim)
    return vault


def seal(vault: Vault, organisation: UUID = HOME, owner: UUID = VICTIM, *, name: str = "Sok Invented", now: int = NOW) -> SealedBatch:
    return vault.seal(organisation, owner, record="person", entry=ENTRY, values={"name": name, "photo": b"\x00\x01"}, now=now)


def opened(vault: Vault, batch: SealedBatch, organisation: UUID = HOME, owner: UUID = VICTIM, *, now: int = NOW) -> str | bytes:
    return vault.open(organisation, owner, record="person", entry=ENTRY, field="name", sealed=batch.values["name"], now=now)


def test_the_organisation_opens_what_it_sealed_in_another_process_too(vault: Vault, store: MemoryKeyStore) -> None:
    batch = seal(vault)
    assert opened(Vault(MASTER, store), batch) == "Sok Invented"
    values = vault.open_fields(HOME, VICTIM, record="person", entry=ENTRY, sealed=batch.values, now=NOW)
    assert values == {"name": "Sok Invented", "photo": b"\x00\x01"}
    assert "Invented" not in repr(batch)


def test_another_victims_key_does_not_open_it(vault: Vault) -> None:
    with pytest.raises(CannotOpen):
        opened(vault, seal(vault), owner=OTHER_VICTIM)


@pytest.mark.parametrize("organisation", [PARTNER, uuid4()])
def test_no_grant_no_key(vault: Vault, organisation: UUID) -> None:
    with pytest.raises(MissingKey, match=f"owner {VICTIM} for organisation {organisation}"):
        opened(vault, seal(vault), organisation)


def test_an_organisation_without_a_key_is_named(vault: Vault) -> None:
    unknown = uuid4()
    with pytest.raises(MissingKey, match=f"no key of organisation {unknown} in any version"):
        vault.create_owner_key(unknown, uuid4())


def test_a_grant_opens_and_seals_until_it_ends(vault: Vault) -> None:
    before = seal(vault)
    assert vault.rewrap_for(PARTNER, VICTIM, organisation=HOME, expires_at=NOW + 10, now=NOW) == 1
    assert opened(vault, before, PARTNER) == "Sok Invented"
    written = seal(vault, PARTNER, name="a note of the partner")
    assert opened(vault, written) == "a note of the partner"
    assert opened(vault, before, PARTNER, now=NOW + 9) == "Sok Invented"
    with pytest.raises(GrantExpired):
        opened(vault, before, PARTNER, now=NOW + 10)
    with pytest.raises(MissingKey):
        opened(vault, before, STRANGER)


def test_a_grant_can_be_renewed_but_not_passed_on_for_longer(vault: Vault, store: MemoryKeyStore) -> None:
    vault.rewrap_for(PARTNER, VICTIM, organisation=HOME, expires_at=NOW + 10, now=NOW)
    vault.rewrap_for(PARTNER, VICTIM, organisation=HOME, expires_at=NOW + 100, now=NOW)
    vault.rewrap_for(STRANGER, VICTIM, organisation=PARTNER, expires_at=NOW + 500, now=NOW)
    assert [key.expires_at for key in store.owner_keys(STRANGER, VICTIM)] == [NOW + 100]
    vault.rewrap_for(STRANGER, VICTIM, organisation=HOME, expires_at=None, now=NOW)
    assert opened(vault, seal(vault), STRANGER, now=NOW + 10**9) == "Sok Invented"
    with pytest.raises(GrantExpired):
        vault.rewrap_for(STRANGER, VICTIM, organisation=PARTNER, expires_at=None, now=NOW + 100)


def test_a_grant_never_replaces_the_key_of_the_organisation_that_made_it(vault: Vault, store: MemoryKeyStore) -> None:
    vault.rewrap_for(PARTNER, VICTIM, organisation=HOME, expires_at=NOW + 10, now=NOW)
    vault.rewrap_for(HOME, VICTIM, organisation=PARTNER, expires_at=NOW + 10, now=NOW)
    assert [key.expires_at for key in store.owner_keys(HOME, VICTIM)] == [None]
    with pytest.raises(ValueError, match="itself"):
        vault.rewrap_for(HOME, VICTIM, organisation=HOME, expires_at=None, now=NOW)


def test_two_organisations_never_make_versions_of_one_key(vault: Vault, store: MemoryKeyStore) -> None:
    vault.create_owner_key(PARTNER, VICTIM)
    with pytest.raises(KeyExists):
        vault.rewrap_for(PARTNER, VICTIM, organisation=HOME, expires_at=None, now=NOW)
    vault.rewrap_for(STRANGER, VICTIM, organisation=HOME, expires_at=NOW + 10, now=NOW)
    with pytest.raises(KeyExists, match=f"granted to organisation {STRANGER}"):
        vault.create_owner_key(STRANGER, VICTIM)
    assert [key.organisation for key in store.owner_keys(PARTNER, VICTIM)] == [PARTNER]


def test_a_later_expiry_written_into_the_store_opens_nothing(vault: Vault, store: MemoryKeyStore) -> None:
    vault.rewrap_for(PARTNER, VICTIM, organisation=HOME, expires_at=NOW + 10, now=NOW)
    store.add_owner_key(replace(store.owner_keys(PARTNER, VICTIM)[0], expires_at=NOW + 1000))
    with pytest.raises(CannotUnwrap):
        opened(vault, seal(vault), PARTNER)


@pytest.mark.parametrize("moved", [{"holder": PARTNER}, {"owner": uuid4()}, {"version": 2}, {"organisation": PARTNER}])
def test_a_wrapped_key_moved_to_another_row_opens_nothing(vault: Vault, store: MemoryKeyStore, moved: dict[str, UUID]) -> None:
    row: WrappedOwnerKey = replace(store.owner_keys(HOME, VICTIM)[0], **moved)  # type: ignore[arg-type]  # one field of several types
    forged = MemoryKeyStore()
    for organisation in (HOME, PARTNER):
        for key in store.organisation_keys(organisation):
            forged.add_organisation_key(key)
    forged.add_owner_key(row)
    with pytest.raises(CannotUnwrap):
        Vault(MASTER, forged).seal(row.holder, row.owner, record="person", entry=ENTRY, values={"name": ""}, now=NOW)


def test_a_grant_taken_back_ends_at_once_here_and_soon_elsewhere(vault: Vault, store: MemoryKeyStore) -> None:
    vault.rewrap_for(PARTNER, VICTIM, organisation=HOME, expires_at=None, now=NOW)
    batch, elsewhere = seal(vault), Vault(MASTER, store)
    opened(elsewhere, batch, PARTNER)
    vault.revoke(PARTNER, VICTIM)
    with pytest.raises(MissingKey):
        opened(vault, batch, PARTNER)
    assert opened(elsewhere, batch, PARTNER, now=NOW + MAX_AGE - 1) == "Sok Invented"
    with pytest.raises(MissingKey):
        opened(elsewhere, batch, PARTNER, now=NOW + MAX_AGE)
    assert opened(vault, batch) == "Sok Invented"


def test_revoking_never_takes_the_key_of_the_organisation_that_made_it(vault: Vault) -> None:
    batch = seal(vault)
    vault.revoke(HOME, VICTIM)
    assert opened(vault, batch) == "Sok Invented"


def test_a_destroyed_key_opens_nothing_ever(vault: Vault, store: MemoryKeyStore) -> None:
    batch = seal(vault)
    vault.rewrap_for(PARTNER, VICTIM, organisation=HOME, expires_at=None, now=NOW)
    vault.destroy(VICTIM)
    for holder in (HOME, PARTNER):
        with pytest.raises(MissingKey):
            opened(vault, batch, holder)
    assert vault.create_owner_key(HOME, VICTIM) == 1
    with pytest.raises(CannotOpen):
        opened(vault, batch)
    assert opened(vault, seal(vault, owner=OTHER_VICTIM), owner=OTHER_VICTIM) == "Sok Invented"


def test_values_of_an_older_version_still_open(vault: Vault, store: MemoryKeyStore) -> None:
    elsewhere = Vault(MASTER, store)
    first = seal(elsewhere)
    assert vault.create_owner_key(HOME, VICTIM) == 2
    second = seal(vault)
    assert (first.key_version, second.key_version) == (1, 2)
    assert opened(vault, first) == opened(vault, second) == opened(elsewhere, second) == "Sok Invented"
    with pytest.raises(MissingKey, match="in version 3"):
        opened(vault, SealedBatch(3, {"name": b"\x01\x00\x03" + first.values["name"][3:]}))


def test_keys_wrapped_by_an_older_organisation_key_still_open(vault: Vault, store: MemoryKeyStore) -> None:
    batch = seal(vault)
    assert vault.create_organisation_key(HOME) == 2
    vault.create_owner_key(HOME, VICTIM)
    assert [key.holder_version for key in store.owner_keys(HOME, VICTIM)] == [1, 2]
    assert opened(Vault(MASTER, store), batch) == "Sok Invented"


def test_a_wrong_master_key_is_named_not_guessed(vault: Vault, store: MemoryKeyStore) -> None:
    wrong = MasterKey.of(bytes(range(1, 33)))
    with pytest.raises(WrongMasterKey, match=f"{MASTER.id}.*{wrong.id}"):
        opened(Vault(wrong, store), seal(vault))


def test_a_key_is_never_written_over(store: MemoryKeyStore, vault: Vault) -> None:
    with pytest.raises(KeyExists, match=str(HOME)):
        store.add_organisation_key(store.organisation_keys(HOME)[0])
    with pytest.raises(KeyExists, match=str(VICTIM)):
        store.add_owner_key(store.owner_keys(HOME, VICTIM)[0])


def test_every_use_of_a_key_is_counted(vault: Vault) -> None:
    assert vault.keys_used == KeysUsed()
    batch = seal(vault)
    opened(vault, batch)
    vault.open_fields(HOME, VICTIM, record="person", entry=ENTRY, sealed=batch.values, now=NOW)
    assert vault.open_fields(PARTNER, VICTIM, record="person", entry=ENTRY, sealed={}, now=NOW) == {}
    assert vault.keys_used == KeysUsed(unwrapped=1, sealed=2, opened=3)


def test_a_clock_set_back_reads_the_keys_again(vault: Vault) -> None:
    seal(vault, now=NOW)
    seal(vault, now=NOW - 1)
    assert vault.keys_used.unwrapped == 2


def test_the_cache_is_bounded_and_forgets_what_was_used_longest_ago() -> None:
    cache: BoundedCache[str, int] = BoundedCache(2)
    for key, value in (("a", 1), ("b", 2)):
        cache.put(key, value, generation=0)
    cache.get("a")
    cache.put("c", 3, generation=0)
    assert (len(cache), cache.get("a"), cache.get("b"), cache.get("c")) == (2, 1, None, 3)
    with pytest.raises(ValueError, match="at least one"):
        BoundedCache(0)


def test_a_key_destroyed_while_it_was_being_read_is_not_remembered() -> None:
    cache: BoundedCache[str, int] = BoundedCache(2)
    cache.drop(lambda key: key == "a")
    cache.put("a", 1, generation=0)
    assert cache.get("a") is None


def test_threads_share_a_small_vault(store: MemoryKeyStore) -> None:
    vault = Vault(MASTER, store, cache_size=3)
    vault.create_organisation_key(HOME)
    victims = [uuid4() for _ in range(10)]
    for victim in victims:
        vault.create_owner_key(HOME, victim)

    def round_trip(number: int) -> bool:
        victim, name = victims[number % 10], f"Invented {number}"
        return opened(vault, seal(vault, owner=victim, name=name), owner=victim) == name

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(round_trip, range(400)))
    assert vault.keys_used.opened == 400


def test_the_plain_vault_keeps_text_in_clear_and_asks_for_no_key() -> None:
    plain = PlainVault(MASTER, MemoryKeyStore())
    batch = seal(plain, name="canary")
    assert b"canary" in batch.values["name"]
    assert opened(plain, batch) == "canary"
    assert plain.open(HOME, VICTIM, record="person", entry=ENTRY, field="photo", sealed=batch.values["photo"], now=NOW) == b"\x00\x01"

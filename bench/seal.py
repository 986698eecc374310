"""Sealing 15 fields of 1.6 KB: against the bare cipher, and against SQLAlchemy-Utils."""

import os
from collections.abc import Callable, Mapping
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.crypto.key_store import MemoryKeyStore
from app.crypto.keys import MasterKey
from app.crypto.vault import Vault
from bench.figures import Figure, side_by_side
from bench.peer import peers_python, process

RECORD, TIMES = "person", 400
LENGTHS = (12, 18, 9, 24, 40, 60, 75, 90, 100, 110, 132, 160, 190, 250, 330)  # 1600 letters in 15 fields


def fields() -> dict[str, str]:
    """Fifteen invented texts of the lengths that a name, a number, an address and a statement have."""
    return {f"field_{number:02d}": "x" * length for number, length in enumerate(LENGTHS)}


def bare_loop(secret: bytes, organisation: UUID, owner: UUID) -> Callable[[Mapping[str, str], UUID], dict[str, bytes]]:
    """The least that is honest: one os.urandom for all nonces, and each value bound to the place it belongs to."""
    encrypt = AESGCM(secret).encrypt
    whose = organisation.bytes + owner.bytes + RECORD.encode()

    def seal(values: Mapping[str, str], entry: UUID) -> dict[str, bytes]:
        bound = whose + entry.bytes
        nonces = os.urandom(12 * len(values))
        sealed = {}
        for number, (name, value) in enumerate(values.items()):
            nonce = nonces[12 * number : 12 * number + 12]
            sealed[name] = nonce + encrypt(nonce, value.encode(), bound + name.encode())
        return sealed

    return seal


def run(*, quick: bool) -> list[Figure]:
    """Seal with the vault, as an act does, and with each peer."""
    organisation, owner, entry, values = uuid4(), uuid4(), uuid4(), fields()
    vault = Vault(MasterKey.of(bytes(range(32))), MemoryKeyStore())
    vault.create_organisation_key(organisation)
    vault.create_owner_key(organisation, owner)
    bare = bare_loop(os.urandom(32), organisation, owner)

    def ours() -> None:
        for _ in range(TIMES):
            vault.seal(organisation, owner, record=RECORD, entry=entry, values=values, now=1)

    def theirs() -> None:
        for _ in range(TIMES):
            bare(values, entry)

    def nine_times() -> None:
        for _ in range(9):
            ours()

    said = f"{len(values)} fields, {sum(LENGTHS)} bytes"
    loop = side_by_side(ours, theirs, rounds=5 if quick else 101)
    figures = [
        Figure(
            "seal",
            loop.ratio,
            1.25,
            "lower",
            f"{said}: vault {loop.first / TIMES * 1e6:.1f} us, bare AESGCM loop that binds each value to its place "
            f"{loop.second / TIMES * 1e6:.1f} us; ours also pads to buckets and finds the key",
        )
    ]
    with process(peers_python(), ["bench.peer_seal"]) as peer:
        peer.ask(str(TIMES))
        # Blocks of about the same length, so that waking up costs both the same.
        slow = side_by_side(nine_times, lambda: peer.ask(str(TIMES)), rounds=3 if quick else 21, second_clock=peer.cpu)
    own, theirs_each = (f"{seconds / TIMES * 1e6:.1f} us" for seconds in (slow.first / 9, slow.second))
    told = f"{said}: columns with AesGcmEngine {theirs_each}, vault {own}; its values are bound to nothing"
    figures.append(Figure("seal.sqlalchemy_utils", 9 / slow.ratio, 10, "higher", told))
    return figures

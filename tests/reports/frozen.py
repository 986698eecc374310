"""Invented frozen reports, and whoever signs them."""

import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.crypto.chain import public_key_of
from app.records.registry import shape
from app.reports import mou, snapshot
from app.reports.figures import Figures
from app.reports.mou import Document, Material
from app.reports.sealing import Proof
from app.standards.rulebook import load_all
from app.standards.rules import Scope, Status

CATALOGUE = load_all(shape(), None)["kh-2009"]
STANDARDS = [s for s in CATALOGUE.standards if s.scope is Scope.CASE]
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEY = public_key_of(SIGNER)
CHAIN, ENTRY = "00000000-0000-4000-8000-00000000000a", "ab" * 32
HISTORY = [
    {"at": "2025-07-02T09:00:00+07:00", "move": "submit", "role": "organisation_admin", "state": "submitted", "item": None, "code": None},
    {"at": "2025-07-09T09:00:00+07:00", "move": "complete", "role": "mosavy_officer", "state": "frozen", "item": None, "code": None},
]
# Standards of two rights: counts as everybody may see them, but for two rows with a small one.
ROWS: Mapping[str, Mapping[str, int]] = {
    "R1-01": {"met": 60, "unmet": 20, "overdue": 20},
    "R1-02": {"met": 70, "overdue": 30},
    "R1-03": {"met": 100},
    "R2-01": {"met": 40, "unmet": 55, "unknown": 5},
    "R2-02": {"met": 88, "unmet": 12},
    "R2-03a": {"met": 20, "unknown": 80},
}


def figures(subjects: int, counts: Mapping[str, int], *, days: int = 3) -> Figures:
    made = Figures(subjects=subjects, slots=subjects)
    for name, number in counts.items():
        of_a_limit = number if name == "unmet" else 0
        made.add(Status(name), number, days_overdue=days if name == "overdue" else None, of_a_limit=of_a_limit)
    return made


def content_of(by_standard: Mapping[str, Figures], *, number: str = "11111111-0000-4000-8000-000000000000", **cases: Any) -> Document:
    """Return the whole report that such figures of standards come to."""
    subjects = max((f.subjects for f in by_standard.values()), default=0)
    standards = [s for s in STANDARDS if s.id in by_standard]
    rights: dict[str, Figures] = {}
    total = Figures(subjects=subjects)
    for standard in standards:
        for sum_ in (rights.setdefault(standard.right, Figures(subjects=subjects)), total):
            _add(sum_, by_standard[standard.id])
    shelter: Document = {"code": "SH-1", "province": "KH-2", "condition": {"occupancy": 4, "capacity": 30}, "inspections": []}
    material = Material(
        header={
            "id": number,
            "organisation": {"id": number, "name": "=Invented House ផ្ទះ", "type": "ngo", "province": "KH-2"},
            "mous": [{"number": "MOU-1", "state": "active", "rule_set": "kh-2009", "starts_on": "2025-01-01", "ends_on": "2025-12-31"}],
            "period": {"from": "2025-04-01", "to": "2025-06-30"},
            "as_of": "2025-06-30T23:59:59+07:00",
            "made_at": "2025-07-01T09:00:00+07:00",
            "rule_profile": {"risk_check_limit": "PT12H"},
        },
        catalogue=CATALOGUE,
        standards=STANDARDS,
        total=total,
        rights=rights,
        by_standard=by_standard,
        staff={},
        cases={"step": {"interview": subjects}, "age_class": {"adult": subjects}, "sex": {"feminine": subjects}} | cases,
        shelters=[shelter | {"findings": [{"standard": "R4-04", "status": "unmet", "due_at": None}]}],
        waivers=[],
    )
    return mou.document(material)


def frozen(content: Document | None = None) -> Document:
    """Return a snapshot: of the rows above, if nothing else is given."""
    rows = {name: figures(100, counts, days=n) for n, (name, counts) in enumerate(ROWS.items(), start=1)}
    answer = {
        "item": "R1-01",
        "state": "accepted",
        "cause": "funds",
        "remedy": "seek_funds",
        "due_on": "2025-09-01",
        "reason": "sufficient",
    }
    action = {"item": "R1-01", "state": "open", "severity": "minor", "responsible": "supervisor", "due_on": "2025-09-01"}
    return snapshot.build(content or content_of(rows), answers=[answer], plan=[action], history=HISTORY)


def proof_of(document: Document, *, signer: Ed25519PrivateKey = SIGNER, position: int = 7) -> Proof:
    digest = snapshot.digest(document)
    said = snapshot.statement(digest, chain=CHAIN, position=position, entry_hash=ENTRY)
    return Proof(
        digest=digest,
        signature=signer.sign(said).hex(),
        public_key=public_key_of(signer).hex(),
        audit_chain=CHAIN,
        audit_position=position,
        audit_hash=ENTRY,
    )


def a_random_report(seed: int) -> Document:
    """Return a whole report with figures of all sizes, zeros and small ones among them."""
    rng = random.Random(seed)
    subjects = rng.choice([0, 3, 12, 20, 45, 150])
    rows = {}
    for standard in rng.sample(STANDARDS, rng.randint(1, 9)):
        made = rows[standard.id] = Figures(subjects=subjects, slots=subjects)
        weights = [rng.choice([0, 0, 0.02, 0.1, 1, 1]) for _ in Status]
        for status, number in Counter(rng.choices(list(Status), weights if sum(weights) else None, k=subjects)).items():
            if status is Status.OVERDUE:
                for _ in range(number):
                    made.add(status, 1, days_overdue=rng.randint(0, 90))
            elif status is not Status.NOT_APPLICABLE:
                made.add(status, number, of_a_limit=rng.randint(0, number) if status is Status.UNMET else 0)
    steps = dict(Counter(rng.choices(["interview", "recovery", "closed"], k=subjects)))
    return content_of(rows, step=steps)


def _add(sum_: Figures, part: Figures) -> None:
    sum_.slots += part.slots
    sum_.counts.update(part.counts)
    sum_.days_overdue.update(part.days_overdue)
    sum_.unmet_of_a_limit += part.unmet_of_a_limit

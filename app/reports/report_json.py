"""A frozen report as canonical JSON: the snapshot, its proof, and the seal over both."""

from app.reports import snapshot
from app.reports.mou import Document
from app.reports.sealing import BLANK, Proof, package


def to_json_file(document: Document, proof: Proof) -> bytes:
    """Return the snapshot with its proof and a blank place for its seal, in the one way that RFC 8785 allows."""
    return snapshot.canonical(package(document, proof, seal=BLANK))

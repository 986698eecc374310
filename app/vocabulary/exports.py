"""What can be exported in bulk, and how far an export has come."""

from enum import StrEnum


class ExportKind(StrEnum):
    """What the rows of an export are; all by pseudonym, none with a sealed field."""

    CASES = "cases"
    FINDINGS = "findings"
    ENTRIES = "entries"


class ExportState(StrEnum):
    """How far an export has come. `ready`, `failed`, `withdrawn` and `expired` are final; an expired one has no files any more."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

"""The events of what leaves the system: reports, statistics, exports, views for others. No field holds what a person said."""

from dataclasses import dataclass

from app.services.events import Event


@dataclass(frozen=True, slots=True)
class TaskForceTableKept(Event):
    """A table was made for a task force and kept for the day; the digest is over what is shown."""

    day: str
    area: str
    table: str
    digest: str


@dataclass(frozen=True, slots=True)
class ReportMade(Event):
    """A report left the system."""

    report_id: str
    kind: str
    digest: str


@dataclass(frozen=True, slots=True)
class ReportRead(Event):
    """A report that was made before left the system again; the digest is over what left."""

    report_id: str
    format: str
    digest: str


@dataclass(frozen=True, slots=True)
class ExportAsked(Event):
    """Somebody asked for an export, encrypted to the recipient named."""

    export_id: str
    kind: str
    recipient: str


@dataclass(frozen=True, slots=True)
class ExportMoved(Event):
    """An export became ready, failed, was withdrawn or expired; with how many rows it has."""

    export_id: str
    state: str
    rows: int


@dataclass(frozen=True, slots=True)
class ExportRead(Event):
    """A part of an export left the system; the digest is over its encrypted bytes."""

    export_id: str
    part: int
    digest: str


@dataclass(frozen=True, slots=True)
class ReportMoved(Event):
    """A report took a step of its cycle; for a decision on one answer with the item and the reason's code."""

    report_id: str
    move: str
    state: str
    item: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ReportFrozen(Event):
    """A report was completed; the digest is over its snapshot, and the signature covers this entry's hash too."""

    report_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class ReportWordsOpened(Event):
    """Sealed words about one breach of a report were opened, for a stated purpose; written before the plaintext leaves."""

    report_id: str
    item: str
    fields: tuple[str, ...]
    purpose: str


@dataclass(frozen=True, slots=True)
class StatisticsFrozen(Event):
    """The statistics of an ended period were counted once and for all; the digest is over what is published."""

    release_id: str
    period: str
    digest: str


@dataclass(frozen=True, slots=True)
class EvidenceWritten(Event):
    """An entry for a treaty body was drafted, its words sealed."""

    entry_id: str
    recommendation: str
    indicator: str
    year: int
    kind: str


@dataclass(frozen=True, slots=True)
class EvidencePackFrozen(Event):
    """A pack was made; the digest is over what is handed out."""

    pack_id: str
    recommendation: str
    first_year: int
    last_year: int
    edition: int
    digest: str

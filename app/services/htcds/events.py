"""The events of exchange: what came in and what left, never whose name."""

from dataclasses import dataclass

from app.services.events import Event


@dataclass(frozen=True, slots=True)
class FileChecked(Event):
    """A file was looked at before its import; the digest is keyed, so that the file cannot be guessed from it."""

    digest: str
    rows: int
    errors: int
    possible_duplicates: int


@dataclass(frozen=True, slots=True)
class FileImported(Event):
    """Every row of a file became a case."""

    import_id: str
    digest: str
    rows: int


@dataclass(frozen=True, slots=True)
class PseudonymousFileMade(Event):
    """The cases of an organisation left by pseudonym; the digest is over the file."""

    format: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class IdentityExportAsked(Event):
    """Somebody asked to let identities out; the reason is sealed."""

    export_id: str
    purpose: str
    cases: int
    recipient: str


@dataclass(frozen=True, slots=True)
class IdentityExportApproved(Event):
    """Somebody else approved that identities leave."""

    export_id: str
    asked_by: str


@dataclass(frozen=True, slots=True)
class IdentitiesLeft(Event):
    """Identities left, encrypted; the digest is over the encrypted bytes."""

    export_id: str
    cases: int
    recipient: str
    digest: str

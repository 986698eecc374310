"""The events of the audit log, as types: what can be recorded of anybody's doing. No field holds what a person said."""

from dataclasses import asdict, dataclass

from app.crypto.chain import Detail


@dataclass(frozen=True, slots=True)
class Event:
    """Root of all events; the class name is the event's name in the log."""

    @property
    def name(self) -> str:
        """The event's name, for example ActPerformed."""
        return type(self).__name__

    def details(self) -> dict[str, Detail]:
        """The fields as JSON values."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class ActPerformed(Event):
    """An act wrote an entry. The digests are over its plain facts and over its sealed values: the log also guards the ledger."""

    act: str
    record: str
    record_id: str
    entry_id: str
    position: int
    digest: str
    sealed_digest: str = ""


@dataclass(frozen=True, slots=True)
class ActRefused(Event):
    """An act was refused: the word for why, and for a blocked step the standards that blocked it."""

    act: str
    code: str
    standards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessDenied(Event):
    """Somebody asked for what they may not do or know of."""

    permission: str
    code: str


@dataclass(frozen=True, slots=True)
class SignedIn(Event):
    """A session began."""

    session_id: str


@dataclass(frozen=True, slots=True)
class SignInRefused(Event):
    """A sign-in failed. The name is not kept, only its keyed digest."""

    name_digest: str


@dataclass(frozen=True, slots=True)
class SignedOut(Event):
    """A session was ended by its user or by another."""

    session_id: str


@dataclass(frozen=True, slots=True)
class SessionLocked(Event):
    """A session was locked: its user stepped away, and it does nothing until the password is given."""

    session_id: str


@dataclass(frozen=True, slots=True)
class SessionUnlocked(Event):
    """A locked session goes on: the password was given."""

    session_id: str


@dataclass(frozen=True, slots=True)
class UnlockRefused(Event):
    """A wrong password was given for a locked session."""

    session_id: str


@dataclass(frozen=True, slots=True)
class CodeConfirmed(Event):
    """Somebody at work gave a one-time code of their own again."""


@dataclass(frozen=True, slots=True)
class CodeRefused(Event):
    """Somebody at work was asked for a one-time code again, and it did not fit."""


@dataclass(frozen=True, slots=True)
class IdentityOpened(Event):
    """Sealed fields were opened, by name, for a stated purpose; written before the plaintext leaves."""

    record_id: str
    fields: tuple[str, ...]
    purpose: str


@dataclass(frozen=True, slots=True)
class PersonSearched(Event):
    """A person was searched for; neither the words nor who was found are kept."""

    found: int


@dataclass(frozen=True, slots=True)
class AccessGiven(Event):
    """Somebody may see a case from now on."""

    user_id: str
    why: str


@dataclass(frozen=True, slots=True)
class AccountMade(Event):
    """A user got a way to sign in, or a new one."""

    user_id: str


@dataclass(frozen=True, slots=True)
class Installed(Event):
    """The installation began."""

    version: str


@dataclass(frozen=True, slots=True)
class FindingsRebuilt(Event):
    """Findings were judged again by the command line, because they were not what the ledger says."""

    differences: int


@dataclass(frozen=True, slots=True)
class TargetSet(Event):
    """The ministry set a target, or took it back (no share)."""

    target_id: str
    year: int
    about: str
    share: int | None


@dataclass(frozen=True, slots=True)
class EvidenceOpened(Event):
    """The sealed words of an entry were opened to be looked at; written before the plaintext leaves."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class EvidenceDecided(Event):
    """A second person verified an entry or rejected it, or its writer withdrew it; with the reason's code."""

    entry_id: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class EvidenceYearFrozen(Event):
    """The figures of a year were counted for evidence once and for all; the digest is over what is published of them."""

    year: int
    digest: str

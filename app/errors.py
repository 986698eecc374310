"""What can be refused, in the domain's words. Nothing here knows of HTTP: `api/problems.py` and `cli` each have their own table.

Refused                      the root
|- NotSignedIn               nobody, or nobody any more
|  |- SessionLocked          somebody who stepped away
|- SignInFailed              name, password or code do not fit, or it is too early to try again
|- NotPermitted              seen, but not allowed
|- NotFound                  absent, or not to be known of
|- Invalid                   what was sent cannot be right
|  |- MomentInFuture, UnknownReference, KeyReused
|- Conflict                  right in itself, but not now
|  |- StepBlocked, StepOutOfOrder, PlanRequired, ConsentRequired, FourEyesRequired, StandardNotWaivable, StayAlreadyActive
|- PreconditionRequired, PreconditionFailed
Misconfigured                the process must not start
"""

from collections.abc import Sequence
from typing import NamedTuple


class Shown(NamedTuple):
    """A finding as a refusal shows it: never a name, always a source and what to do next."""

    standard: str
    status: str
    due_at: str | None
    text: dict[str, str]
    next: dict[str, str]
    source: list[str]
    provenance: str
    grade: str


class FieldError(NamedTuple):
    """Where an input is wrong and how, never the input itself."""

    field: str
    message: str


def plain_message(kind: str, message: str) -> str:
    """Return what Pydantic says of a field without what it quotes of the input; `kind` is the type of its error.

    >>> plain_message("uuid_parsing", "Input should be a valid UUID, invalid character: ... found `S` at 1")
    'must be an id (a UUID)'
    """
    return "must be an id (a UUID)" if kind.startswith("uuid") else message.removeprefix("Value error, ")


class Refused(Exception):
    """Something a person asked for that is not done. `code` is the word the world knows it by."""

    code = "refused"

    def __init__(self, detail: str = "") -> None:
        """Keep `detail`: one plain sentence without anything a person said."""
        super().__init__(detail)
        self.detail = detail


class NotSignedIn(Refused):
    """No session, or one that has ended."""

    code = "not_signed_in"


class SessionLocked(NotSignedIn):
    """The session is locked until its user's password is given."""

    code = "session_locked"


class SignInFailed(Refused):
    """The name, password or code do not fit."""

    code = "sign_in_failed"


class TooManyAttempts(Refused):
    """A wait is asked for before the next try."""

    code = "too_many_attempts"

    def __init__(self, wait_seconds: int) -> None:
        """Name the wait in whole seconds."""
        super().__init__(f"Wait {wait_seconds} seconds before the next try.")
        self.wait_seconds = wait_seconds


class NotPermitted(Refused):
    """The actor may see it but not do this."""

    code = "not_permitted"


class NotFound(Refused):
    """Not there, or not to be known of; the two look the same."""

    code = "not_found"


class Invalid(Refused):
    """What was sent cannot be right; `errors` say where."""

    code = "invalid"

    def __init__(self, detail: str = "", errors: Sequence[FieldError] = ()) -> None:
        """Keep the fields that are wrong."""
        super().__init__(detail)
        self.errors = tuple(errors)


class MomentInFuture(Invalid):
    """A fact cannot have happened after the clock of the server."""

    code = "moment_in_future"


class UnknownReference(Invalid):
    """An id names nothing that this case or organisation may refer to."""

    code = "unknown_reference"


class KeyReused(Invalid):
    """An Idempotency-Key came again with another request."""

    code = "idempotency_key_reused"


class Conflict(Refused):
    """Right in itself, but not in this state."""

    code = "conflict"


class StepBlocked(Conflict):
    """A gate of the step is open."""

    code = "step_blocked"

    def __init__(self, findings: Sequence[Shown]) -> None:
        """Keep the open gates."""
        super().__init__(f"{len(findings)} minimum standard(s) hold the case in its step.")
        self.findings = tuple(findings)


class StepOutOfOrder(Conflict):
    """The step does not follow the one the case is in."""

    code = "step_out_of_order"


class PlanRequired(Conflict):
    """Follow-up begins with a reintegration plan."""

    code = "plan_required"


class ConsentRequired(Conflict):
    """No consent in force covers the disclosure."""

    code = "consent_required"


class FourEyesRequired(Conflict):
    """Somebody else must decide."""

    code = "four_eyes_required"


class StandardNotWaivable(Conflict):
    """This standard can never be waived."""

    code = "standard_not_waivable"


class StayAlreadyActive(Conflict):
    """The person has a stay that has not ended."""

    code = "stay_already_active"


class PreconditionRequired(Refused):
    """The change needs an If-Match."""

    code = "precondition_required"


class PreconditionFailed(Refused):
    """Somebody else changed it first."""

    code = "precondition_failed"


class Misconfigured(Exception):
    """The process must not start; the message says what is missing, never a secret."""

"""What all schemas share: nothing extra is accepted, and an error never shows the input."""

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    """Root of the schemas."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        """Show no field."""
        return []


class Problem(BaseModel):
    """A refusal as a problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[dict[str, str]] | None = None
    findings: list[dict[str, object]] | None = None


class ChangedFinding(BaseModel):
    """A standard that has another status since the act."""

    standard: str
    was: str
    status: str
    due_at: str | None


class Recorded(BaseModel):
    """What an act answers with: the record's plain facts of this entry, and the findings that changed."""

    id: str
    record: str
    case_id: str | None = None
    revision: int
    recorded_at: str
    recorded_by: str
    facts: dict[str, object]
    findings_changed: list[ChangedFinding]

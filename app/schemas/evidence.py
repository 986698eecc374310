"""What crosses the border about evidence."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from app.records.values import Day, Digest, LongText, ShortText
from app.schemas.base import Schema
from app.vocabulary.evidence import EvidenceKind, RejectionReason

Year = Annotated[int, Field(strict=True, ge=2009, le=2100, examples=[2025])]
RecommendationId = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$", examples=["118.76"])]
IndicatorId = Annotated[str, Field(max_length=80, pattern=r"^[a-z][a-z0-9_]*$", examples=["new_persons"])]
_Words = Annotated[LongText, Field(max_length=4000)]
_Url = Annotated[str, Field(max_length=500, pattern=r"^https?://[!-~]+$")]


class EvidenceWriting(Schema):
    """An entry beside the numbers: what was done or is missing, in which year, and the document that says so. It must name nobody."""

    recommendation: RecommendationId
    indicator: IndicatorId | None = Field(default=None, description="Left out where the entry is about the recommendation as a whole.")
    year: Year
    kind: EvidenceKind
    text_en: _Words | None = Field(default=None, description="Sealed until it is verified.")
    text_km: _Words | None = Field(default=None, description="Sealed until it is verified.")
    source_title: ShortText = Field(description="Sealed until it is verified.")
    source_date: Day | None = None
    source_sha256: Digest | None = None
    source_url: _Url | None = Field(default=None, description="Sealed until it is verified.")

    @model_validator(mode="after")
    def says_something_and_where(self) -> Self:
        """Refuse an entry without words, or without a source that somebody else can find."""
        if self.text_en is None and self.text_km is None:
            raise ValueError("must have a text in English or in Khmer")
        if self.source_sha256 is None and self.source_url is None:
            raise ValueError("must name its source by source_sha256 or source_url")
        return self


class EvidenceDecision(Schema):
    """What the second person says. To verify, it takes both confirmations; to reject, a reason."""

    state: Literal["verified", "rejected"]
    names_nobody: Literal[True] | None = None
    source_seen: Literal[True] | None = None
    reason: RejectionReason | None = None

    @model_validator(mode="after")
    def fits_its_state(self) -> Self:
        """Refuse a verification that confirms nothing, and a rejection without a reason."""
        if self.state == "verified" and (self.names_nobody is None or self.source_seen is None or self.reason is not None):
            raise ValueError("to verify send names_nobody and source_seen as true, and no reason")
        if self.state == "rejected" and (self.reason is None or self.names_nobody is not None or self.source_seen is not None):
            raise ValueError("to reject send a reason only")
        return self


class PackOrder(Schema):
    """Which pack: a recommendation, the years of its cycle, and which edition of it."""

    model_config = ConfigDict(serialize_by_alias=True)

    recommendation: RecommendationId
    first_year: Year = Field(alias="from", examples=[2024])
    last_year: Year = Field(alias="to", examples=[2028])
    edition: Annotated[int, Field(strict=True, ge=1, le=100)] = 1

    @model_validator(mode="after")
    def is_a_cycle(self) -> Self:
        """Refuse years in the wrong order, and more than a cycle has."""
        if not 0 <= self.last_year - self.first_year < 10:
            raise ValueError("must run from a year to the same or a later one, ten years at most")
        return self

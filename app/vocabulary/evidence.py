"""Words about the evidence that goes to treaty bodies. All codes are proposed: no source of ours lists them."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    """What a qualitative entry tells of."""

    LAW_OR_POLICY = "law_or_policy"
    TRAINING = "training"
    COOPERATION = "cooperation"
    CASE_PRACTICE = "case_practice"
    GAP = "gap"
    OTHER = "other"


class EntryState(StrEnum):
    """How far an entry has come; only what is verified goes into a pack."""

    DRAFT = "draft"
    VERIFIED = "verified"
    REJECTED = "rejected"


class RejectionReason(StrEnum):
    """Why an entry does not go into a pack. Only its writer withdraws it, and the writer may do nothing else."""

    NAMES_SOMEBODY = "names_somebody"
    NOT_IN_THE_SOURCE = "not_in_the_source"
    WRONG_PLACE = "wrong_place"
    SAID_ALREADY = "said_already"
    WITHDRAWN = "withdrawn"


class Direction(StrEnum):
    """How a change of a figure may be read."""

    HIGHER_IS_BETTER = "higher_is_better"
    NEITHER = "neither"


class CountedFrom(StrEnum):
    """Where the figures of an indicator come from."""

    YEAR_RELEASE = "year_release"
    RIGHTS = "rights"
    QUARTER_RELEASES = "quarter_releases"
    FINDING = "finding"
    COMPLAINTS = "complaints"
    AGREEMENTS = "agreements"
    REPORTS = "reports"

"""Typed identifiers.

All are random UUIDs, version 4: a time-ordered id would tell anyone who sees it when a person was identified.
"""

from typing import NewType
from uuid import UUID, uuid4

OrganisationId = NewType("OrganisationId", UUID)
UserId = NewType("UserId", UUID)
CaseId = NewType("CaseId", UUID)
PersonId = NewType("PersonId", UUID)
ShelterId = NewType("ShelterId", UUID)
RecordId = NewType("RecordId", UUID)
EntryId = NewType("EntryId", UUID)
SessionId = NewType("SessionId", UUID)

# A code of the catalogue, for example R1-04a. It is not random, so it is text.
StandardId = NewType("StandardId", str)


def new_id() -> UUID:
    """Return a fresh random UUID."""
    return uuid4()

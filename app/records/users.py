"""Users, their trainings and their undertakings."""

from app.access import ALL_ROLES, Role
from app.records.base import Fact, Given, Record, Sealed, makes, noted
from app.records.values import Codes, Day, Digest, Id, Language, ShortText, Timestamp, YesNo
from app.vocabulary.organisations import StaffSex, TrainingTopic, UndertakingKind


class User(Record):
    """A member of staff, official or interpreter with an account or a part in a case."""

    organisation_id: Fact[Id]
    role: Fact[Role]
    sex: Fact[StaffSex | None]
    languages: Fact[Codes[Language] | None]
    active: Fact[YesNo]
    first_case_access_at: Given[Timestamp | None] = noted("set by the system")
    name: Sealed[ShortText] = noted("HTCDS 2.0: through assignment", htcds="cas_CaseOwner")
    email: Sealed[ShortText]


class Training(Record):
    """A course a user completed; valid for a while."""

    user_id: Fact[Id]
    topic: Fact[TrainingTopic]
    completed_on: Fact[Day]
    valid_until: Fact[Day | None]


class Undertaking(Record):
    """A promise a user signed: confidentiality, or the code of conduct."""

    user_id: Fact[Id]
    kind: Fact[UndertakingKind]
    signed_on: Fact[Day]
    document_digest: Fact[Digest | None]


class Access(Record):
    """The first time a user opened any case; written by the system alone."""

    user_id: Given[Id]
    first_case_access_at: Given[Timestamp]


REGISTER_USER = makes(
    "register_user",
    User,
    path="/users",
    by=frozenset({Role.ORGANISATION_ADMIN, Role.SYSTEM_ADMIN}),
    summary="Register a member of staff, an official or an interpreter.",
)

RECORD_TRAINING = makes(
    "record_training",
    Training,
    path="/users/{user_id}/trainings",
    moment="completed_on",
    by=frozenset({Role.ORGANISATION_ADMIN, Role.SUPERVISOR}),
    summary="Record a course that a user completed.",
)

SIGN_UNDERTAKING = makes(
    "sign_undertaking",
    Undertaking,
    path="/users/{user_id}/undertakings",
    moment="signed_on",
    by=ALL_ROLES,
    summary="Record a promise that a user signed.",
)

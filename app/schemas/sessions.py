"""What is sent and answered when people sign in."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, SecretStr

from app.access import Role
from app.schemas.base import Schema


class Credentials(Schema):
    """What a person signs in with."""

    username: Annotated[str, Field(min_length=1, max_length=100, examples=["sokha"])]
    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]
    totp: Annotated[SecretStr, Field(min_length=6, max_length=12, description="The code that the authenticator application shows now.")]


class SignedInUser(Schema):
    """Who is signed in."""

    id: UUID
    role: Role
    organisation_id: UUID


class CurrentSession(Schema):
    """A running session and its two ends: at the latest, and after so long without use."""

    id: UUID
    started_at: AwareDatetime
    expires_at: AwareDatetime
    idle_seconds: int
    user: SignedInUser


class NewSession(CurrentSession):
    """A session that just began, with its token, which is shown this once."""

    token: str


class AccountOrder(Schema):
    """The name a user is to sign in with. Case does not matter."""

    username: Annotated[str, Field(min_length=1, max_length=100, examples=["sokha"])]


class AccountMade(Schema):
    """What the user needs to sign in; shown this once."""

    username: str
    password: str
    totp_secret: str
    otpauth_uri: str


class SessionsEnded(Schema):
    """How many sessions were ended."""

    ended: int

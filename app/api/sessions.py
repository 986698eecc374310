"""Signing in and out, and accounts."""

from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.access import Permission
from app.api import problems
from app.api.door import PREFIX, Answer, Routes, _responses, to_bytes
from app.crypto.passwords import PasswordsBusy
from app.errors import Refused
from app.schemas.sessions import AccountMade, AccountOrder, Credentials, CurrentSession, NewSession, SessionsEnded
from app.services import accounts, sessions, signing_in
from app.services.instants import iso
from app.services.sessions import RunningSession
from app.work import House, Work

routes = Routes("sessions")
router = routes.router


def sign_in(request: Request, credentials: Credentials) -> Response:
    """Sign in with name, password and one-time code."""
    house: House = request.app.state.house
    settings: Any = request.app.state.settings
    try:
        token, session = signing_in.sign_in(
            house,
            credentials.username,
            credentials.password.get_secret_value(),
            credentials.totp.get_secret_value(),
            idle_seconds=settings.session_idle_minutes * 60,
            absolute_seconds=settings.session_hours * 3600,
        )
    except Refused as refused:
        return problems.of(refused)
    except PasswordsBusy:
        return problems.problem("busy", "Too many people are signing in at once.", headers={"Retry-After": "2"})
    except (OperationalError, PoolTimeout):
        return problems.problem("busy", "The database did not answer in time.", headers={"Retry-After": "1"})
    shown = to_bytes({"token": token, **_shown(session)})
    return Response(shown, 201, headers={"Cache-Control": "no-store"}, media_type="application/json")


# Nobody is at work yet, so this route has no unit of work of its own and is not made by `routes.add`.
sign_in.permission = Permission.SIGN_IN  # type: ignore[attr-defined]  # what the tests of shape read
router.add_api_route(
    PREFIX + "/sessions",
    sign_in,
    methods=["POST"],
    status_code=201,
    operation_id="sign_in",
    name="sign_in",
    summary="Sign in with name, password and one-time code.",
    response_model=None,
    responses=_responses(201, NewSession, Permission.SIGN_IN, ("sign_in_failed", "too_many_attempts")),
)


@routes.add("GET", "/sessions/current", Permission.OWN_SESSION, operation_id="current_session", response=CurrentSession)
def current(work: Work, request: Request) -> dict[str, object]:
    """Show the session one is in."""
    return _shown(sessions.current(work, request.headers.get("authorization")))


@routes.add("DELETE", "/sessions/current", Permission.OWN_SESSION, status=204, operation_id="sign_out")
def sign_out(work: Work, request: Request) -> Answer:
    """Sign out: the token is worth nothing from now on."""
    sessions.sign_out(work, request.headers.get("authorization"))
    return Answer(b"", 204)


@routes.add(
    "POST", "/users/{user_id}/account", Permission.ACCOUNT_WRITE, status=201, operation_id="make_account", response=AccountMade,
    refusals=("not_found",),
)  # fmt: skip
def make_account(work: Work, user_id: UUID, body: AccountOrder) -> accounts.NewAccount:
    """Give a user a way to sign in, in place of any there was. The secrets are shown this once."""
    return accounts.make_account(work, user_id, body.username)


@routes.add(
    "DELETE", "/users/{user_id}/sessions", Permission.ACCOUNT_WRITE, operation_id="end_sessions", response=SessionsEnded,
    refusals=("not_found",),
)  # fmt: skip
def end_sessions(work: Work, user_id: UUID) -> dict[str, int]:
    """End every session of a user at once."""
    return {"ended": sessions.sign_out_everywhere(work, user_id)}


def _shown(session: RunningSession) -> dict[str, object]:
    return {
        "id": str(session.id),
        "started_at": iso(session.started_at),
        "expires_at": iso(session.expires_at),
        "idle_seconds": session.idle_seconds,
        "user": {"id": str(session.user_id), "role": session.role, "organisation_id": str(session.organisation_id)},
    }

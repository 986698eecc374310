"""`rumduol code`: what a telephone would show, for the invented accounts of a demonstration."""

import json
import time
from typing import Annotated

import typer
from pyotp.totp import TOTP

from app.cli.serving import ACCOUNTS
from app.crypto.passwords import STEP
from app.errors import Misconfigured
from app.settings import Settings

Username = Annotated[str, typer.Argument(help="The account's name, such as social_worker.")]


def code(username: Username = "social_worker") -> None:
    """Tell the password and the one-time code of a demo account. A code counts once: to sign in again, wait for the next."""
    file = Settings().data / ACCOUNTS
    if not file.exists():
        raise Misconfigured(f"There are no demo accounts in {file}; `rumduol run` makes them in an empty database.")
    accounts = {account["username"]: account for account in json.loads(file.read_text(encoding="utf-8"))}
    if username not in accounts:
        raise Misconfigured(f"No demo account is called so; there are: {', '.join(accounts)}.")
    account, now = accounts[username], int(time.time())
    typer.echo(f"password       {account['password']}")
    typer.echo(f"one-time code  {TOTP(account['totp_secret']).at(now)}  (for {STEP - now % STEP} more seconds)")

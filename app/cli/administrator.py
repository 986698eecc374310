"""`rumduol administrator`: the first way into an empty installation, and the last one when every administrator has lost theirs."""

from typing import Annotated

import typer

from app.services import first_administrator
from app.settings import Settings

Name = Annotated[str, typer.Option(prompt="Full name (it is sealed)", help="The person's full name; it is sealed.")]
Email = Annotated[str, typer.Option(prompt="Work e-mail address (it is sealed)", help="The work e-mail address; it is sealed.")]


def administrator(username: Annotated[str, typer.Argument(help="The name of the account.")], name: Name, email: Email) -> None:
    """Make an account for a system administrator, in place of a lost one if the name is theirs. The secrets are shown this once."""
    from app.main import open_from

    house, _ = open_from(Settings())
    made = first_administrator.account_for(house, username, name=name, email=email)
    secret = " ".join(made.totp_secret[start : start + 4] for start in range(0, len(made.totp_secret), 4))
    typer.echo(f"Account:   {made.username}")
    typer.echo(f"Password:  {made.password}")
    typer.echo(f"Secret for one-time codes: {secret}")
    typer.echo("This is shown once. Sign in, then register the first organisation; /tour says what comes next.")

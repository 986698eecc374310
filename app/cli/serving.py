"""`rumduol run`, `serve` and `migrate`: starting the service."""

import socket
import sys
from typing import Annotated, Any

import typer
from sqlalchemy import select

from app.cli import keys
from app.crypto.keys import MasterKey
from app.db import engine_for
from app.errors import Misconfigured
from app.models.registers import Organisation
from app.services import demo, migrating
from app.services.key_store import DatabaseKeyStore
from app.settings import Settings
from app.work import NOBODY, House

Host = Annotated[str, typer.Option(envvar="HOST", help="The address to listen on.")]
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="The port to listen on.")]
Demo = Annotated[bool, typer.Option(help="Fill an empty database with invented cases.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Processes; one per core.")]
ACCOUNTS = "demo-accounts.json"
# Addresses of requests hold ids of cases; who asked for what stands in the audit log, not in a file beside it.
_SERVER: dict[str, Any] = {"access_log": False, "server_header": False, "log_level": "warning"}


def run(*, host: Host = "127.0.0.1", port: Port = 8000, demo: Demo = True) -> None:
    """Start for development or a demonstration: whatever is missing is made, and an empty database gets invented cases."""
    import uvicorn

    from app.main import create_app, keep_house, open_from

    settings = Settings()
    _require_free(host, port)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrating.migrate(settings.database_url, settings.keys_url)
    _make_key_if_new(settings)
    house, master = open_from(settings)
    keys.publish(master, settings.data)
    if demo:
        _seed_if_empty(house, settings)
    keep_house(house, master, settings)
    typer.echo(f"Rumduol is at http://{host}:{port} (its API is described at http://{host}:{port}/docs)")
    if (accounts := settings.data / ACCOUNTS).exists():
        typer.echo(f"Demo accounts, one per role at least: {accounts}")
    typer.echo("Stop it with Ctrl-C.")
    uvicorn.run(create_app(house, settings), host=host, port=port, **_SERVER)


def serve(*, host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    """Start for production: nothing is made. The master key must be there and both databases at the newest migration."""
    import uvicorn

    from app.main import build, create_app, keep_house, open_from

    settings = Settings()
    _require_free(host, port)
    house, master = open_from(settings)
    keys.publish(master, settings.data)
    typer.echo(f"Rumduol listens on http://{host}:{port}")
    if workers > 1:
        house.writing.dispose()  # Each worker opens its own.
        uvicorn.run(f"{build.__module__}:{build.__name__}", factory=True, host=host, port=port, workers=workers, **_SERVER)
        return
    keep_house(house, master, settings)
    uvicorn.run(create_app(house, settings), host=host, port=port, **_SERVER)


def migrate() -> None:
    """Bring both databases to the newest migration."""
    settings = Settings()
    if settings.database_url.startswith("sqlite") or settings.keys_url.startswith("sqlite"):
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrating.migrate(settings.database_url, settings.keys_url)
    typer.echo(f"Both databases are at their newest migration ({migrating.newest(migrating.Section.MAIN)}).")


def _require_free(host: str, port: int) -> None:
    """Refuse to start where another listens already, before anything is made."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Misconfigured(f"Cannot listen on {host}:{port} ({error.strerror}); set another PORT or HOST.") from None


def _make_key_if_new(settings: Settings) -> MasterKey | None:
    """Make a master key where no key store is bound to one yet; a lost key is never replaced by a new one."""
    file = settings.master_key_file
    if settings.master_key or file is None or file.exists():
        return None
    engine = engine_for(settings.keys_url, pool_size=1)
    try:
        bound = DatabaseKeyStore(engine).check_value() is not None
    finally:
        engine.dispose()
    return None if bound else keys.make(file)


def _seed_if_empty(house: House, settings: Settings) -> None:
    """Make the invented cases, if the database has no organisation yet."""
    with house.reading.connect() as connection:
        begun = connection.scalar(select(Organisation.id).where(Organisation.id != NOBODY).limit(1))
    accounts = settings.data / ACCOUNTS
    if begun is not None:
        if not accounts.exists():
            typer.echo("The database is not empty and no demo accounts were written here; sign in with accounts of your own.")
        return
    with typer.progressbar(length=1000, label="Making demo data (invented people)", file=sys.stderr) as bar:
        demo.seed(house, accounts, progress=lambda done, of: bar.update(1000 * done // of - bar.pos))

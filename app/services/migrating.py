"""Bringing both databases to the newest migration, or telling that they are behind."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from app.db import engine_for, for_writing

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class Section(StrEnum):
    """Which of the two databases."""

    MAIN = "alembic"
    KEYS = "keystore"


def migrate(database_url: str, keys_url: str) -> None:
    """Bring both databases to the newest migration; an SQLite file is made where there is none, readable by its owner only."""
    for url, section in ((database_url, Section.MAIN), (keys_url, Section.KEYS)):
        engine = engine_for(url, pool_size=1)
        make_file(engine)
        upgrade(engine, section)
        engine.dispose()


def upgrade(engine: Engine, section: Section, revision: str = "head") -> None:
    """Run the migrations up to a revision, all or none."""
    with for_writing(engine).begin() as connection:
        config = _config(section)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(engine: Engine, section: Section, revision: str = "base") -> None:
    """Run the migrations down to a revision, all or none. What the tables above it held is gone."""
    with for_writing(engine).begin() as connection:
        config = _config(section)
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def is_current(engine: Engine, section: Section) -> bool:
    """Say whether the newest migration has run."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest(section)


def newest(section: Section) -> str | None:
    """Return the newest revision."""
    return ScriptDirectory.from_config(_config(section)).get_current_head()


def make_file(engine: Engine) -> None:
    """Make an SQLite file that its owner only may read; SQLite's own would be everybody's, and its log follows the mode of the file."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        file = Path(engine.url.database)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)


def _config(section: Section) -> Config:
    config = Config()
    location = _MIGRATIONS if section is Section.MAIN else _MIGRATIONS / "keystore"
    # A percent sign would be read as the start of a variable.
    config.set_main_option("script_location", str(location).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

"""Migrations go up, down and up again over rows, and lead to what the models say, on both engines."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, inspect, text
from sqlalchemy.exc import DatabaseError

from app import models
from app.db import engine_for
from app.models.base import NAMES, Base
from app.models.keys import KeyBase
from app.services.migrating import Section, downgrade, is_current, migrate, upgrade
from app.work import House
from migrations import running
from tests.builders import Town, a_case

# Every file of tables, so that the metadata is whole.
for module in pkgutil.iter_modules(models.__path__, "app.models."):
    import_module(module.name)

SECTIONS: list[tuple[Section, MetaData]] = [(Section.MAIN, Base.metadata), (Section.KEYS, KeyBase.metadata)]


@pytest.fixture
def empty(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database without any table."""
    if engine_name == "sqlite":
        engine = engine_for(f"sqlite:///{tmp_path / 'empty.db'}")
        yield engine
        engine.dispose()
        return
    server = request.getfixturevalue("postgres")
    url = server.create()
    engine = engine_for(url)
    yield engine
    engine.dispose()
    server.drop(url)


def differences(engine: Engine, metadata: MetaData) -> list[object]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


@pytest.mark.parametrize(("section", "metadata"), SECTIONS)
def test_what_is_migrated_is_what_the_models_say(empty: Engine, section: Section, metadata: MetaData) -> None:
    upgrade(empty, section)
    assert differences(empty, metadata) == []
    found = inspect(empty)
    for table in metadata.sorted_tables:
        assert found.get_pk_constraint(table.name)["name"] == table.primary_key.name
        assert {key["name"] for key in found.get_foreign_keys(table.name)} == {key.name for key in table.foreign_key_constraints}


@pytest.mark.parametrize(("section", "metadata"), SECTIONS)
def test_down_leaves_nothing_and_up_again_leaves_all(empty: Engine, section: Section, metadata: MetaData) -> None:
    upgrade(empty, section)
    downgrade(empty, section)
    assert inspect(empty).get_table_names() == ["alembic_version"]
    assert not is_current(empty, section)
    upgrade(empty, section)
    assert is_current(empty, section)
    assert differences(empty, metadata) == []


def test_down_and_up_over_rows_step_by_step(house: House, town: Town) -> None:
    """Each step keeps the rows of the tables below it."""
    a_case(house, town.person(next(role for place, role in town.people if place == town.own)))
    with house.reading.connect() as connection:
        before = connection.scalar(text("SELECT count(*) FROM cases"))
    for revision in ("0005", "0004", "0003", "0002", "0001"):
        downgrade(house.reading, Section.MAIN, revision)
    with house.reading.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM cases")) == before == 1
    upgrade(house.reading, Section.MAIN)
    with house.reading.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM cases")) == 1
    downgrade(house.reading, Section.MAIN)


@pytest.mark.parametrize("table", ["entries", "audit_entries"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET position = 9", "DELETE FROM {}"])
def test_what_was_written_down_is_neither_changed_nor_removed(house: House, table: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match=f"of {table} is refused"), house.writing.begin() as connection:
        connection.execute(text(statement.format(table)))


def test_a_sealed_value_is_not_changed(house: House) -> None:
    with pytest.raises(DatabaseError, match="of sealed_values is refused"), house.writing.begin() as connection:
        connection.execute(text("UPDATE sealed_values SET field = 'other'"))


def test_a_migration_that_fails_leaves_nothing_behind(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from migrations import append_only

    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr(append_only, "make_refusal", fail)
    with pytest.raises(RuntimeError):
        upgrade(empty, Section.MAIN)
    assert inspect(empty).get_table_names() == []


def test_names_are_the_ones_of_the_models() -> None:
    assert running.NAMES == NAMES


def test_no_migration_imports_the_models() -> None:
    files = [file for file in Path(running.__file__).parent.rglob("*.py") if "versions" in file.parts]
    assert len(files) >= 7
    assert [file.name for file in files if "app." in file.read_text(encoding="utf-8")] == []


def test_the_files_of_a_new_database_are_their_owner_s_only(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'new' / 'main.db'}", f"sqlite:///{tmp_path / 'new' / 'keys.db'}")
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "new").iterdir()} == {0o600}

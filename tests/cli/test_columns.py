"""`rumduol columns`: built and shown."""

from pathlib import Path

from tests.cli.conftest import Rumduol


def test_columns_are_built_and_then_told_of(rumduol: Rumduol, lived_in: object, tmp_path: Path) -> None:
    nothing = rumduol("columns", "show")
    assert (nothing.code, nothing.out.startswith("There are no columns in ")) == (1, True)
    built = rumduol("columns", "build")
    assert built.code == 0
    assert " cases, shelters and staff stand in " in built.out
    shown = rumduol("columns", "show")
    assert shown.code == 0
    assert shown.out.startswith("built ")
    assert str(tmp_path / "data" / "columns") in shown.out


def test_columns_of_no_database_make_none(rumduol: Rumduol, tmp_path: Path) -> None:
    assert rumduol("columns", "build").code == 2
    assert not (tmp_path / "data").exists()

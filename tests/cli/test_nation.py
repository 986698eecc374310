"""`rumduol nation`: made, gone on with, checked, and a finding that somebody changed."""

import sqlite3
from pathlib import Path

from tests.cli.conftest import Rumduol

SMALL = ("--cases", "40", "--stories", "8", "--organisations", "3", "--processes", "1", "--as-of", "2025-06-16")


def test_a_nation_is_made_once_checked_and_what_somebody_changed_is_named(rumduol: Rumduol, tmp_path: Path) -> None:
    rumduol("key", "create")
    rumduol("migrate")
    made = rumduol("nation", "make", *SMALL)
    assert (made.code, made.out) == (0, "40 cases of 8 stories in 3 organisations, up to 2025-06-16T00:00:00+07:00; 40 written now\n")
    assert rumduol("nation", "make", *SMALL).out.endswith("; 0 written now\n")
    assert rumduol("nation", "make", *SMALL[2:]).code == 2
    checked = rumduol("nation", "check", "--sample", "40", "--days", "1")
    assert checked.code == 0
    assert checked.out.endswith(" findings compared, 0 differences\n")
    with sqlite3.connect(tmp_path / "data" / "rumduol.db") as database:
        database.execute(
            "UPDATE findings SET status = 'waived' WHERE subject_kind = 'case' AND ends_at > 99999999999 AND status = 'overdue'"
        )
    database.close()
    checked = rumduol("nation", "check", "--sample", "40", "--days", "1")
    assert checked.code == 1
    assert "kept waived" in checked.out

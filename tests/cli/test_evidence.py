"""`rumduol evidence`: a pack as files, and verifying one."""

import json
from pathlib import Path

from tests.cli.conftest import Rumduol


def test_a_pack_is_made_once_written_as_files_and_verified(rumduol: Rumduol, lived_in: object, tmp_path: Path) -> None:
    words = ("evidence", "pack", "--recommendation", "118.76", "--from", "2020", "--to", "2021", "--out", str(tmp_path / "out"))
    first = rumduol(*words)
    assert first.code == 0, first.err
    kept = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert sorted(kept) == [f"evidence-118.76-2020-2021-edition-1{ending}" for ending in ("-en.pdf", "-km.pdf", ".csv", ".json")]
    again = rumduol(*words)
    assert "stays as it is" in again.out
    assert kept == {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    file = tmp_path / "out" / "evidence-118.76-2020-2021-edition-1.json"
    key = json.loads(file.read_bytes())["public_key"]
    assert "All well" in rumduol("evidence", "verify", str(file), "--key", key).out
    file.write_bytes(file.read_bytes().replace(b"2020", b"2019"))
    assert rumduol("evidence", "verify", str(file), "--key", key).code == 1


def test_what_is_no_pack_is_wrong_usage(rumduol: Rumduol, lived_in: object, tmp_path: Path) -> None:
    words = ("evidence", "pack", "--out", str(tmp_path), "--recommendation")
    for wrong in (("118.77", "--from", "2020", "--to", "2021"), ("118.76", "--from", "2021", "--to", "2020")):
        assert rumduol(*words, *wrong).code == 2
    assert rumduol("evidence", "verify", str(tmp_path / "none.json"), "--key", "00").code == 2

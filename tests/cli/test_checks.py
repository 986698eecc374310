"""The offline checks: the audit log, the rebuild, the catalogue, the generated pages. 0 all well, 1 something found."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.cli import docs
from app.db import engine_for
from app.standards.rulebook import BUILT_IN
from tests.cli.conftest import Rumduol, process


def change(data: Path, *statements: str) -> None:
    engine = engine_for(f"sqlite:///{data / 'rumduol.db'}")
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def data(tmp_path: Path, lived_in: object) -> Path:
    return tmp_path / "data"


def test_the_audit_log_is_verified_without_a_key_and_the_first_bad_entry_is_named(rumduol: Rumduol, data: Path, tmp_path: Path) -> None:
    assert rumduol("audit", "checkpoint").out.startswith("checkpoint 1 over")
    assert rumduol("audit", "checkpoint").out == "nothing moved since the last checkpoint\n"
    copies = tmp_path / "checkpoints.jsonl"
    assert rumduol("audit", "export-checkpoints", str(copies)).code == 0
    public = rumduol("audit", "public-key").out.strip()
    (data / "master.key").unlink()
    (data / "audit.pub").unlink()
    whole = rumduol("audit", "verify", "--checkpoints", str(copies), "--public-key", public)
    assert whole.code == 0
    assert whole.out.startswith("0 bad of ")
    unsigned = rumduol("audit", "verify")
    assert "give --public-key" in unsigned.err
    change(data, "DROP TRIGGER audit_entries_refuse_update", "UPDATE audit_entries SET actor_id = chain_id WHERE event = 'ActPerformed'")
    bad = rumduol("audit", "verify", "--public-key", public)
    assert bad.code == 1
    assert bad.out.startswith("first bad entry: ")
    assert "position 0: the entry, or the one before it, is not what was hashed" in bad.out


def test_a_public_key_or_file_of_checkpoints_that_is_none_is_wrong_usage(rumduol: Rumduol, data: Path) -> None:
    assert rumduol("audit", "verify", "--public-key", "00").code == 2
    assert rumduol("audit", "verify", "--checkpoints", str(data / "nothing")).code == 2
    (data / "broken").write_text("{}\n")
    assert "Line 1" in rumduol("audit", "verify", "--checkpoints", str(data / "broken")).err


def test_verifying_where_there_is_no_database_makes_none(rumduol: Rumduol, tmp_path: Path) -> None:
    assert rumduol("audit", "verify").code == 2
    assert not (tmp_path / "data").exists()


def test_a_rebuild_names_each_difference_and_exits_1(rumduol: Rumduol, data: Path) -> None:
    whole = rumduol("rebuild", "--check")
    assert whole.code == 0
    assert whole.out.startswith("0 difference(s) in ")
    change(data, "UPDATE users SET role = 'supervisor' WHERE role = 'social_worker'")
    found = rumduol("rebuild", "--check")
    assert found.code == 1
    assert "role: stands supervisor, should be social_worker" in found.out


def test_a_rebuild_of_a_case_that_there_is_not_is_wrong_usage(rumduol: Rumduol, data: Path) -> None:
    for words in (["--check"], []):
        done = rumduol("rebuild", *words, "--case", str(uuid4()))
        assert (done.code, done.out) == (2, "")
        assert "there is no such case" in done.err


def test_standards_are_listed_whole_with_source_tag_and_grade(rumduol: Rumduol) -> None:
    listed = json.loads(rumduol("standards", "list", "--json").out)
    assert (len(listed["rights"]), len(listed["standards"])) == (11, 103)
    assert all(s["sources"] and s["tag"] and s["grade"] and s["text"]["en"] and s["text"]["km"] for s in listed["standards"])
    shown = rumduol("standards", "list").out
    assert "11 rights, 103 standards" in shown
    assert all(s["id"] in shown for s in listed["standards"])
    assert rumduol("standards", "list", "--catalogue", "nowhere").code == 2


def test_a_malformed_standard_is_refused_with_file_and_line(rumduol: Rumduol, tmp_path: Path) -> None:
    good = BUILT_IN / "kh-2009" / "04-dignity.toml"
    done = rumduol("standards", "check", str(good))
    assert (done.code, done.out) == (0, "ok: 7 standards\n")
    lines = good.read_text(encoding="utf-8").splitlines()
    wrong = next(number for number, line in enumerate(lines) if line.startswith("gate = "))
    lines[wrong] = 'gate = "yes"'
    broken = tmp_path / "broken.toml"
    broken.write_text("\n".join(lines), encoding="utf-8")
    refused = rumduol("standards", "check", str(broken))
    assert refused.code == 1
    assert f"{broken}:{wrong + 1}: " in refused.out
    assert "Traceback" not in refused.err


def test_the_generated_pages_are_up_to_date(rumduol: Rumduol) -> None:
    assert rumduol("docs", "--check").code == 0


def test_a_stale_page_is_named_and_written_anew(rumduol: Rumduol, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs, "REPOSITORY", tmp_path)
    monkeypatch.setattr(docs, "_FOLDER", tmp_path)
    stale = rumduol("docs", "--check")
    assert stale.code == 1
    assert "settings.md is not up to date" in stale.out
    assert rumduol("docs").code == 0
    assert rumduol("docs", "--check").code == 0


def test_wrong_usage_ends_with_2(rumduol: Rumduol) -> None:
    assert rumduol("nothing-of-the-kind").code == 2
    assert rumduol("standards", "check").code == 2
    assert rumduol("standards", "check", "nowhere.toml").code == 2


def test_usage_names_the_command_however_it_was_started() -> None:
    with process("rebuild", "--help") as started:
        out, _ = started.communicate(timeout=60)
    assert "Usage: rumduol rebuild" in out

"""`rumduol report` and `rumduol verify`: from a frozen report to a file, and from a file that somebody received to what it is worth."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import report, report_demo
from app.errors import Misconfigured
from app.main import open_from
from app.reports import verifying
from app.reports.files import Format
from app.services import checkpoints, report_files
from app.services.sessions import NOBODY_AT_WORK
from app.settings import Settings
from app.work import House, unit_of_work
from tests.builders import Town
from tests.cli.conftest import Rumduol
from tests.reports.cycle import a_drafted_report, a_frozen_report, this_month
from tests.reports.frozen import STRANGER

STRANGERS_KEY = STRANGER.public_key().public_bytes_raw().hex()


@pytest.fixture
def house(tmp_path: Path, lived_in: Town) -> Iterator[House]:
    opened, _ = open_from(Settings(data=tmp_path / "data"))
    yield opened
    opened.writing.dispose()


def month(house: House) -> str:
    return this_month(house).first.isoformat()[:7]


def written(rumduol: Rumduol, house: House, out: Path, *more: str) -> list[Path]:
    done = rumduol("report", "mou", "--organisation", "house BATTAMBANG", "--period", month(house), "--out", str(out), *more)
    assert done.code == 0, done.err
    return sorted(out.iterdir())


@pytest.fixture
def received(rumduol: Rumduol, house: House, lived_in: Town, tmp_path: Path) -> Path:
    """The JSON of a frozen report."""
    a_frozen_report(house, lived_in)
    return next(file for file in written(rumduol, house, tmp_path / "out", "--language", "en") if file.suffix == ".json")


def test_every_format_is_written_and_taken_where_it_was_made(rumduol: Rumduol, house: House, lived_in: Town, tmp_path: Path) -> None:
    a_frozen_report(house, lived_in)
    files = written(rumduol, house, tmp_path / "out")
    assert [file.name.rsplit("-", 1)[-1] for file in files if file.suffix == ".pdf"] == ["en.pdf", "km.pdf"]
    assert {file.suffix for file in files} == {".json", ".csv", ".xlsx", ".pdf"}
    for file in files:
        done = rumduol("verify", str(file))
        assert done.code == 0
        assert done.out.endswith("All well.\n")


def test_an_installation_that_does_not_know_the_signer_says_so_and_what_to_do(
    rumduol: Rumduol, received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = rumduol("report", "public-key").out.strip()
    # Elsewhere: no database, no master key, nothing but the file.
    monkeypatch.setenv("RUMDUOL_DATA", str(tmp_path / "elsewhere"))
    unknown = rumduol("verify", str(received))
    assert unknown.code == 3
    assert "NOT KNOWN HERE" in unknown.out
    assert key in unknown.out
    assert rumduol("verify", str(received), "--key", key).code == 0
    folder = tmp_path / "elsewhere" / "trusted-signers"
    folder.mkdir(parents=True)
    (folder / "battambang.pub").write_text(key + "\n", encoding="ascii")
    known = rumduol("verify", str(received))
    assert known.code == 0
    assert "known (battambang.pub)" in known.out
    assert rumduol("verify", str(received), "--key", str(folder / "battambang.pub")).code == 0


def test_a_changed_file_and_another_signer_end_with_1(rumduol: Rumduol, received: Path) -> None:
    stranger = rumduol("verify", str(received), "--key", STRANGERS_KEY)
    assert stranger.code == 1
    assert "not the one of the key given" in stranger.out
    received.write_bytes(received.read_bytes().replace(b'"grade":"A"', b'"grade":"B"', 1))
    changed = rumduol("verify", str(received))
    assert changed.code == 1
    assert "WRONG  File: it is not what was sealed." in changed.out
    assert "WRONG  Snapshot: its digest should be" in changed.out


def test_the_place_in_the_audit_log_is_looked_for_in_checkpoints(rumduol: Rumduol, house: House, lived_in: Town, tmp_path: Path) -> None:
    a_frozen_report(house, lived_in)
    kept = tmp_path / "checkpoints.jsonl"
    assert rumduol("audit", "checkpoint").code == 0
    assert rumduol("audit", "export-checkpoints", str(kept)).code == 0
    file = written(rumduol, house, tmp_path / "out", "--language", "en")[0]
    found = rumduol("verify", str(file), "--checkpoints", str(kept))
    assert found.code == 0
    assert "a checkpoint names this very entry" in found.out
    with kept.open(encoding="ascii") as lines:
        (one,) = checkpoints.from_lines(lines)
    heads = tuple(head._replace(hash=bytes(32)) for head in one.heads)
    kept.write_text(checkpoints.to_line(one._replace(heads=heads)) + "\n", encoding="ascii")
    other = rumduol("verify", str(file), "--checkpoints", str(kept))
    assert other.code == 1
    assert "names another entry at this position" in other.out


def test_without_a_frozen_report_it_says_where_the_cycle_stands(rumduol: Rumduol, house: House, lived_in: Town, tmp_path: Path) -> None:
    words = ("report", "mou", "--organisation", str(lived_in.own), "--period", month(house), "--out", str(tmp_path / "out"))
    assert "none was made" in rumduol(*words).err
    a_drafted_report(house, lived_in)
    done = rumduol(*words)
    assert done.code == 2
    assert "it stands at: drafted" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--organisation", "nobody"), "There is no such organisation"),
        (("--organisation", "Invented"), "Several organisations are called that"),
        (("--period", "2026-Q5"), "--period takes"),
        (("--period", "2026-07..2026-06"), "--period takes"),
        (("--language", "fr"), "--language takes"),
    ],
)
def test_what_cannot_be_meant_is_told(rumduol: Rumduol, house: House, tmp_path: Path, words: tuple[str, str], told: str) -> None:
    given = {"--organisation": "Battambang", "--period": "2026-Q1", "--out": str(tmp_path / "out")} | dict([words])
    done = rumduol("report", "mou", *(word for pair in given.items() for word in pair))
    assert done.code == 2
    assert told in done.err


def test_what_is_no_file_or_no_key_is_told(rumduol: Rumduol, tmp_path: Path) -> None:
    assert "cannot be read" in rumduol("verify", str(tmp_path / "nothing")).err
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam", encoding="ascii")
    letter = rumduol("verify", str(tmp_path / "letter.txt"))
    assert letter.code == 1
    assert "none of the formats" in letter.out
    assert "64 hexadecimal digits" in rumduol("verify", str(tmp_path / "letter.txt"), "--key", "12").err


def test_a_period_is_read_in_four_ways() -> None:
    spans = {said: tuple(map(str, report._period(said))) for said in ("2026-Q3", "2026", "2026-02", "2025-11..2026-01")}
    assert spans == {
        "2026-Q3": ("2026-07-01", "2026-09-30"),
        "2026": ("2026-01-01", "2026-12-31"),
        "2026-02": ("2026-02-01", "2026-02-28"),
        "2025-11..2026-01": ("2025-11-01", "2026-01-31"),
    }
    with pytest.raises(Misconfigured):
        report._period("0000-Q1")


def test_the_demonstration_goes_the_whole_way_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with report_demo.a_demo(io.StringIO(), cases=3) as (house, invented):
        report_id = invented("lotus", None)
        with unit_of_work(house, NOBODY_AT_WORK) as work:
            made = report_files.make(work, report_files.kept(work, report_id), Format.JSON, language="km")
        assert verifying.verify(made.data, trusted={house.vault.export_public_key()}).well
        assert list(tmp_path.glob("rumduol-demo-*"))
    assert not list(tmp_path.glob("rumduol-demo-*"))

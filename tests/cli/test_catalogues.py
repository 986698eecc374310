"""Writing a catalogue: the worked example of docs/catalogues.md as it stands there, checked, loaded, judged and written as OSCAL."""

import json
import re
from pathlib import Path

import pytest
from trestle.oscal.catalog import Model as CatalogModel

from app.records.registry import shape
from app.standards.facts import Entry, JsonValue, fold
from app.standards.instants import parse_timestamp
from app.standards.judge import Judge
from app.standards.rulebook import load
from app.standards.rules import Scope
from tests.cli.conftest import ROOT, Rumduol

GUIDE = ROOT / "docs" / "catalogues.md"
NOW = parse_timestamp("2025-06-16T09:00:00+07:00")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The folder that somebody has who typed the guide's files."""
    files = re.findall(r"`(my-catalogues/[\w./-]+\.toml)`:\n\n```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert len(files) == 4
    for name, text in files:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path / "my-catalogues"


def test_the_guides_example_is_right_and_gives_the_findings_it_promises(rumduol: Rumduol, written: Path) -> None:
    done = rumduol("standards", "check", str(written))
    assert (done.code, done.out) == (0, "ok: 1 standards\n")
    judge = Judge(load("aa-mine", shape(), written), shape())
    observed: dict[str, JsonValue] = {"observed_on": "2025-06-01", "first_aid": False}
    entry = Entry("shelter_condition", "one", makes=True, occurred_at=NOW, recorded_at=NOW, facts=observed)
    found = [judge.findings(Scope.SHELTER, fold(told, shape(), NOW), NOW)["M1-01"].status.value for told in ([], [entry])]
    assert found == ["unknown", "unmet"]


def test_a_mistake_in_a_folder_of_catalogues_is_named_with_its_line_as_the_guide_shows(rumduol: Rumduol, written: Path) -> None:
    file = written / "aa-mine" / "standards.toml"
    lines = file.read_text("utf-8").replace("first_aid", "first_aids").splitlines()
    file.write_text("\n".join(lines), "utf-8")
    wrong = next(number for number, line in enumerate(lines, 1) if "first_aids" in line)
    refused = rumduol("standards", "check", str(written))
    assert refused.code == 1
    assert f'{file}:{wrong}: M1-01 rule.tests[1][1]: "first_aids" is not a field of shelter_condition' in refused.out


def test_a_catalogue_of_a_folder_is_listed_and_written_as_oscal(
    rumduol: Rumduol, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rumduol("standards", "oscal", "aa-mine").code == 2
    monkeypatch.setenv("RUMDUOL_CATALOGUES", str(written))
    assert "1 rights, 1 standards in aa-mine 0.1.0" in rumduol("standards", "list", "--catalogue", "aa-mine").out
    printed = json.loads(rumduol("standards", "oscal", "aa-mine").out)
    file = tmp_path / "mine.json"
    done = rumduol("standards", "oscal", "aa-mine", "--out", str(file))
    assert (done.code, done.out) == (0, f"{file}: 1 standards of aa-mine 0.1.0 as OSCAL 1.2.1\n")
    CatalogModel.model_validate_json(file.read_text("utf-8"))
    assert json.loads(file.read_text("utf-8"))["catalog"]["groups"] == printed["catalog"]["groups"]
    assert rumduol("standards", "oscal", "aa-mine", "--out", str(tmp_path / "nowhere" / "x.json")).code == 2

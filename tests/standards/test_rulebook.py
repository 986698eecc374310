"""The built-in catalogue, and catalogues side by side."""

from collections import Counter
from pathlib import Path
from shutil import copytree

import pytest

from app.records.registry import shape
from app.standards import rulebook
from app.standards.documents import standards_page
from app.standards.duration import parse_duration, spoken
from app.standards.rules import Before, Catalogue, Duration, Every, Holds, Within

KH_2009 = rulebook.BUILT_IN / "kh-2009"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return rulebook.load("kh-2009", shape())


def test_the_catalogue_is_whole(catalogue: Catalogue) -> None:
    assert (catalogue.id, catalogue.version, catalogue.jurisdiction) == ("kh-2009", "0.1.0", "KH")
    assert (len(catalogue.rights), len(catalogue.standards), len(catalogue.conditions)) == (11, 103, 12)
    assert len({standard.group for standard in catalogue.standards}) == 60
    assert len({standard.setting for standard in catalogue.standards if standard.setting}) == 41
    assert Counter(type(standard.rule) for standard in catalogue.standards) == {Within: 39, Holds: 33, Before: 25, Every: 6}
    assert [right.number for right in catalogue.rights] == list(range(1, 12))
    assert list(catalogue.by_id.values()) == list(catalogue.standards)


def test_each_standard_says_where_it_comes_from_in_two_languages(catalogue: Catalogue) -> None:
    for standard in catalogue.standards:
        assert standard.sources
        assert standard.tag
        assert standard.grade
        assert set(standard.text) == set(standard.next) == {"en", "km"}
    assert catalogue.translation_status["en"] == "original"
    assert catalogue.translation_status["km"].startswith("draft translation")


def test_parsing_twice_gives_the_same(catalogue: Catalogue) -> None:
    assert rulebook.parse(KH_2009, shape()) == catalogue


def test_nothing_is_wrong_with_the_built_in_catalogue_nor_with_any_one_file() -> None:
    assert rulebook.problems(KH_2009, shape()) == []
    for file in sorted(KH_2009.glob("*.toml")):
        assert rulebook.problems(file, shape()) == []


def test_an_edited_copy_loads_beside_the_first(tmp_path: Path, catalogue: Catalogue) -> None:
    for version in ("0.2.0", "0.10.0"):
        head = Path(copytree(KH_2009, tmp_path / version)) / "catalogue.toml"
        head.write_text(head.read_text("utf-8").replace('version = "0.1.0"', f'version = "{version}"'), "utf-8")
    movement = tmp_path / "0.10.0" / "09-freedom-of-movement.toml"
    movement.write_text(movement.read_text("utf-8").replace('limit = "PT24H"', 'limit = "PT12H"'), "utf-8")

    every = rulebook.load_all(shape(), extra=tmp_path)

    assert [name for name in every if name.startswith("kh-2009")] == ["kh-2009@0.1.0", "kh-2009", "kh-2009@0.2.0", "kh-2009@0.10.0"]
    assert every["kh-2009@0.1.0"] == catalogue
    assert every["kh-2009"].version == "0.10.0"
    assert every["kh-2009"].by_id["R9-01b"].limit == Duration(hours=12)
    assert rulebook.load("kh-2009@0.2.0", shape(), extra=tmp_path).by_id["R9-01b"].limit == Duration(hours=24)
    with pytest.raises(rulebook.UnknownCatalogue, match='did you mean "kh-2009"'):
        rulebook.load("kh-2010", shape())


def test_a_file_that_lies_alone_is_read_with_the_built_in_rights(tmp_path: Path) -> None:
    alone = tmp_path / "mine.toml"
    alone.write_text((KH_2009 / "04-dignity.toml").read_text("utf-8"), "utf-8")
    assert rulebook.parse(alone, shape()).standards[0].id == "R4-01a"


@pytest.mark.parametrize(
    ("text", "duration", "words"),
    [
        ("PT24H", Duration(hours=24), "24 hours"),
        ("PT1H", Duration(hours=1), "1 hour"),
        ("P0D", Duration(), "the same day"),
        ("P1D", Duration(days=1), "1 day"),
        ("P2W", Duration(days=14), "2 weeks"),
        ("P3M", Duration(months=3), "3 months"),
        ("P1Y", Duration(months=12), "1 year"),
    ],
)
def test_durations(text: str, duration: Duration, words: str) -> None:
    assert parse_duration(text) == duration
    assert spoken(text) == words


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "24H", "P1Y6M", "P1DT2H", "PT30M", "P-1D", "P1.5D", "p1d", " P1D", "P1D\n", "P101Y", "P٣D"]
)
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|hundred years"):
        parse_duration(text)


def test_the_page_shows_every_standard_and_says_what_it_is_not(catalogue: Catalogue) -> None:
    page = standards_page(catalogue)
    assert "No entry is a numbered clause of the 2009 document" in page
    assert page.count("\n### ") == 103
    for standard in catalogue.standards:
        assert standard.text["en"] in page
        assert f"{standard.text['km']} *(draft translation)*" in page
    assert page == standards_page(rulebook.parse(KH_2009, shape()))

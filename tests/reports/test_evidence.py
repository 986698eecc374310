"""The mapping of recommendations, and shares that tell nothing of a few."""

import doctest
import json
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from khmerspell import khnormal

from app.reports.evidence import catalogue, figures, pack, pages, shares
from app.reports.evidence.catalogue import described, indicators, recommendations
from app.reports.evidence.pdf import to_pdf
from app.reports.evidence.shares import ALL, Judged, protected
from app.reports.hiding import hide_counts
from app.services.opening import open_books
from app.vocabulary.evidence import CountedFrom
from tests.reports.attacker import Attacker, Equation

K = 11
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def texts(value: Any) -> Iterator[Mapping[str, str]]:
    """Every text in two languages."""
    if isinstance(value, Mapping):
        if "en" in value or "km" in value:
            yield value
        else:
            for part in value.values():
                yield from texts(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts(part)


def test_every_indicator_says_all_that_is_asked_of_it_in_both_languages() -> None:
    for one in indicators().values():
        assert one.fields
        assert (one.denominator is None) == (one.direction.value == "neither"), one.id
    declared = [*map(described, indicators().values()), *map(described, recommendations().values())]
    for text in texts(declared):
        assert text["en"]
        folded = text["km"].replace("\u17d2\u178a", "\u17d2\u178f")
        assert khnormal(folded) == folded


def test_recommendation_118_76_says_that_only_its_gist_is_known() -> None:
    one = recommendations()["118.76"]
    assert one.wording == "gist"
    assert (one.tag, one.grade) == ("INT", "B")
    assert "not seen" in one.seen["en"]
    assert 10 <= len(one.indicators) <= 16


def test_every_standard_that_is_counted_is_in_the_catalogue() -> None:
    known = open_books(None, "kh-2009").catalogue("kh-2009").by_id
    assert [one.id for one in indicators().values() if one.counted.standard and one.counted.standard not in known] == []
    assert {one.counted.source for one in indicators().values()} == set(CountedFrom)


@pytest.mark.parametrize(
    "wrong",
    [{"counted": {"from": "finding"}}, {"counted": {"from": "year_release", "table": "none"}}, {"direction": "up"}, {"colour": "red"}],
)
def test_a_mapping_that_cannot_be_right_is_refused(wrong: dict[str, Any]) -> None:
    text = {"en": "x", "km": "x"}
    right: dict[str, Any] = {"id": "x", "unit": "person", "fields": ["x"], "direction": "neither", "counted": {"from": "agreements"}}
    right |= dict.fromkeys(("title", "definition", "numerator", "limits"), text)
    assert catalogue._indicator(dict(right)).id == "x"
    with pytest.raises(catalogue.MalformedMapping):
        catalogue._indicator(right | wrong)


def test_the_examples_of_the_documentation_hold() -> None:
    assert [doctest.testmod(module).failed for module in (shares, figures, pack)] == [0, 0, 0]


def test_small_numbers_are_hidden_and_with_them_what_they_follow_from() -> None:
    """Three girls of whom two were asked: neither they nor the adults, who are all less the girls, are shown."""
    by_age = {"child": Judged(2, 1, 0), "adult": Judged(30, 20, 0)}
    shown = protected({"R": {"age_class": by_age}}, K)["R"]
    assert shown.get(("age_class", "child"), shares.Share(None, None)) == (None, None)
    whole, adults = shown.get(ALL), shown.get(("age_class", "adult"))
    assert whole is None or adults is None or None in (whole.kept, adults.kept)
    assert whole is None or adults is None or None in (whole.judged, adults.judged)


def test_whoever_knows_how_many_people_there_are_works_nothing_out() -> None:
    """Sixty invented years of two standards, by age and sex: every small count keeps five values at least, told which are small."""
    random, seen = Random(1), 0
    for _ in range(60):
        counts = invented(random)
        shown = protected(counts, K)
        seen += sum(one.judged is not None for groups in shown.values() for one in groups.values())
        assert narrowed(counts, shown) == []
    assert seen > 120  # what is all hidden is easily safe


def invented(random: Random) -> dict[str, dict[str, dict[str, Judged]]]:
    people: dict[tuple[str, str], int] = {
        (age, sex): random.choice((0, 1, 3, 8, 15, 40, 90)) for age in ("child", "adult") for sex in ("feminine", "masculine", "other")
    }
    found = {}
    for standard in ("R1", "R2"):
        cells = {}
        for key, number in people.items():
            judged = random.randint(0, number)
            kept = random.randint(0, judged)
            cells[key] = Judged(kept, judged - kept, number - judged)
        found[standard] = {
            dimension: {
                name: Judged(*(sum(part) for part in zip(Judged(), *(cells[key] for key in cells if key[place] == name), strict=True)))
                for name in dict.fromkeys(key[place] for key in cells)
            }
            for place, dimension in enumerate(("age_class", "sex"))
        }
    return found


def narrowed(counts: Mapping[str, Mapping[str, Mapping[str, Judged]]], shown: Mapping[str, Mapping[Any, shares.Share]]) -> list[str]:
    """Attack what is shown, knowing the number of people where it is not small; return the small counts with fewer than five values."""
    truth: dict[str, int] = {}
    seen: dict[str, int | None] = {}
    equations: list[Equation] = []
    for standard, groups in shown.items():
        for group, one in groups.items():
            cells = counts[standard]["age_class"].values() if group == ALL else [counts[standard][group[0]][group[1]]]
            judged = Judged(*(sum(part) for part in zip(*cells, strict=True)))
            names = {state: f"{standard} {group} {state}" for state in Judged._fields}
            truth |= {names[state]: number for state, number in judged._asdict().items()} | {f"people {group}": sum(judged)}
            seen[names["kept"]] = one.kept
            seen[names["not_kept"]] = None if one.judged is None or one.kept is None else one.judged - one.kept
            # Nobody publishes it; that it is nobody he may know.
            seen[names["rest"]] = None if judged.rest else 0
            equations.append({f"people {group}": -1, **dict.fromkeys(names.values(), 1)})
        for dimension in {group[0] for group in groups} - {"all"}:
            for state in Judged._fields:
                parts = {f"{standard} {group} {state}": 1 for group in groups if group[0] == dimension}
                equations.append({f"{standard} {ALL} {state}": -1, **parts})
    for dimension in {group[0] for groups in shown.values() for group in groups} - {"all"}:
        margins = {name: truth[name] for name in truth if name.startswith(f"people ('{dimension}'")}
        seen |= hide_counts(margins, K)
        equations.append({f"people {ALL}": -1, **dict.fromkeys(margins, 1)})
    if f"people {ALL}" in truth:
        seen[f"people {ALL}"] = truth[f"people {ALL}"] if truth[f"people {ALL}"] >= K else None
    bounds = {cell: (0, 0) if not truth[cell] else (1, K - 1) if truth[cell] < K else (K, 10_000) for cell in seen if seen[cell] is None}
    attacker = Attacker(seen, equations, bounds)
    small = [cell for cell in bounds if 0 < truth[cell] < K and not cell.startswith("people")]
    return [f"{cell} {low}-{high}" for cell in small for low, high in [attacker.bounds_of(cell)] if high - low + 1 < 5]


def a_pack() -> dict[str, Any]:
    series = {name: figures.counted([figures.share("2025", {"sex": "feminine"}, 20, 32)]) for name in indicators()}
    series["returns"] = figures.withheld(figures.NOT_PROTECTED)
    series["new_persons"] = figures.counted([figures.line("2025", {"sex": "feminine"}, None)])
    del series["agreements_in_force"]
    years = [
        {"year": 2024, "state": pack.NOTHING_RECORDED},
        {"year": 2025, "state": pack.COUNTED, "digest": "0" * 64, "indicators": series},
        {"year": 2026, "state": pack.NOT_ENDED},
    ]
    source = {"title": "Invented circular", "date": "2025-03-01", "sha256": None, "url": "https://example.org/circular"}
    words = {"en": "=An invented circular was issued.", "km": "សារាចរដែលបានបង្កើតសម្រាប់ការសាកល្បង។"}
    entry = {"id": "1", "indicator": None, "year": 2025, "kind": "law_or_policy", "text": words, "source": source, "verified_at": "x"}
    header = {"id": "1", "edition": 1, "frozen_at": "2026-01-05T07:00:00+07:00", "hidden_below": K, "cycle": {"from": 2024, "to": 2026}}
    content = pack.build(recommendations()["118.76"], years, [entry], standards={}, rights={}, header=header)
    digest = pack.digest(content)
    proof = {
        "digest": digest,
        "signature": SIGNER.sign(pack.statement(digest)).hex(),
        "public_key": SIGNER.public_key().public_bytes_raw().hex(),
    }
    loaded: dict[str, Any] = json.loads(pack.canonical(content | proof))
    return loaded


def test_a_pack_proves_itself_and_a_changed_one_does_not() -> None:
    made, key = a_pack(), SIGNER.public_key().public_bytes_raw()
    assert pack.mistakes(made, public_key=key) == []
    assert pack.mistakes(made, public_key=bytes(32))
    made["indicators"][1]["years"][1]["lines"][0]["numerator"] = 21
    assert pack.mistakes(made, public_key=key) == ["the digest does not fit: the pack was changed"]
    made["digest"] = pack.digest(made)
    assert pack.mistakes(made, public_key=key) == ["the signature does not fit: the pack was changed, or another installation signed it"]
    assert pack.mistakes({"format": "x"}, public_key=key)
    assert pack.mistakes(made | {"signature": "no hex"}, public_key=key)


def test_an_indicator_declared_after_a_year_was_counted_has_no_figures_of_it() -> None:
    late = next(one for one in a_pack()["indicators"] if one["id"] == "agreements_in_force")
    assert [year["state"] for year in late["years"]] == ["nothing_recorded", "not_counted", "not_ended"]


def test_the_table_says_hidden_and_runs_nothing_in_a_spreadsheet() -> None:
    text = pack.to_table(a_pack()).decode("utf-8-sig")
    assert ",hidden," in text
    assert "'=An invented circular" in text
    assert ",=An" not in text


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_pdf_is_the_same_each_time_and_carries_the_pack(language: str) -> None:
    made = a_pack()
    data = to_pdf(made, language=language)
    assert data.startswith(b"%PDF-")
    assert data == to_pdf(made, language=language)
    told = pages.pages(made, language=language)
    row = {"en": ["2025", "sex: feminine", "hidden"], "km": ["2025", "ភេទ: ស្រី", "លាក់"]}
    assert told["indicators"][0]["years"][1]["rows"] == [row[language]]
    assert [bool(year["why"]) for year in told["indicators"][0]["years"]] == [True, False, True]

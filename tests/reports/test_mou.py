"""The report as a document and as a table, from invented figures."""

import csv
import io
from typing import Any

from app.records.registry import shape
from app.reports import mou
from app.reports.figures import COUNTS, Figures
from app.reports.mou import Document, Material
from app.reports.mou_table import to_table
from app.standards.rulebook import load_all
from app.standards.rules import Scope, Status

CATALOGUE = load_all(shape(), None)["kh-2009"]
FINDING = {"standard": "R4-04", "status": "unmet", "due_at": None}
STANDARDS = [s for s in CATALOGUE.standards if s.scope is Scope.CASE][:4]


def figures(subjects: int, **counts: int) -> Figures:
    made = Figures(subjects=subjects, slots=subjects)
    for name, number in counts.items():
        made.add(Status(name), number, days_overdue=3 if name == "overdue" else None)
    return made


def a_report(**changes: Any) -> Document:
    material: dict[str, Any] = {
        "header": {
            "id": "invented",
            "organisation": {"id": "invented", "name": "=Invented House", "type": "ngo", "province": None},
            "mous": [{"number": "MOU-1", "state": "active", "rule_set": "kh-2009", "starts_on": "2025-01-01", "ends_on": "2025-12-31"}],
            "period": {"from": "2025-04-01", "to": "2025-06-30"},
            "as_of": "2025-06-30T23:59:59+07:00",
            "made_at": "2025-07-01T09:00:00+07:00",
        },
        "catalogue": CATALOGUE,
        "standards": STANDARDS,
        "total": figures(40, met=25, overdue=15),
        "rights": {STANDARDS[0].right: figures(40, met=25, overdue=15)},
        "by_standard": {s.id: figures(40, met=25 - n, overdue=15 + n) for n, s in enumerate(STANDARDS)},
        "staff": {},
        "cases": {"step": {"interview": 38, "recovery": 2}, "age_class": {"adult": 40}, "sex": {"feminine": 40}},
        "shelters": [{"code": "SH-1", "province": "KH-2", "condition": {"occupancy": 4}, "inspections": [], "findings": [FINDING]}],
        "waivers": [{"standard": "R1-01", "reason_code": "person_declined", "decided_at": "2025-05-01T09:00:00+07:00", "expires_on": None}],
    }
    return mou.document(Material(**(material | changes)))


def rows_of(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def test_every_standard_names_its_source_and_every_figure_is_defined() -> None:
    report = a_report()
    assert all(row["sources"] and row["provenance"] and row["grade"] and row["text"]["km"] for row in report["standards"])
    assert all(text["en"] and text["km"] for text in report["definitions"].values())
    assert report["definitions"].keys() >= report["total"].keys()


def test_the_table_holds_what_the_document_holds() -> None:
    report = a_report()
    rows = rows_of(to_table(report))
    (total,) = [row for row in rows if row["section"] == "all standards together"]
    assert (total["met"], total["share_met"], total["overdue_days_max"]) == ("25", "0.625", "3")
    assert [row["standard"] for row in rows if row["section"] == "standards"] == [s.id for s in STANDARDS]
    assert [row["item"] for row in rows if row["part"] == "each"] == ["person_declined"]
    assert {row["section"] for row in rows} >= {"rights", "cases", "shelters", "agreements (MOU)", "what the words mean"}


def test_no_cell_of_the_table_is_a_formula() -> None:
    table = to_table(a_report())
    assert table.startswith(b"\xef\xbb\xbf")
    assert rows_of(table)[0]["organisation"] == "'=Invented House"
    assert not [cell for row in rows_of(table) for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_large_counts_stay_and_single_waivers_go() -> None:
    shown = mou.hide(a_report(), 11)
    assert shown["total"] == a_report()["total"]
    assert shown["waivers"] == {"total": None, "by_reason": {"person_declined": None}, "listed": None}
    assert shown["cases"]["by_step"] == {"interview": None, "recovery": None}
    assert shown["shelters"][0]["condition"]["occupancy"] is None


def test_what_is_hidden_of_a_right_is_not_shown_by_its_standards() -> None:
    right = STANDARDS[0].right
    shown = mou.hide(a_report(rights={right: figures(40, met=37, overdue=3)}, total=figures(40, met=37, overdue=3)), 11)
    for row in (shown["total"], *shown["rights"], *shown["standards"]):
        assert (row["met"], row["overdue"], row["share_met"], row["overdue_days_max"]) == (None, None, None, None)


def test_a_row_about_few_people_is_hidden_whole() -> None:
    few = Figures(subjects=3, slots=90)
    few.add(Status.MET, 90)
    shown = mou.hide(a_report(total=few, rights={STANDARDS[0].right: few}), 11)
    assert {shown["rights"][0][status.value] for status in COUNTS} == {None}
    assert shown["rights"][0]["right"] == STANDARDS[0].right


def test_a_proposed_number_is_marked_wherever_its_standard_is_shown() -> None:
    proposed = next(s for s in CATALOGUE.standards if s.limit_basis == "proposed")
    report = a_report(standards=[proposed], by_standard={proposed.id: figures(40, met=40)}, staff={proposed.id: figures(40, met=40)})
    for row in (*report["standards"], *report["staff"]):
        assert (row["limit"], row["limit_basis"], row["setting"]) == (proposed.limit_text, "proposed", proposed.setting)
    marked = [row for row in rows_of(to_table(report)) if row["standard"] == proposed.id and row["met"]]
    assert [(row["limit"], row["limit_basis"], row["setting"]) for row in marked] == [
        (proposed.limit_text, "proposed", proposed.setting)
    ] * 2
    assert all(row["limit_in_words"] for row in marked)


def test_the_table_explains_itself_before_its_first_figure() -> None:
    rows = rows_of(to_table(a_report()))
    sections = list(dict.fromkeys(row["section"] for row in rows))
    assert sections[:2] == ["this report", "what the words mean"]
    assert sections.index("what the words mean") < sections.index("all standards together")
    assert [row["section"] for row in rows] == sorted((row["section"] for row in rows), key=sections.index)
    meant = {row["item"] for row in rows if row["section"] == "what the words mean"}
    assert meant >= {*Figures().shown(), "hidden", "limit_basis", "setting", "by step"}
    (agreement, _) = [row for row in rows if row["section"] == "agreements (MOU)"]
    assert (agreement["item"], agreement["starts_on"], agreement["ends_on"]) == ("MOU-1", "2025-01-01", "2025-12-31")
    (judged,) = [row for row in rows if row["shelter"] and row["part"] == "standard"]
    assert (judged["standard"], judged["status"], judged["text_en"]) == ("R4-04", "unmet", CATALOGUE.by_id["R4-04"].text["en"])


def test_what_is_hidden_says_so_in_the_table_and_what_is_empty_does_not() -> None:
    few, many = figures(3, met=3), figures(40, met=40)
    staff = {s.id: made for s, made in zip(STANDARDS, (few, many), strict=False)}
    rows = rows_of(to_table(mou.hide(a_report(staff=staff, total=many), 11)))
    assert "counts below 11 are hidden" in next(row["value"] for row in rows if row["item"] == "small counts")
    (total,) = [row for row in rows if row["section"] == "all standards together"]
    assert (total["met"], total["share_met"], total["overdue_days_max"]) == ("40", "1.0", "")
    assert next(row["share_met"] for row in rows if row["section"] == "standards of staff") == "hidden"
    assert next(row["value"] for row in rows if row["item"] == "occupancy") == "hidden"
    assert {row["value"] for row in rows if row["part"] in ("each", "by reason")} == {"hidden"}


def test_an_occupancy_nobody_recorded_is_not_hidden() -> None:
    shelter: Document = {"code": "SH-1", "province": None, "condition": {"occupancy": None}, "inspections": [], "findings": []}
    rows = rows_of(to_table(mou.hide(a_report(shelters=[shelter]), 11)))
    assert next(row["value"] for row in rows if row["item"] == "occupancy") == "not recorded"

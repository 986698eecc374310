"""OSCAL documents, read back by models that were generated from NIST's published schema and forbid what it does not know."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from trestle.oscal import OSCAL_VERSION
from trestle.oscal.assessment_results import Model as ResultsModel
from trestle.oscal.catalog import Model as CatalogModel
from trestle.oscal.poam import Model as PlanModel

from app.records.registry import shape
from app.standards import oscal
from app.standards.duties import Finding
from app.standards.oscal_plan import Action, plan
from app.standards.oscal_results import Assessed, Observed, Subject, Total, assessment_results
from app.standards.rulebook import load
from app.standards.rules import Catalogue, Scope, Status

SHAPE = shape()
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "catalogues"
NOW = 1_750_000_000
CASE = Subject("case", "7c9e6679-7425-40de-944b-e07fc1f90ae7", frozenset({Scope.CASE}))
RECORD = "0f8fad5b-d9cb-469f-a165-70867728950e"
BOOK = load("kh-2009", SHAPE)


def read(document: oscal.Document) -> Any:
    """Return the document as it comes back from JSON."""
    return json.loads(json.dumps(document, ensure_ascii=False))


def props(holder: Any, name: str) -> list[str]:
    return [prop["value"] for prop in holder["props"] if prop["name"] == name]


@pytest.mark.parametrize("name", ["kh-2009", "kh-2014-residential", "xx-example"])
def test_every_catalogue_is_valid_oscal_and_loses_no_standard(name: str) -> None:
    book = load(name, SHAPE, EXAMPLES)
    document = oscal.catalog(book, written_at=NOW)
    CatalogModel.model_validate_json(json.dumps(document))
    groups = read(document)["catalog"]["groups"]
    controls = [control for group in groups for control in group.get("controls", [])]
    assert [group["id"] for group in groups] == [right.key for right in book.rights]
    assert {control["id"] for control in controls} == set(book.by_id)
    for control in controls:
        assert_whole(book, control)


def assert_whole(book: Catalogue, control: Any) -> None:
    """What a reader must know before relying on a standard leaves with it."""
    standard = book.by_id[control["id"]]
    assert props(control, "grade") == [standard.grade]
    assert props(control, "provenance") == [standard.tag]
    assert props(control, "limit-basis") == [standard.limit_basis]
    assert len(control["links"]) == len(standard.sources)
    parts = {part["name"]: part for part in control["parts"]}
    assert parts["statement"]["prose"] == standard.text["en"]
    assert parts["statement"]["parts"][0]["prose"] == standard.text["km"]
    assert props(parts["statement"]["parts"][0], "translation-status") == ["draft translation"]
    assert [param["values"] for param in control.get("params", [])] == ([[standard.limit_text]] if standard.limit_text else [])


def test_a_document_says_the_version_that_it_was_checked_against() -> None:
    assert oscal.VERSION == OSCAL_VERSION


def test_ids_are_unique_and_references_lead_somewhere() -> None:
    text = json.dumps(oscal.catalog(BOOK, written_at=NOW))
    ids = re.findall(r'"id": "([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'"href": "#([^"]+)"', text)) <= set(re.findall(r'"uuid": "([^"]+)"', text))


def test_the_same_catalogue_gives_the_same_document_and_another_version_another_uuid() -> None:
    assert oscal.catalog(BOOK, written_at=NOW) == oscal.catalog(load("kh-2009", SHAPE), written_at=NOW)
    later = read(oscal.catalog(BOOK, written_at=NOW + 1))
    assert later["catalog"]["uuid"] == read(oscal.catalog(BOOK, written_at=NOW))["catalog"]["uuid"]
    assert oscal.ident("catalog", "kh-2009@0.1.0") != oscal.ident("catalog", "kh-2009@0.2.0")


def judged(status: Status, *, standard: str = "R1-04a", turns_at: int | None = None) -> Assessed:
    found = Observed(Finding(standard, status, NOW + 60, done_late=False), (RECORD,), ("past_due",), turns_at)
    return Assessed(BOOK, [found], {"risk_check_limit": "PT12H"})


def result_of(*assessed: Assessed, subject: Subject = CASE) -> Any:
    document = assessment_results(subject, assessed, as_of=NOW, known_at=NOW)
    ResultsModel.model_validate_json(json.dumps(document))
    return read(document)["assessment-results"]


@pytest.mark.parametrize(
    ("status", "conclusion"),
    [
        (Status.MET, {"state": "satisfied", "reason": "pass"}),
        (Status.UNMET, {"state": "not-satisfied", "reason": "fail"}),
        (Status.OVERDUE, {"state": "not-satisfied", "reason": "fail"}),
        (Status.UNKNOWN, {"state": "not-satisfied", "reason": "other"}),
        (Status.WAIVED, {"state": "not-satisfied", "reason": "other"}),
        (Status.PENDING, None),
        (Status.NOT_APPLICABLE, None),
    ],
)
def test_each_of_the_seven_statuses_is_told_and_only_met_is_satisfied(status: Status, conclusion: dict[str, str] | None) -> None:
    (result,) = result_of(judged(status))["results"]
    (observation,) = result["observations"]
    assert props(observation, "status") == [status.value]
    if conclusion is None:
        assert "findings" not in result
        return
    (finding,) = result["findings"]
    assert finding["target"] == {"type": "objective-id", "target-id": "R1-04a_obj", "status": conclusion}
    assert props(finding, "status") == [status.value]
    assert finding["related-observations"] == [{"observation-uuid": observation["uuid"]}]


def test_an_observation_names_its_evidence_when_it_was_collected_and_when_it_expires() -> None:
    (result,) = result_of(judged(Status.PENDING, turns_at=NOW + 61))["results"]
    (observation,) = result["observations"]
    assert [evidence["href"] for evidence in observation["relevant-evidence"]] == [f"urn:uuid:{RECORD}"]
    assert (observation["collected"], observation["expires"]) == ("2025-06-15T15:06:40Z", "2025-06-15T15:07:41Z")
    assert props(observation, "due-at") == ["2025-06-15T15:07:40Z"]
    assert props(result, "own-limit") == ["PT12H"]
    assert "expires" not in result_of(judged(Status.PENDING))["results"][0]["observations"][0]


def test_a_result_reviews_the_standards_of_its_scope_and_a_target_is_an_objective_of_the_catalogue() -> None:
    (result,) = result_of(judged(Status.MET))["results"]
    reviewed = {one["control-id"] for one in result["reviewed-controls"]["control-selections"][0]["include-controls"]}
    assert reviewed == {standard.id for standard in BOOK.standards if standard.scope is Scope.CASE}
    assert result["findings"][0]["target"]["target-id"] in json.dumps(oscal.catalog(BOOK, written_at=NOW))


def test_several_catalogues_stand_side_by_side_even_one_without_a_standard_for_such_a_subject() -> None:
    user = Subject("user", CASE.id, frozenset({Scope.STAFF}))
    example = load("xx-example", SHAPE, EXAMPLES)
    first, second = result_of(judged(Status.MET, standard="R4-05a"), Assessed(example, [], {}), subject=user)["results"]
    assert (props(first, "catalogue"), props(second, "catalogue")) == (["kh-2009"], ["xx-example"])
    selection = second["reviewed-controls"]["control-selections"][0]
    assert selection["include-all"] == {}
    assert len(selection["exclude-controls"]) == len(example.standards)


def test_totals_are_satisfied_only_if_all_that_was_judged_is_met_and_hidden_numbers_conclude_nothing() -> None:
    organisation = Subject("organisation", CASE.id, frozenset(Scope))

    def concluded(**counts: int | None) -> Any:
        total = Total("R1-04a", {Status(name): number for name, number in counts.items()})
        (result,) = result_of(Assessed(BOOK, [total], {}), subject=organisation)["results"]
        return result["findings"][0]["target"]["status"] if "findings" in result else None

    assert concluded(met=40, pending=3) == {"state": "satisfied", "reason": "pass"}
    assert concluded(met=40, overdue=1) == {"state": "not-satisfied", "reason": "fail"}
    assert concluded(met=40, waived=1) == {"state": "not-satisfied", "reason": "other"}
    assert concluded(met=40, overdue=None) is None
    assert concluded(pending=3) is None


def test_a_corrective_plan_is_a_valid_plan_of_action_whose_risks_end_with_the_due_day() -> None:
    actions = [Action(RECORD, "RC2-02", state, "2025-09-02", {"severity": "major"}) for state in ("open", "reopened", "done", "closed")]
    document = plan("shelter", CASE.id, actions, written_at=NOW)
    PlanModel.model_validate_json(json.dumps(document))
    told = read(document)["plan-of-action-and-milestones"]
    assert [risk["status"] for risk in told["risks"]] == ["open", "open", "remediating", "closed"]
    assert {risk["deadline"] for risk in told["risks"]} == {"2025-09-02T16:59:59Z"}
    assert [props(item, "state") for item in told["poam-items"]] == [["open"], ["reopened"], ["done"], ["closed"]]
    assert all(item["related-risks"][0]["risk-uuid"] == told["risks"][0]["uuid"] for item in told["poam-items"])


def test_the_same_question_gives_the_same_document_and_another_instant_another() -> None:
    assert result_of(judged(Status.MET)) == result_of(judged(Status.MET))
    later = assessment_results(CASE, [judged(Status.MET)], as_of=NOW + 1, known_at=NOW + 1)
    assert read(later)["assessment-results"]["uuid"] != result_of(judged(Status.MET))["uuid"]

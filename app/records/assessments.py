"""Assessments: scores over the client and family domains, with a conclusion."""

from collections.abc import Mapping

from app.access import CASE_STAFF
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import Count, LongText, Score, Scores, Timestamp, Total, YesNo
from app.vocabulary.care import AssessmentConclusion, AssessmentType, ClientDomain, FamilyDomain


class Assessment(Record):
    """Scores from 1 weak to 4 very good over 11 client and 12 family domains, with a conclusion."""

    type: Fact[AssessmentType]
    completed_at: Fact[Timestamp]
    form_one_checked: Fact[YesNo | None]
    client_scores: Fact[Scores[ClientDomain] | None]
    family_scores: Fact[Scores[FamilyDomain] | None]
    client_domains_scored: Fact[Count | None] = noted("derived")
    client_total: Fact[Total | None] = noted("derived")
    client_lowest: Fact[Score | None] = noted("derived")
    family_part_applies: Fact[YesNo | None]
    family_total: Fact[Total | None] = noted("derived")
    family_lowest: Fact[Score | None] = noted("derived, relatives_help left out")
    papers_checked: Fact[YesNo | None]
    missing_papers_planned: Fact[YesNo | None]
    family_traced: Fact[YesNo | None]
    home_visited: Fact[YesNo | None]
    client_view_recorded: Fact[YesNo | None]
    conclusion: Fact[AssessmentConclusion | None]
    client_view: Sealed[LongText | None]
    comments: Sealed[LongText | None]


def totals(facts: Mapping[str, object]) -> Mapping[str, object]:
    """Sum up the score maps that were sent; relatives' help does not count for the family's lowest score (government case form 6).

    >>> totals({"family_scores": {"closeness": 3, "relatives_help": 1}})
    {'family_total': 4, 'family_lowest': 3}
    """
    sums: dict[str, object] = {}
    if isinstance(client := facts.get("client_scores"), dict):
        sums |= {"client_domains_scored": len(client), "client_total": sum(client.values()), "client_lowest": min(client.values())}
    if isinstance(family := facts.get("family_scores"), dict):
        sums["family_total"] = sum(family.values())
        if counted := [score for domain, score in family.items() if domain != FamilyDomain.RELATIVES_HELP]:
            sums["family_lowest"] = min(counted)
    return sums


RECORD_ASSESSMENT = makes(
    "record_assessment",
    Assessment,
    path="/cases/{case_id}/assessments",
    moment="completed_at",
    by=CASE_STAFF,
    derive=totals,
    summary="Record scores over the client and family domains, and a conclusion.",
)

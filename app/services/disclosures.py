"""Disclosures: what leaves the organisation needs a consent in force, or an override somebody answers for."""

from app.errors import ConsentRequired
from app.services import findings
from app.services.situations import Situation
from app.standards.rules import Before, Status
from app.work import Work


def guard(work: Work, situation: Situation) -> None:
    """Refuse a disclosure without override unless what the catalogue asks to be there before a disclosure is met for it."""
    if situation.fact.facts.get("override") is True:
        return
    judge = findings.judge_for(work, situation.subject)
    facts = findings.facts_of(work, situation.subject, situation.after, as_of=work.now, known_at=work.now)
    asked = [s.id for s in judge.catalogue.standards if isinstance(s.rule, Before) and s.rule.event.record == "disclosure"]
    judged = [instance for standard in asked for instance in judge.instances(standard, facts, work.now)]
    if any(i.status is not Status.MET for i in judged if i.record_id == situation.fact.record_id):
        raise ConsentRequired("No consent in force covers this recipient, purpose and these data; ask for it, or state the override.")

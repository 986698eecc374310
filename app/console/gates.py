"""What a person should see before deciding on a step: the gates that are open, and whether the person agreed to talk."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from app.console import addresses, deeds
from app.errors import Shown
from app.models.registers import Case
from app.records.base import Act
from app.records.registry import ACTS
from app.services import ledger, steps
from app.services.registers import fold_all
from app.services.scope import Subject
from app.standards.steps import SCORE_REACHED, Step, allowed, is_forward
from app.vocabulary.interviews import ConsentDecision, ConsentPurpose
from app.work import Work


class Gate(NamedTuple):
    """What holds a case up on its way to a step. `on_score`: more is asked of a closure because the score was reached."""

    step: str
    blocking: list[Shown]
    on_score: bool = False


def before(work: Work, subject: Subject, act: Act, *, back: str) -> dict[str, Any]:
    """Return the gates of every step that an act may lead to, each with the forms that settle what is open."""
    if not isinstance(subject.row, Case):
        return {}
    case, entries = subject.row, ledger.held(work, subject.id)
    current = Step(case.step)
    if act.name == "close_case":
        found = [Gate(Step.CLOSED, steps.open_gates(work, subject, entries, Step.CLOSED))]
        every = steps.open_gates(work, subject, entries, Step.CLOSED, reason=SCORE_REACHED)
        already = {shown.standard for shown in found[0].blocking}
        if more := [shown for shown in every if shown.standard not in already]:
            found.append(Gate(Step.CLOSED, more, on_score=True))
    else:
        ahead = [step for step in Step if step is not Step.CLOSED and allowed(current, step) and is_forward(current, step)]
        found = [Gate(step, steps.open_gates(work, subject, entries, step)) for step in ahead]
    standards = [shown.standard for gate in found for shown in gate.blocking]
    return {"gates": found, "current": current, "following": deeds.of_case(work, case, standards, back=back)}


def interview_consent(work: Work, case: Case) -> dict[str, Any] | None:
    """Return the newest answer that the person gave to being interviewed, with what it means now: given, refused, withdrawn and so on."""
    told = fold_all(ledger.held(work, case.id)).of("consent").values()
    asked = [consent for consent in told if consent.get("purpose") == ConsentPurpose.INTERVIEW]
    if not asked:
        return None
    newest = max(asked, key=lambda consent: str(consent["decided_at"]))
    given = newest.get("decision") == ConsentDecision.GIVEN
    state = "withdrawn" if newest.get("withdrawn_at") else "given" if given else str(newest.get("decision"))
    return dict(newest) | {"state": state}


def consent_form(case: Case, back: str) -> str:
    """Return the address of the form that asks for consent to a talk; it leads back."""
    query = urlencode({"purpose": ConsentPurpose.INTERVIEW.value, "next": back})
    return f"{addresses.form(ACTS['record_consent'], {'case_id': case.id})}?{query}"

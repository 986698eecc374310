"""Chapters that most stories share, from first contact to the end of a stay. A lapse moves a day or spoils a fact."""

from collections.abc import Mapping

from app.services.demo_tales import GIVEN, REVIEWED, Lapse, Steps, Tale
from app.vocabulary.care import ClientDomain, FamilyDomain

_FORMS = (("ngo_screening", "ngo"), ("social_affairs_short", "social_affairs"), ("police_short", "police"))
_HOUSE = ("shelter_offer", "house_rules", "expected_stay", "how_to_leave", "how_to_complain")
_ASSENT: Mapping[str, object] = {"child_assent": True, "guardian_position": "none_found"}
_EXPLOITATION = ("ForcedLabour", "SexualExploitation", "Servitude", "ForcedBegging", "ForcedMarriage", "forced_criminality")


def met(t: Tale, **facts: object) -> Steps:
    """First contact, on day 0: the case is opened, danger is judged, the person gets her name and a worker."""
    worker, rng = t.home.worker, t.rng
    opened: dict[str, object] = {
        "first_contact_at": t.moment(0, "07:40"),
        "sex": t.person.sex,
        "nationality_class": "foreign" if t.person.foreign else "cambodian",
        "interpreter_needed": t.person.foreign,
        "reported_by": rng.choice(("police", "social_affairs", "ngo", "self", "local_authority")),
        "types_of_exploitation": rng.sample(_EXPLOITATION, 1),
        "province": f"KH-{t.home.province}",
    }
    yield t.on(0, "08:10", worker, "open_case", opened | facts)
    named = 2 if t.slips(Lapse.NAME_LATE) else 0
    yield t.on(named, "08:20", worker, "register_person", t.person.identity, own_name_recorded=True, client_code_assigned=True)
    assigned = 1 if t.slips(Lapse.WORKER_LATE) else 0
    yield t.on(assigned, "09:40", t.home.supervisor, "assign_case_worker", user_id=str(worker.user_id))
    form, screened_by = rng.choice(_FORMS)
    yield t.on(
        1 if t.slips(Lapse.SCREENED_LATE) else 0,
        "08:45",
        worker,
        "record_screening",
        form_type=form,
        screened_by=screened_by,
        outcome="presumed_victim",
        indicators_count=rng.randint(4, 11),
        separated_from_suspects=not t.slips(Lapse.SCREENED_BESIDE_SUSPECT),
    )
    yield from _in_danger(t)
    age = {"age_class": "child" if t.person.child else "adult", "basis": "birth_certificate" if t.person.child else "identity_card"}
    yield t.on(4 if t.slips(Lapse.AGE_LATE) else 0, "09:15", worker, "record_age", age)
    if t.person.child:
        facts = {"role": "supporter", "basis": "authority_decision", "parent_suspected": False, "legal_custody_settled": False}
        yield t.on(6 if t.slips(Lapse.GUARDIAN_LATE) else 1, "16:10", worker, "record_guardianship", facts)


def _in_danger(t: Tale) -> Steps:
    worker, urgent, special = t.home.worker, t.slips(Lapse.TREATED_LATE), t.slips(Lapse.NEEDS_UNMET)
    yield t.on(
        2 if t.slips(Lapse.RISK_LATE) else 0,
        "09:00",
        worker,
        "record_risk_assessment",
        scope="first_contact",
        level=t.rng.choice(("low", "medium", "high")),
        urgent_health_need=urgent,
        special_needs_asked=not t.slips(Lapse.NEEDS_NOT_ASKED),
        special_needs_found=special,
    )
    if urgent:
        yield t.on(0, "13:30", worker, "offer_service", keep="treatment", type="emergency_treatment")
        yield t.on(0, "14:30", worker, "start_service", of="treatment")


def talked(t: Tale, day: int = 1, *others: Mapping[str, object], written: int = 0, **facts: object) -> Steps:
    """The talk about what happened, with consent, in a safe place, on `day`; `written` down the same day or on a later one."""
    worker, child = t.home.worker, t.person.child
    told = {"told_purpose": True, "told_uses": True, "told_withdrawal": not t.slips(Lapse.CONSENT_THIN)}
    written = max(day, written)
    assent = _ASSENT if child and not t.slips(Lapse.ASSENT_MISSING) else {}
    yield t.on(written, "09:50", worker, "record_consent", GIVEN, told, assent, purpose="interview", happened=(day, "08:50"))
    yield t.on(written, "10:40", worker, "record_interview", _talk(t, day), *others, facts, happened=(day, "09:30"))
    if t.slips(Lapse.TOLD_AGAIN):
        again = _talk(t, day) | {"type": "clarification", "is_repeat": True}
        yield t.on(day + 5, "15:40", worker, "record_interview", again, happened=(day + 5, "15:00"))


def _talk(t: Tale, day: int) -> dict[str, object]:
    facts: dict[str, object] = {
        "type": "substantive",
        "ended_at": t.moment(day, "10:30"),
        "interviewer_id": str(t.home.worker.user_id),
        "place_type": "office",
        "place_private": not t.slips(Lapse.OVERHEARD),
        "separated_from_suspects": True,
        "presence_accepted": not t.slips(Lapse.CROWDED),
        "all_present_have_role": True,
        "urgent_needs_met_first": True,
        "stop_request": "not_honoured" if t.slips(Lapse.STOP_IGNORED) else "none",
        "client_understood": not t.slips(Lapse.NOT_UNDERSTOOD),
        "interpreter_used": t.person.foreign,
        "interviewer_sex_suits": not t.slips(Lapse.SEX_UNSUITED),
        "is_repeat": False,
    }
    if not t.slips(Lapse.NOT_JUDGED):
        facts |= {"place_judged_safe": True, "place_judged_at": t.moment(day, "09:05")}
    if t.person.foreign:
        facts |= {"interpreter_independent": not t.slips(Lapse.INTERPRETER_TIED), "interpreter_undertaking_signed": True}
    if t.person.child:
        facts |= {"supporter_present": True, "supporter_suspected": t.slips(Lapse.SUPPORTER_SUSPECTED), "age_fitting_words": True}
    return facts


def chose(t: Tale, day: int = 1, answer: Mapping[str, object] = GIVEN, *, house: bool = False) -> Steps:
    """Rights, and the `house` if there is one, are explained, and the person decides whether to take services, on `day`."""
    briefing = dict.fromkeys(_HOUSE, True) if house and not t.slips(Lapse.RULES_NOT_TOLD) else {}
    briefing |= {"general_rights": True, "accept_or_refuse": True, "confidentiality": not t.slips(Lapse.BRIEFING_THIN), "understood": True}
    yield t.on(day, "13:10", t.home.worker, "record_rights_briefing", briefing, contact_type="face_to_face")
    decided = day + 1 if t.slips(Lapse.DECIDED_LATE) else day
    yield t.on(decided, "14:10", t.home.worker, "record_consent", answer, purpose="services")


def sheltered(t: Tale, day: int = 2, *, valid: int = 150) -> Steps:
    """The ministry gives an order, and the person moves in, on `day`."""
    worker = t.home.worker
    if t.official == t.town.officer:
        request = {"recipient": str(t.town.ministry), "service_type": "other", "reason": "additional_services_required"}
        yield t.on(day, "08:15", worker, "send_referral", request, keep="request")
        yield t.on(day, "09:20", t.official, "decide_referral", of="request", decision="accepted")
    if not t.slips(Lapse.ORDER_MISSING):
        received = day + 4 if t.slips(Lapse.ORDER_LATE) else day
        yield t.on(received, "09:30", t.official, "record_placement_order", ordered(t, day, valid), keep="order")
    agreed = "18:30" if t.slips(Lapse.STAY_NOT_AGREED) else "10:20"
    yield t.on(day, agreed, worker, "record_consent", GIVEN, _ASSENT if t.person.child else {}, purpose="shelter")
    stay: dict[str, object] = {"care_type": "institution", "shelter_id": str(t.shelter), "emergency": t.slips(Lapse.ORDER_LATE)}
    if t.person.child:
        stay["alternatives_recorded"] = not t.slips(Lapse.OPTIONS_SKIPPED)
        held = day + 9 if t.slips(Lapse.BEST_INTERESTS_LATE) else day + 1
        yield t.on(held, "15:00", worker, "record_review", REVIEWED, kind="best_interests", about="placement")
    yield t.on(day, "16:30", worker, "admit_to_placement", stay)


def ordered(t: Tale, day: int, valid: int, **facts: object) -> dict[str, object]:
    """Return the facts of a placement order for the shelter, issued on a day and valid for so many days."""
    issued = {"issuer": "dosavy", "issued_on": t.date(day), "valid_until": t.date(day + valid), "signed": True}
    return issued | {"shelter_id": str(t.shelter), "document_digest": f"{t.rng.getrandbits(256):064x}"} | facts


def cared_for(t: Tale, day: int = 2) -> Steps:
    """Health, talk, lessons and law, counted from the admission on `day`."""
    worker = t.home.worker
    if not t.slips(Lapse.CHECK_NOT_AGREED):
        yield t.on(day, "17:00", worker, "record_consent", GIVEN, purpose="medical")
    checked = day + 5 if t.slips(Lapse.CHECK_LATE) else day + 1
    yield t.on(checked, "09:40", worker, "offer_service", keep="health", type="health_check")
    yield t.on(checked, "10:10", worker, "start_service", of="health")
    yield t.on(day + 12 if t.slips(Lapse.COUNSELLING_LATE) else day + 3, "14:40", worker, "offer_service", type="counselling")
    lessons = day + 75 if t.slips(Lapse.LESSONS_LATE) else day + 18
    yield t.on(lessons, "08:40", worker, "offer_service", keep="lessons", type="schooling" if t.person.child else "vocational_training")
    if t.person.child:
        yield t.on(lessons + 2, "08:40", worker, "start_service", of="lessons")
    if not t.slips(Lapse.LEGAL_TALK_MISSING):
        choice = t.rng.choice(("none", "claim", "undecided"))
        talk = {"kind": "information", "options_explained": True, "lawyer_offered": True}
        yield t.on(day + 8, "15:20", worker, "record_legal_step", talk, client_choice=choice)
    if not t.slips(Lapse.CLAIM_FORGOTTEN):
        decision = t.rng.choice(("not_wanted", "claim_filed", "no_basis"))
        yield t.on(day + 50, "15:30", worker, "record_compensation_decision", decision=decision)
    if t.slips(Lapse.PAPER_KEPT):
        yield t.on(day + 1, "11:00", worker, "log_document", kind="national_id", held_by="organisation")
        yield t.on(day + 20, "11:00", worker, "request_document_return")
        yield t.on(day + 26, "11:00", worker, "return_document")
    if t.slips(Lapse.REMINDER_LATE):
        yield t.on(day + 10, "11:20", worker, "send_referral", keep="school", recipient="district_school", service_type="schooling")
        yield t.on(day + 19, "11:20", worker, "chase_referral", of="school")


def planned(t: Tale, *, to_recovery: int | None = 3) -> Steps:
    """The assessment over eleven domains, the plan for the weak ones, and the step to recovery."""
    worker = t.home.worker
    assessed = 13 if t.slips(Lapse.ASSESSED_LATE) else 8
    checked: dict[str, object] = {} if t.slips(Lapse.PAPERS_UNCHECKED) else {"papers_checked": True, "missing_papers_planned": True}
    view = not t.slips(Lapse.VIEW_MISSING)
    yield t.on(
        assessed,
        "11:10",
        worker,
        "record_assessment",
        checked,
        type="initial",
        form_one_checked=True,
        client_scores={domain: t.rng.choice((1, 2, 2, 3)) for domain in ClientDomain},
        client_view_recorded=view,
        conclusion="continue",
    )
    signed = not t.slips(Lapse.PLAN_UNSIGNED)
    yield t.on(
        19 if t.slips(Lapse.PLANNED_LATE) else max(assessed, 11),
        "14:50",
        worker,
        "record_service_plan",
        covers_low_scores=True,
        client_signature="signed",
        guardian_signature="none_found" if t.person.child else "not_needed",
        case_worker_signed=True,
        local_authority_signed=signed,
        approved_by_supervisor=signed,
        client_view_recorded=view,
        conditional_on_cooperation=t.slips(Lapse.HELP_CONDITIONAL),
        items=[{"domain": "education", "goal": "រៀនជំនាញ។ Learn a trade. (invented)", "due_on": t.date(120)}],
    )
    if to_recovery is not None:
        yield t.on(to_recovery, "09:10", worker, "change_step", to_step="recovery")


def noted(t: Tale, until: int) -> Steps:
    """A note every few weeks and an assessment every few months, up to a day."""
    gap = 38 if t.slips(Lapse.NOTES_SPARSE) else 28
    for day in range(gap, until, gap):
        yield t.on(day, "16:40", t.home.worker, "write_case_note")
    for day in range(170, until, 165):
        found = {"type": "review", "client_view_recorded": True, "conclusion": "continue"}
        yield t.on(day, "11:30", t.home.worker, "record_assessment", found, client_scores=dict.fromkeys(ClientDomain, 3))


def family_scores(t: Tale) -> dict[str, int]:
    """Return a family's scores, enough to close on."""
    return {domain: t.rng.choice((3, 3, 4)) for domain in FamilyDomain}

"""Things that happen in some cases: a threat, a wish to leave, a limit on going out, what is told to others, the law's course."""

from app.services.demo_tales import GIVEN, REVIEWED, Named, Steps, Tale


def threatened(t: Tale, day: int, *, answered: bool, kind: str = "threat") -> Steps:
    """An incident on `day`; if it is answered: reported, danger judged again, the safety plan revised."""
    yield t.on(day, "10:10", t.home.worker, "record_incident", kind=kind)
    if answered:
        yield t.on(day, "15:10", t.home.worker, "report_incident")
        again = {"scope": "after_incident", "level": "high", "urgent_health_need": False, "special_needs_asked": True}
        yield t.on(day, "16:00", t.home.worker, "record_risk_assessment", again)
        yield t.on(day + 1, "09:20", t.home.worker, "revise_safety_plan")


def accused_of_staff(t: Tale, day: int, *, substantiated: bool | None) -> Steps:
    """Ill-treatment by staff becomes known on `day`; an inquiry finds what it finds, or has not ended."""
    yield from threatened(t, day, answered=substantiated is not None, kind="degrading_punishment")
    if substantiated is not None:
        yield t.on(day + 12, "10:00", t.home.admin, "record_inquiry_result", substantiated=substantiated)


def asked_to_leave(t: Tale, day: int, *, left_after: int | None, refused: bool = False, contacts: bool = True) -> Steps:
    """A wish to leave for good on `day`, and the departure so many days later, or none."""
    yield t.on(day, "14:00", t.home.worker, "request_leave", kind="depart")
    if refused:
        yield t.on(day, "17:30", t.home.worker, "refuse_leave")
    if left_after is not None:
        yield t.on(day + left_after, "13:10", t.home.worker, "record_departure", safety_talk_given=True, contacts_given=contacts)
        yield t.on(day + left_after, "13:20", t.home.worker, "end_placement", released_to="self", released_to_suspected=False)


def restricted(t: Tale, day: int, *, end: int | None, reviewed: tuple[int, ...] = (), lifted: int | None = None) -> Steps:
    """Going out is limited from `day`, reviewed after so many days each, lifted at last or not; without `end` it has none."""
    facts: dict[str, object] = {"individual": True, "approved": end is not None, "explained_to_client": True}
    if end is not None:
        facts["ends_on"] = t.date(day + end)
    yield t.on(day, "17:40", t.home.supervisor, "restrict_movement", facts, kind="going_out", reason_code="threat_from_suspect")
    for after in reviewed:
        yield t.on(
            day + after,
            "09:50",
            t.home.supervisor,
            "record_review",
            REVIEWED,
            kind="restriction",
            restriction_id=Named("movement_restriction"),
        )
    if lifted is not None:
        yield t.on(day + lifted, "11:00", t.home.supervisor, "lift_restriction")


def shared_with_consent(t: Tale, day: int, *, withdrawn: int | None = None, told: bool = True) -> Steps:
    """The person lets legal aid have her papers, it gets them, and she may change her mind so many days later."""
    shared = {"purpose": "legal_aid", "recipient": "legal_aid_service"}
    yield t.on(day, "09:40", t.home.worker, "record_consent", GIVEN, shared, keep="sharing", data_categories=["identity", "legal"])
    yield t.on(day, "11:40", t.home.worker, "record_disclosure", shared, data_categories=["legal"], channel="referral_packet")
    if withdrawn is not None:
        yield t.on(day + withdrawn, "09:00", t.home.worker, "withdraw_consent", of="sharing")
        if told:
            yield t.on(day + withdrawn + 1, "09:00", t.home.worker, "tell_recipients", of="sharing")


def shared_without(t: Tale, day: int, *, approved: bool) -> Steps:
    """Police get a place of stay in imminent danger without consent; somebody approves it, or nobody."""
    facts = {"purpose": "authority_report", "recipient": "district_police", "data_categories": ["location"], "channel": "phone"}
    basis = {"override_basis": "imminent_danger"} if approved else {}
    yield t.on(day, "19:20", t.home.worker, "record_disclosure", facts, basis, override=True, override_approved=approved)


def shown_in_public(t: Tale, day: int, *, masked: bool) -> Steps:
    """With consent, a story is told at an event on `day`; the face is hidden, or not."""
    shown = {"purpose": "publication", "recipient": "annual_event"}
    yield t.on(day, "08:30", t.home.worker, "record_consent", GIVEN, shown)
    yield t.on(
        day, "18:00", t.home.worker, "record_disclosure", shown, data_categories=["photo"], channel="in_person", identity_masked=masked
    )


def data_lost(t: Tale, day: int, *, told_after: int | None) -> Steps:
    """A telephone with notes is lost on `day`; the person is told so many days later, or not."""
    yield t.on(day, "20:10", t.home.admin, "record_incident", keep="loss", kind="data_breach")
    if told_after is not None:
        yield t.on(day + told_after, "09:00", t.home.supervisor, "notify_persons", of="loss")


def in_court(t: Tale, day: int, *, prepared: bool, reflected: int = 35) -> Steps:
    """The person decides to speak after so many days of reflection from `day`, and is heard three weeks later."""
    yield t.on(day, "11:50", t.home.worker, "record_legal_step", kind="reflection_started")
    yield t.on(day + reflected, "11:50", t.home.worker, "record_legal_step", kind="cooperation_decision", client_choice="complaint")
    heard = {"client_briefed": True, "accompanied": True, "separate_waiting": prepared, "threat_check_done": prepared}
    yield t.on(day + reflected + 21, "15:10", t.home.worker, "record_legal_step", heard, kind="hearing")


def turned_away(t: Tale, day: int, *, reason: str, reviewed: bool) -> Steps:
    """Another organisation is asked for lessons and says no."""
    other = next(p for p in t.town.providers if p.id != t.home.id)
    asked = {"recipient": str(other.id), "service_type": "vocational_training", "reason": "additional_services_required"}
    yield t.on(day, "10:05", t.home.worker, "send_referral", asked, keep="asked")
    fair = reason == "no_capacity"
    yield t.on(
        day + 2,
        "10:05",
        other.supervisor,
        "decide_referral",
        of="asked",
        decision="refused",
        refusal_reason=reason,
        alternative_offered=fair,
    )
    if reviewed:
        yield t.on(day + 4, "10:05", t.home.supervisor, "review_refusal", of="asked")


def detained(t: Tale, day: int, *, challenged_after: int | None) -> Steps:
    """The person is fined for crossing the border on `day`; the organisation objects so many days later, or not yet."""
    yield t.on(day, "12:10", t.home.worker, "record_incident", keep="penalty", kind="custody_or_penalty")
    if challenged_after is not None:
        yield t.on(day + challenged_after, "11:10", t.home.worker, "challenge_custody", of="penalty")

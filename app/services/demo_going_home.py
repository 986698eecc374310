"""Chapters of the way home: the plan, the return, the visits afterwards, the end of the case."""

from app.services.demo_chapters import family_scores
from app.services.demo_tales import REVIEWED, Held, Lapse, Step, Steps, Tale
from app.vocabulary.care import ClientDomain

_VISITS = (12, 42, 72, 102, 192, 282, 372)


def going_home(t: Tale, day: int, *, stays: bool = True, destination: str = "family") -> Steps:
    """From recovery to reintegration on `day` and to the return 24 days later; `stays`: the person leaves a shelter for it."""
    worker = t.home.worker
    family = {"family_traced": True, "home_visited": True, "client_view_recorded": True, "conclusion": "can_be_reintegrated"}
    yield t.on(day - 6, "11:40", worker, "record_assessment", family, type="family", family_scores=family_scores(t))
    safe = {"scope": "return_place", "level": "low", "urgent_health_need": False, "special_needs_asked": True, "place_is_safe": True}
    yield t.on(day - 4, "10:50", worker, "record_risk_assessment", safe)
    yield t.on(day, "09:10", worker, "change_step", to_step="reintegration")
    country = t.person.country if destination == "abroad" else "KH"
    yield t.on(day + 2, "10:30", worker, "draft_reintegration_plan", destination_type=destination, destination_country=country)
    agreed = dict.fromkeys(("return_date_set", "livelihood_or_school_set", "support_recorded", "emergency_contacts_given"), True)
    yield t.on(day + 5, "10:10", worker, "agree_reintegration_plan", agreed)
    if t.person.child:
        yield t.on(day + 6, "15:00", worker, "record_review", REVIEWED, kind="best_interests", about="return")
        signed = {"signed_by_child": True, "signed_by_carer": True, "signed_by_case_worker": True}
        yield t.on(day + 8, "10:00", worker, "sign_placement_agreement", signed, signed_by_commune_chief=not t.slips(Lapse.CHIEF_UNSIGNED))
    sent = day + 21 if t.slips(Lapse.NOTICE_SHORT) else day + 9
    recipient = "counterpart_abroad" if destination == "abroad" else "dosavy"
    yield t.on(sent, "08:50", worker, "send_handover", recipient=recipient)
    if not t.slips(Lapse.NOTICE_UNANSWERED):
        yield t.on(sent + 2, "08:50", worker, "confirm_handover")
    yield t.on(day + 20, "09:10", worker, "change_step", to_step="follow_up")
    if stays:
        to = "parent" if t.person.child else "self"
        yield t.on(day + 24, "08:00", worker, "end_placement", released_to=to, released_to_suspected=False)
    yield t.on(day + 24, "17:00", worker, "record_return")


def visited(t: Tale, returned: int, *, count: int = len(_VISITS)) -> Steps:
    """Contacts after the return: monthly, then quarterly, for a year."""
    days = list(_VISITS[:count])
    if t.slips(Lapse.VISITED_LATE):
        days[0] = 19
    if t.slips(Lapse.VISIT_MISSED) and count > 2:
        del days[2]
    for number, day in enumerate(days):
        danger = "high" if t.slips(Lapse.DANGER_UNANSWERED) and number == 1 else "other" if number == 3 else "none"
        yield t.on(
            returned + day,
            "10:20",
            t.home.worker,
            "record_follow_up_visit",
            mode=t.rng.choice(("home_visit", "office", "phone")),
            contact_made=True,
            contact_way_agreed=True,
            told_beyond_consent=t.slips(Lapse.TOLD_NEIGHBOURS) and number == 0,
            plan_results_noted=not t.slips(Lapse.RESULTS_MISSING),
            next_step_set=True,
            signed=True,
            danger_found=danger,
        )
        if danger == "other":
            yield t.on(returned + day + 3, "10:20", t.home.worker, "record_follow_up_action")


def closed_on_score(t: Tale, day: int, *, held: Held = Held.WAIVE) -> Steps:
    """The final assessment on `day`, and the closure a week later by the supervisor."""
    scores = {domain: t.rng.choice((2, 3, 4)) for domain in ClientDomain}
    final = {"type": "final", "client_view_recorded": True, "conclusion": "close", "family_part_applies": not t.person.foreign}
    family = {} if t.person.foreign else {"family_scores": family_scores(t)}
    yield t.on(day, "10:30", t.home.worker, "record_assessment", final, family, client_scores=scores)
    yield closed(t, day + 18 if t.slips(Lapse.CLOSED_LATE) else day + 7, "score_reached", held=held)


def closed(t: Tale, day: int, reason: str, *, held: Held = Held.WAIVE) -> Step:
    """Return the closure of the case by the supervisor on `day`."""
    signature = {"score_reached": "signed", "services_refused": "declined"}.get(reason, "not_possible")
    signed = {"summary_written": True, "client_signature": signature, "approved_by_supervisor": True, "return_contact_given": True}
    return t.on(day, "15:50", t.home.supervisor, "close_case", signed, reason=reason, held=held)

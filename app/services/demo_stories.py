"""The twelve stories of the demonstration. Each is told from day 0 on and cut off where today is, so cases stand at every step.

`turn` tells the cases of one story apart: what ends well in one does not in another.
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.services import demo_episodes as episodes
from app.services.demo_chapters import cared_for, chose, family_scores, met, noted, ordered, planned, sheltered, talked
from app.services.demo_going_home import closed, closed_on_score, going_home, visited
from app.services.demo_tales import GIVEN, REFUSED, REVIEWED, Held, Named, Steps, Story, Tale


class Plot(NamedTuple):
    """A story, whom it is about, and how many days ago each of its cases began."""

    story: Story
    begins: Sequence[int]
    woman: bool = True
    child: bool = False
    foreign: bool = False
    two_houses: bool = False


def whole_way(t: Tale) -> Steps:
    """From first contact to closure on the score, a year after the return."""
    yield from _stay(t)
    yield from noted(t, 86)
    yield from going_home(t, 62)
    yield from visited(t, 86)
    yield from closed_on_score(t, 455)


def suspected_mother(t: Tale) -> Steps:
    """A girl is placed by order; her mother, who is suspected, demands her back; some are handed over without a decision."""
    yield from _stay(t, valid=90)
    facts = {"role": "parent", "basis": "parentage", "parent_suspected": True, "legal_custody_settled": False}
    yield t.on(5, "10:00", t.official, "record_guardianship", facts)
    yield t.on(34, "08:40", t.home.worker, "record_legal_step", kind="custody_demand")
    yield from episodes.threatened(t, 34, answered=t.turn != 2)
    yield t.on(84, "09:00", t.official, "record_placement_order", ordered(t, 84, 120), renews_id=Named("order"))
    yield from noted(t, 200)
    if t.turn == 1:
        taken = {"released_to": "parent", "released_to_suspected": True, "authority_decision_held": False}
        yield t.on(110, "16:00", t.home.worker, "end_placement", taken)
        return
    yield from going_home(t, 176, destination="kin")
    yield from visited(t, 200)


def boy_goes_to_kin(t: Tale) -> Steps:
    """A boy begs no more: school, then a home with relatives, with the commune chief's signature or without."""
    yield from _stay(t)
    yield from noted(t, 104)
    yield from going_home(t, 80, destination="kin")
    yield from visited(t, 104)
    yield from closed_on_score(t, 472)


def says_no(t: Tale) -> Steps:
    """A man hears everything, refuses services, and the refusal is honoured: a case closed well without any help."""
    yield from met(t)
    yield from talked(t)
    offer = {"reoffer_on": t.date(60)} if t.turn != 1 else {"informed": False}
    yield from chose(t, 1, {**REFUSED, **offer})
    yield closed(t, 16, "services_refused")


def wants_to_leave(t: Tale) -> Steps:
    """A resident asks to leave; some are let go in time, some late, one is waiting now."""
    yield from _stay(t)
    waits: Sequence[int | None] = (1, 2, 3, None, None)
    day = 6 if t.turn == 4 else 40
    yield from episodes.asked_to_leave(t, day, left_after=waits[t.turn % 5], refused=t.turn > 1, contacts=t.turn != 2)
    yield from noted(t, 60)
    if waits[t.turn % 5] is not None:
        yield closed(t, 75, "moved_or_not_found")


def from_abroad(t: Tale) -> Steps:
    """A worker from a neighbouring country is identified, cared for and taken home across the border."""
    yield from _stay(t)
    identified = {"decision": "identified", "decided_by": "police", "review_explained": True}
    yield t.on(30, "10:00", t.official, "record_identification", identified)
    embassy = {"purpose": "embassy_contact", "recipient": "embassy", "data_categories": ["identity"]}
    yield t.on(20, "13:00", t.home.worker, "record_consent", GIVEN, embassy)
    yield t.on(21, "13:00", t.home.worker, "record_disclosure", embassy, channel="paper")
    yield from episodes.detained(t, 4, challenged_after=(1, 4, None, 1, None)[t.turn % 5])
    yield from noted(t, 94)
    yield from going_home(t, 70, destination="abroad")
    papers = {"direction": "outbound", "travel_document_held": True, "counterpart_referral_held": True, "escort_arranged": t.turn != 2}
    yield t.on(84, "09:00", t.home.worker, "prepare_repatriation", papers)
    yield t.on(94, "09:00", t.home.worker, "record_border_departure")
    yield t.on(94, "18:00", t.home.worker, "record_border_arrival", met_on_arrival=t.turn != 1)
    yield from visited(t, 94, count=2)
    yield from closed_on_score(t, 150)


def moves_house(t: Tale) -> Steps:
    """A woman moves to another shelter; the new order comes in time, late, or not at all."""
    yield from _stay(t)
    next_house = str(t.home.shelters[-1])
    late = (0, 3, None, 0, 3)[t.turn % 5]
    if late is not None:
        order = ordered(t, 45 + late, 90, shelter_id=next_house)
        yield t.on(45 + late, "08:30", t.official, "record_placement_order", order, keep="second_order")
    yield t.on(45, "09:00", t.home.worker, "end_placement", released_to="other_shelter", released_to_suspected=False)
    yield t.on(45, "13:00", t.home.worker, "admit_to_placement", care_type="institution", shelter_id=next_house, emergency=False)
    yield from episodes.shared_with_consent(t, 46)
    yield from noted(t, 144)
    yield from going_home(t, 120)
    yield from visited(t, 144)


def keyed_late(t: Tale) -> Steps:
    """What was done on paper is written down days later, and a slip of the pen is corrected."""
    worker = t.home.worker
    yield from met(t)
    yield from talked(t, 1, written=6, place_type="home", stop_request="honoured")
    yield from chose(t)
    yield from planned(t, to_recovery=9)
    yield t.on(10, "10:00", worker, "record_age", keep="age", age_class="adult", basis="own_statement")
    yield t.on(14, "10:00", worker, "correct", of="age", basis="family_book")
    yield t.on(9, "11:00", worker, "admit_to_placement", happened=(8, "18:00"), care_type="kin", emergency=False)
    yield from noted(t, 120)
    yield t.on(310, "10:00", worker, "record_consent", REFUSED, purpose="follow_up")
    yield closed(t, 330, "family_absent")


def unsafe_talk(t: Tale) -> Steps:
    """The first talk is held at a police desk with others listening; the step waits for a waiver, and some wait on."""
    yield from met(t)
    talk = {"place_type": "police_station", "place_private": False, "presence_accepted": False, "all_present_have_role": False}
    yield from talked(t, 1, talk, interviewer_id=str(t.town.officer.user_id))
    yield from chose(t)
    yield from planned(t, to_recovery=None)
    held = (Held.REFUSED_FIRST, Held.WAIVE, Held.STAY, Held.REFUSED_FIRST, Held.STAY)[t.turn % 5]
    yield t.on(5, "09:10", t.home.worker, "change_step", to_step="recovery", held=held)
    yield from episodes.turned_away(t, 20, reason=("nationality", "no_capacity", "work")[t.turn % 3], reviewed=t.turn != 0)
    yield from noted(t, 120)


def home_from_the_sea(t: Tale) -> Steps:
    """A fisherman comes home from abroad, lives with relatives, and ends the visits himself after some months."""
    yield from met(t)
    yield from talked(t)
    yield from chose(t)
    yield from planned(t)
    yield t.on(2, "17:00", t.home.worker, "admit_to_placement", care_type="kin", emergency=False)
    met_him = {"direction": "inbound", "travel_document_held": True, "counterpart_referral_held": True, "escort_arranged": True}
    yield t.on(3, "10:00", t.home.worker, "prepare_repatriation", met_him)
    yield from going_home(t, 50)
    yield from noted(t, 74)
    yield from visited(t, 74, count=5)
    yield t.on(270, "10:00", t.home.worker, "record_consent", REFUSED, purpose="follow_up")
    review = {"type": "review", "client_view_recorded": True, "conclusion": "close"}
    yield t.on(280, "10:00", t.home.worker, "record_assessment", review, family_scores=family_scores(t))
    yield closed(t, 290, "other" if t.turn else "transferred")


def stays_long(t: Tale) -> Steps:
    """More than half a year in one house: orders lapse, reviews are forgotten, going out is limited without an end."""
    yield from _stay(t, valid=170)
    even = t.turn % 2 == 0
    yield from episodes.restricted(t, 60, end=21 if even else None, reviewed=(7, 14) if even else (), lifted=20 if t.turn < 3 else None)
    yield from episodes.accused_of_staff(t, 120, substantiated=(False, True, None, False, None)[t.turn % 5])
    if not even:
        yield t.on(168, "09:00", t.official, "record_placement_order", ordered(t, 168, 300), renews_id=Named("order"))
    for day in (175, 350)[: t.turn % 3]:
        yield t.on(day, "14:10", t.home.supervisor, "record_review", REVIEWED, kind="long_stay")
    yield from noted(t, 180)


def told_to_others(t: Tale) -> Steps:
    """What leaves the house: with consent, against it in danger, shown in public, lost; and a hearing in court."""
    yield from _stay(t)
    yield from episodes.shared_with_consent(t, 15, withdrawn=12, told=t.turn % 2 == 0)
    yield from episodes.shared_without(t, 17, approved=t.turn % 2 == 1)
    yield from episodes.shown_in_public(t, 33, masked=t.turn != 2)
    yield from episodes.data_lost(t, 41, told_after=(2, 6, None, 2, None)[t.turn % 5])
    yield from episodes.in_court(t, 20, prepared=t.turn != 0, reflected=(35, 12)[t.turn % 2])
    yield from noted(t, 150)
    yield from going_home(t, 126)
    yield from visited(t, 150)


def _stay(t: Tale, *, valid: int = 150) -> Steps:
    """The way into a shelter, the same in most stories."""
    yield from met(t)
    yield from talked(t)
    yield from chose(t, house=True)
    yield from sheltered(t, valid=valid)
    yield from cared_for(t)
    yield from planned(t)


PLOTS: Sequence[Plot] = (
    Plot(whole_way, (478, 300, 160, 72, 20)),
    Plot(suspected_mother, (430, 250, 185, 60, 12), child=True),
    Plot(boy_goes_to_kin, (484, 250, 130, 90, 2), woman=False, child=True),
    Plot(says_no, (350, 220, 90, 40, 6), woman=False),
    Plot(wants_to_leave, (320, 180, 100, 43, 8)),
    Plot(from_abroad, (300, 200, 80, 50, 3), woman=False, foreign=True),
    Plot(moves_house, (390, 240, 130, 65, 25), two_houses=True),
    Plot(keyed_late, (360, 160, 80, 33, 5)),
    Plot(unsafe_talk, (200, 120, 70, 28, 4)),
    Plot(home_from_the_sea, (440, 300, 140, 60, 15), woman=False),
    Plot(stays_long, (400, 330, 260, 215, 190)),
    Plot(told_to_others, (330, 200, 138, 55, 1)),
)

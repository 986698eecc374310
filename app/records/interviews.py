"""Interviews: one talk with the person about what happened, and the conditions it was held in."""

from app.access import CASE_STAFF
from app.records.base import Fact, Record, Sealed, makes, noted
from app.records.values import Id, LongText, Timestamp, YesNo
from app.vocabulary.interviews import InterviewType, PlaceType, RepeatReason, SexExceptionReason, StopRequest


class Interview(Record):
    """One talk with the person about what happened, and the conditions it was held in."""

    type: Fact[InterviewType]
    started_at: Fact[Timestamp]
    ended_at: Fact[Timestamp | None] = noted(past=True)
    interviewer_id: Fact[Id]
    place_type: Fact[PlaceType | None]
    place_judged_safe: Fact[YesNo | None]
    place_judged_at: Fact[Timestamp | None]
    place_private: Fact[YesNo | None] = noted("nobody can overhear")
    separated_from_suspects: Fact[YesNo | None]
    presence_accepted: Fact[YesNo | None]
    all_present_have_role: Fact[YesNo | None]
    urgent_needs_met_first: Fact[YesNo | None]
    stop_request: Fact[StopRequest | None]
    client_understood: Fact[YesNo | None]
    interpreter_used: Fact[YesNo | None]
    interpreter_independent: Fact[YesNo | None] = noted("no tie to suspect, family or officials of the case")
    interpreter_undertaking_signed: Fact[YesNo | None]
    interviewer_sex_suits: Fact[YesNo | None] = noted("as chosen, or same sex when not asked")
    sex_exception_reason: Fact[SexExceptionReason | None]
    is_repeat: Fact[YesNo | None]
    repeat_reason: Fact[RepeatReason | None]
    supporter_present: Fact[YesNo | None]
    supporter_suspected: Fact[YesNo | None]
    age_fitting_words: Fact[YesNo | None]
    persons_present: Sealed[LongText | None] = noted("names and roles")
    statement: Sealed[LongText | None]


RECORD_INTERVIEW = makes(
    "record_interview",
    Interview,
    path="/cases/{case_id}/interviews",
    moment="started_at",
    by=CASE_STAFF,
    summary="Record a talk with the person about what happened, and the conditions it was held in.",
)

"""What is declared beyond the data dictionary, by name: so that nothing is added without being meant. docs/decisions/0014 says why."""

# Records the dictionary does not have.
RECORDS: frozenset[str] = frozenset(
    {
        "person_details",
        "trafficking_details",
        "trafficking_event",
        "perpetrator",
        "origin",
        "referral_note",
        "support_plan",
        "mou_term",
        "mou_delivery",
        "inspection_plan",
        "inspection_item",
        "inspection_picture",
        "identity_request",
    }
)
# Fields added at the end of a record of the dictionary. None is required of a body that the dictionary allows.
FIELDS: dict[str, tuple[str, ...]] = {
    "mou": ("ministry_id", "further_rule_sets", "renewed_on", "ended_on"),
    "inspection": ("notice_given_on", "mend_by"),
    "corrective_action": (
        "organisation_id",
        "responsible",
        "report_id",
        "duty",
        "cause",
        "remedy",
        "evidence_digest",
        "looked_again_on",
        "second_look",
    ),
    "shelter_condition": (
        "safe_location",
        "clean_premises",
        "safe_water",
        "separate_toilets",
        "fire_safety",
        "room_register_kept",
        "first_aid",
        "health_care_arranged",
        "counselling_offered",
        "vocational_training_offered",
    ),
}
# Acts the dictionary does not have.
ACTS: frozenset[str] = frozenset(
    {
        "record_person_details",
        "record_trafficking_details",
        "record_trafficking_event",
        "record_perpetrator",
        "record_origin",
        "note_referral",
        "record_support_plan",
        "look_again_at_corrective_action",
        "renew_mou",
        "end_mou",
        "agree_mou_term",
        "end_mou_term",
        "record_mou_delivery",
        "plan_inspection",
        "call_off_inspection",
        "record_inspection_item",
        "attach_inspection_picture",
        "ask_identity",
        "answer_identity_request",
        "give_inspection_notice",
    }
)
# Fields that an act of the dictionary takes besides those it names there.
BODIES: dict[str, frozenset[str]] = {
    "sign_mou": frozenset({"ministry_id", "further_rule_sets"}),
    "raise_corrective_action": frozenset({"organisation_id", "responsible"}),
    "finish_corrective_action": frozenset({"evidence_digest"}),
    "record_shelter_condition": frozenset(FIELDS["shelter_condition"]),
}

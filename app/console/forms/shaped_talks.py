"""Forms around the talk with the person: screening, risk, interview, rights, consent and what is passed on."""

from collections.abc import Mapping, Sequence

from app.console.forms.parts import Part, Reveal
from app.console.marking import _

PARTS: Mapping[str, Sequence[Part]] = {
    "open_case": (
        Part(_("First contact"), "", ("first_contact_at", "registered_at", "reported_by", "province")),
        Part(
            _("What is known already"),
            _("Only what was said without being asked. Names come later, on a form that is sealed."),
            ("sex", "nationality_class", "interpreter_needed", "types_of_exploitation"),
        ),
        Part(_("The person had a case here before"), "", ("previous_case_id",), folded=True),
    ),
    "register_person": (
        Part(
            _("The name"),
            _("Both spellings side by side, as the person wants them; leave out what is not known."),
            ("registered_at", "own_name_recorded", "name_km", "name_latin", "other_names"),
        ),
        Part(
            _("About the person"),
            "",
            ("date_of_birth", "citizenships", "primary_language", "marital_status", "number_of_children", "education_level"),
        ),
        Part(_("Codes and papers"), "", ("client_code_assigned", "client_code", "identity_number")),
        Part(_("Where the person can be reached"), "", ("phone", "street_address", "village_code")),
        Part(
            _("Safety"),
            _("Who must not learn of this case. Look here before every contact."),
            ("suspects",),
        ),
        Part(
            _("What the person has told already"),
            "",
            ("method_of_recruitment", "methods_of_control", "deceased"),
            folded=True,
        ),
    ),
    "record_screening": (
        Part(
            _("Before the questions"),
            _("First take the person to where no suspect can see or hear."),
            ("separated_from_suspects", "completed_at"),
        ),
        Part(_("The screening"), "", ("form_type", "screened_by", "indicators_count", "outcome", "screening_notes")),
    ),
    "record_risk_assessment": (
        Part(
            _("Now"),
            _("If somebody is in danger or needs a doctor, act first. This form can wait."),
            ("urgent_health_need", "level", "threats", "safety_actions"),
        ),
        Part(
            _("About this check"),
            "",
            ("assessed_at", "scope", "special_needs_asked", "special_needs_found", "place_is_safe"),
        ),
    ),
    "record_interview": (
        Part(
            _("Before you begin"),
            _("Go through these with the person before the first question. What is not right yet is put right first, or the talk waits."),
            (
                "urgent_needs_met_first",
                "separated_from_suspects",
                "place_type",
                "place_judged_safe",
                "place_judged_at",
                "place_private",
                "all_present_have_role",
                "presence_accepted",
                "persons_present",
                "supporter_present",
                "supporter_suspected",
                "interpreter_used",
                "interpreter_independent",
                "interpreter_undertaking_signed",
                "interviewer_id",
                "interviewer_sex_suits",
                "sex_exception_reason",
                "is_repeat",
                "repeat_reason",
            ),
        ),
        Part(
            _("The talk"),
            _("Now talk. The person may pause or stop at any time, without giving a reason."),
            ("type", "started_at", "statement"),
        ),
        Part(
            _("Afterwards"),
            _("Answer these together with the person, where you can."),
            ("ended_at", "client_understood", "age_fitting_words", "stop_request"),
        ),
    ),
    "record_rights_briefing": (
        Part(_("The talk about rights"), "", ("explained_at", "contact_type")),
        Part(
            _("Always explained"),
            "",
            ("general_rights", "accept_or_refuse", "confidentiality", "how_to_complain"),
        ),
        Part(
            _("Before a stay in a shelter"),
            _("For somebody who has been offered a shelter; leave it empty otherwise."),
            ("shelter_offer", "house_rules", "expected_stay", "how_to_leave"),
        ),
        Part(_("At the end"), "", ("understood",)),
    ),
    "record_consent": (
        Part(
            _("What the person is asked"),
            _("One purpose, one recipient at a time. Explain first, then ask."),
            ("purpose", "recipient", "data_categories", "withheld"),
        ),
        Part(
            _("What was explained"),
            _("Say yes only to what was really explained."),
            ("told_purpose", "told_uses", "told_access", "told_retention", "told_withdrawal", "told_research_use", "informed"),
        ),
        Part(
            _("The answer"),
            _("No is as good an answer as yes. Nothing depends on it."),
            ("decided_at", "given_by", "child_assent", "guardian_position", "decision", "reoffer_on", "expires_on", "signed"),
        ),
    ),
    "record_disclosure": (
        Part(
            _("Who receives what"),
            _("Only what the purpose needs, and only what the person agreed to."),
            ("purpose", "recipient", "data_categories", "identity_masked"),
        ),
        Part(_("How it was given out"), "", ("disclosed_at", "channel", "content")),
        Part(
            _("Without consent, on a legal ground"),
            _("The exception. It needs a ground and a second colleague."),
            ("override", "override_basis", "override_approved"),
        ),
    ),
}

REVEALS: Mapping[str, Sequence[Reveal]] = {
    "record_risk_assessment": (
        Reveal("scope", "return_place", ("place_is_safe",)),
        Reveal("special_needs_asked", "yes", ("special_needs_found",)),
    ),
    "record_interview": (
        Reveal("supporter_present", "yes", ("supporter_suspected",)),
        Reveal("interpreter_used", "yes", ("interpreter_independent", "interpreter_undertaking_signed")),
        Reveal("interviewer_sex_suits", "no", ("sex_exception_reason",)),
        Reveal("is_repeat", "yes", ("repeat_reason",)),
    ),
    "record_disclosure": (Reveal("override", "yes", ("override_basis", "override_approved")),),
    "register_person": (Reveal("client_code_assigned", "yes", ("client_code",)),),
}

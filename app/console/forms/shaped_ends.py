"""Forms on the way home and after: plan, return, follow-up, closure, and what is asked of a supervisor."""

from collections.abc import Mapping, Sequence

from app.console.forms.parts import Part, Reveal
from app.console.marking import _

PARTS: Mapping[str, Sequence[Part]] = {
    "draft_reintegration_plan": (
        Part(
            _("Where to"),
            _("The person decides. A return is never arranged against the person's will."),
            ("destination_type", "destination_country", "destination"),
        ),
        Part(
            _("What is settled"),
            _("A first draft may have gaps; they are closed when the person agrees."),
            ("return_date_set", "livelihood_or_school_set", "support_recorded", "emergency_contacts_given"),
        ),
        Part(_("What was promised"), "", ("promises", "drafted_at")),
    ),
    "agree_reintegration_plan": (
        Part(
            _("What the plan settles"),
            "",
            ("return_date_set", "livelihood_or_school_set", "support_recorded", "emergency_contacts_given"),
        ),
        Part(_("The person's agreement"), "", ("client_agreed_at",)),
    ),
    "record_follow_up_visit": (
        Part(
            _("The contact"),
            _("Use only the way of contact that the person chose. A contact that reached nobody is written down too."),
            ("visited_at", "mode", "contact_way_agreed", "contact_made", "told_beyond_consent"),
        ),
        Part(_("How it goes"), "", ("situation", "danger_found", "plan_results_noted", "next_step_set")),
        Part(_("Signature"), "", ("signed",)),
    ),
    "close_case": (
        Part(_("Why, and with whose word"), "", ("reason", "closed_at", "client_signature", "approved_by_supervisor")),
        Part(
            _("What the person takes along"),
            _("A closed case is not a closed door: the person should know whom to call."),
            ("return_contact_given", "summary_written", "closing_summary"),
        ),
    ),
    "request_waiver": (
        Part(
            "",
            _("A waiver does not say that the standard was kept. It lets the case go on, in the open, and somebody else decides."),
            ("standard_id", "reason_code", "reason_text", "expires_on", "requested_at"),
        ),
    ),
}

REVEALS: Mapping[str, Sequence[Reveal]] = {}

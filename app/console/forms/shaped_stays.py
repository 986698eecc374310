"""Forms around a stay and moving about: referrals, orders, admission, restrictions, leaving, incidents."""

from collections.abc import Mapping, Sequence

from app.console.forms.parts import Part, Reveal
from app.console.marking import _

PARTS: Mapping[str, Sequence[Part]] = {
    "record_placement_order": (
        Part(_("The order"), "", ("issuer", "number", "issued_on", "valid_until", "signed", "document_digest")),
        Part(_("For which stay"), "", ("received_at", "shelter_id", "renews_id", "details")),
    ),
    "send_referral": (
        Part(
            _("Who is asked for help"),
            _("Before you send it: does the person's consent cover this recipient?"),
            ("recipient", "service_type", "reason"),
        ),
        Part(_("The referral"), "", ("sent_at", "details")),
    ),
    "decide_referral": (
        Part("", "", ("decided_at", "decision", "refusal_reason", "alternative_offered")),
        Part(_("The referral ended in another way"), _("Withdrawn or run out, for example."), ("state",), folded=True),
    ),
    "admit_to_placement": (
        Part(
            _("Where the person stays"),
            _("A shelter is the last choice for a child: family, kin and foster care come first."),
            ("admitted_at", "care_type", "shelter_id", "room_code"),
        ),
        Part(_("Why there"), "", ("emergency", "alternatives_recorded")),
    ),
    "end_placement": (
        Part("", "", ("left_at", "released_to")),
        Part(_("Is it safe?"), "", ("released_to_suspected", "authority_decision_held")),
    ),
    "restrict_movement": (
        Part(
            _("What is restricted, and why"),
            _("A restriction is the exception: for this person alone, for a danger that nothing milder averts, and with an end."),
            ("kind", "individual", "reason_code", "reason_text"),
        ),
        Part(_("From when until when"), "", ("started_at", "ends_on")),
        Part(_("Explained and approved"), "", ("explained_to_client", "approved")),
    ),
    "request_leave": (
        Part(
            "",
            _("The person may leave. Write the wish down as it was said; nobody has to give a reason."),
            ("requested_at", "kind"),
        ),
    ),
    "record_departure": (
        Part(_("Before the person goes"), "", ("safety_talk_given", "contacts_given")),
        Part(_("Leaving"), "", ("left_at",)),
    ),
    "record_incident": (
        Part(_("What became known"), _("Safety first. What is only feared counts too."), ("became_known_at", "kind", "account")),
        Part(_("How sure is it?"), "", ("substantiated",)),
    ),
}

REVEALS: Mapping[str, Sequence[Reveal]] = {
    "decide_referral": (Reveal("decision", "refused", ("refusal_reason", "alternative_offered")),),
}

"""Forms of the daily work: assessment, plan, services, notes, reviews, guardians, legal steps."""

from collections.abc import Mapping, Sequence

from app.console.forms.parts import Part, Reveal
from app.console.marking import _

PARTS: Mapping[str, Sequence[Part]] = {
    "record_assessment": (
        Part(_("About this assessment"), "", ("type", "completed_at", "form_one_checked")),
        Part(
            _("The person: 11 areas"),
            _("Score together with the person. The totals are worked out when you send the form."),
            ("client_scores",),
        ),
        Part(_("The person's view"), "", ("client_view_recorded", "client_view")),
        Part(
            _("The family: 12 areas"),
            _("Only where there is a family to assess and the person agrees."),
            ("family_traced", "home_visited", "family_part_applies", "family_scores"),
        ),
        Part(_("Papers"), "", ("papers_checked", "missing_papers_planned")),
        Part(_("Conclusion"), "", ("conclusion", "comments")),
    ),
    "record_service_plan": (
        Part(
            _("What will be done"),
            _("Begin with the areas that scored 1 or 2. One goal for each, in words that the person would use."),
            ("items", "covers_low_scores"),
        ),
        Part(_("The person's part"), "", ("client_view_recorded", "conditional_on_cooperation", "client_signature", "guardian_signature")),
        Part(_("The other signatures"), "", ("completed_at", "case_worker_signed", "local_authority_signed", "approved_by_supervisor")),
    ),
    "write_case_note": (Part("", "", ("note_text", "written_at")),),
    "offer_service": (
        Part("", _("An offer, not a duty: the person may take it, refuse it, or decide later."), ("type", "offered_at", "service_notes")),
    ),
    "record_review": (
        Part(_("The review"), "", ("held_at", "kind", "about", "restriction_id")),
        Part(_("What came of it"), "", ("client_view_recorded", "outcome", "reasons_recorded", "reasons")),
    ),
    "record_guardianship": (
        Part(_("Who"), "", ("holder_name", "role", "named_at", "basis")),
        Part(_("What speaks against it"), "", ("parent_suspected", "legal_custody_settled")),
    ),
    "record_legal_step": (
        Part(_("The step"), "", ("kind", "held_at")),
        Part(
            _("The person's choice"),
            _("Help does not depend on what the person chooses."),
            ("options_explained", "lawyer_offered", "client_choice", "client_chose_earlier"),
        ),
        Part(
            _("Protection on the way"),
            _("For a hearing, a statement or a meeting with an authority; leave it empty otherwise."),
            ("client_briefed", "threat_check_done", "accompanied", "separate_waiting"),
        ),
        Part(_("Notes"), "", ("legal_notes",)),
    ),
}

REVEALS: Mapping[str, Sequence[Reveal]] = {
    "record_assessment": (
        Reveal("family_part_applies", "yes", ("family_scores",)),
        Reveal("papers_checked", "yes", ("missing_papers_planned",)),
    ),
    "record_review": (Reveal("kind", "restriction", ("restriction_id",)),),
}

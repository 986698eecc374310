"""What a report's headings, columns and codes are called for people. The Khmer is a draft that no native reader has signed yet."""

from collections.abc import Mapping
from typing import NamedTuple

from app.standards.duration import spoken
from app.vocabulary.reports import LABELS


class Said(NamedTuple):
    """The same in both languages."""

    en: str
    km: str

    def both(self, between: str = "\n") -> str:
        """Both, the English first."""
        return f"{self.en}{between}{self.km}"


HEADINGS: Mapping[str, Said] = {
    "title": Said("Compliance report", "របាយការណ៍អនុលោមភាព"),
    "subtitle": Said(
        "Minimum standards for the protection of victims of human trafficking",
        "បទដ្ឋានអប្បបរមាសម្រាប់ការការពារជនរងគ្រោះដោយអំពើជួញដូរមនុស្ស",
    ),
    "summary": Said("Summary", "សេចក្តីសង្ខេប"),
    "rights": Said("The rights at a glance", "សិទ្ធិទាំងអស់មួយភ្លែត"),
    "standards": Said("Standards, right by right", "បទដ្ឋានតាមសិទ្ធិនីមួយៗ"),
    "staff": Said("Standards of staff", "បទដ្ឋានសម្រាប់បុគ្គលិក"),
    "answers": Said("What the organisation answered", "ចម្លើយរបស់អង្គការ"),
    "plan": Said("Corrective plan", "ផែនការកែតម្រូវ"),
    "shelters": Said("Shelters", "ទីជម្រក"),
    "cases": Said("Cases", "ករណី"),
    "waivers": Said("Waivers", "ការលើកលែង"),
    "mous": Said("Agreements (MOU)", "អនុស្សរណៈយោគយល់ (MOU)"),
    "rule_profile": Said("Numbers the organisation set for itself", "ចំនួនដែលអង្គការបានកំណត់ដោយខ្លួនឯង"),
    "history": Said("How the report came about", "ដំណើរនៃរបាយការណ៍"),
    "definitions": Said("What the words mean", "អត្ថន័យនៃពាក្យ"),
    "sources": Said("Sources", "ប្រភព"),
    "proof": Said("Signature", "ហត្ថលេខា"),
    "note": Said("About the texts", "អំពីអត្ថបទ"),
    "none": Said("There is nothing here.", "គ្មានអ្វីនៅទីនេះទេ។"),
    "page": Said("Page", "ទំព័រ"),
    "chart": Said(
        "Findings that apply, by right. Each pattern is named; a hatched end marked “hidden” holds counts that are not shown.",
        "ការវិនិច្ឆ័យដែលអនុវត្តបាន តាមសិទ្ធិ។ លំនាំនីមួយៗមានឈ្មោះ។ ផ្នែកឆ្នូតដែលមានពាក្យ «លាក់» គឺចំនួនដែលមិនបង្ហាញ។",
    ),
    "hidden_note": Said(
        "“hidden” stands for a count from 1 to 10, or for a figure from which such a count could be worked out. Zero is shown.",
        "ពាក្យ «លាក់» តំណាងឲ្យចំនួនពី ១ ដល់ ១០ ឬតួលេខដែលអាចឲ្យគេគណនារកចំនួនបែបនោះ។ សូន្យត្រូវបានបង្ហាញ។",
    ),
    "proposed_note": Said(
        "A limit marked “proposed” is a number of ours, not of the government.",
        "កំណត់ពេលដែលមានពាក្យ «ស្នើ» គឺជាចំនួនរបស់យើង មិនមែនរបស់រដ្ឋាភិបាលទេ។",
    ),
    "draft_note": Said("The Khmer texts are draft translations.", "អត្ថបទភាសាខ្មែរគឺជាសេចក្តីព្រាងនៃការបកប្រែ។"),
    "verify_note": Said(
        "This file carries the whole report as data and a seal over itself. Whoever has it checks it without a network and without a "
        "password: rumduol verify FILE. Compare the fingerprint below with the one the ministry or the organisation tells you.",
        "ឯកសារនេះផ្ទុករបាយការណ៍ទាំងមូលជាទិន្នន័យ និងត្រាលើខ្លួនវា។ អ្នកណាដែលមានឯកសារនេះ អាចពិនិត្យវាដោយគ្មានបណ្តាញ និងគ្មានពាក្យសម្ងាត់៖ "
        "rumduol verify FILE។ សូមប្រៀបធៀបស្នាមសម្គាល់ខាងក្រោមជាមួយស្នាមសម្គាល់ដែលក្រសួង ឬអង្គការប្រាប់អ្នក។",
    ),
}

COLUMNS: Mapping[str, Said] = {
    "organisation": Said("Organisation", "អង្គការ"),
    "type": Said("Kind of organisation", "ប្រភេទអង្គការ"),
    "province": Said("Province", "ខេត្ត"),
    "period": Said("Period", "រយៈពេល"),
    "as_of": Said("Figures as of", "តួលេខគិតត្រឹម"),
    "made_at": Said("Made", "បានធ្វើនៅ"),
    "frozen_at": Said("Frozen", "បានបិទនៅ"),
    "report": Said("Report", "របាយការណ៍"),
    "catalogue": Said("Catalogue of standards", "បញ្ជីបទដ្ឋាន"),
    "digest": Said("Digest (SHA-256)", "លេខសង្ខេប (SHA-256)"),
    "signature": Said("Signature (Ed25519)", "ហត្ថលេខា (Ed25519)"),
    "public_key": Said("Public key", "សោសាធារណៈ"),
    "fingerprint": Said("Fingerprint of the key", "ស្នាមសម្គាល់នៃសោ"),
    "audit": Said("Place in the audit log", "ទីតាំងក្នុងកំណត់ហេតុសវនកម្ម"),
    "figure": Said("Figure", "តួលេខ"),
    "value": Said("Value", "តម្លៃ"),
    "meaning": Said("Meaning", "អត្ថន័យ"),
    "number": Said("Number", "ចំនួន"),
    "right": Said("Right", "សិទ្ធិ"),
    "standard": Said("Standard", "បទដ្ឋាន"),
    "text": Said("What it asks for", "អ្វីដែលបទដ្ឋានទាមទារ"),
    "step": Said("Step", "ជំហាន"),
    "gate": Said("Gate", "ជាលក្ខខណ្ឌ"),
    "limit": Said("Limit", "កំណត់ពេល"),
    "limit_basis": Said("Basis", "មូលដ្ឋាន"),
    "setting": Said("Setting", "ការកំណត់"),
    "provenance": Said("Provenance", "ប្រភពដើម"),
    "grade": Said("Grade", "កម្រិត"),
    "source": Said("Source", "ប្រភព"),
    "subjects": Said("Subjects", "សាមីខ្លួន"),
    "applicable": Said("Applies", "អនុវត្តបាន"),
    "met": Said("Met", "បានបំពេញ"),
    "unmet": Said("Unmet", "មិនបានបំពេញ"),
    "overdue": Said("Overdue", "ហួសកំណត់"),
    "unknown": Said("Unknown", "មិនដឹង"),
    "waived": Said("Waived", "លើកលែង"),
    "pending": Said("Pending", "រង់ចាំ"),
    "not_applicable": Said("Does not apply", "មិនអនុវត្ត"),
    "share_met": Said("Share met", "អត្រាបានបំពេញ"),
    "overdue_days_max": Said("Days overdue, most", "ថ្ងៃហួសកំណត់ ច្រើនបំផុត"),
    "overdue_days_median": Said("Days overdue, middle", "ថ្ងៃហួសកំណត់ កណ្តាល"),
    "unmet_of_a_limit": Said("Unmet: a limit of time", "មិនបានបំពេញ៖ កំណត់ពេល"),
    "item": Said("Item", "ចំណុច"),
    "state": Said("State", "ស្ថានភាព"),
    "cause": Said("Cause", "មូលហេតុ"),
    "remedy": Said("Remedy", "វិធានការ"),
    "due_on": Said("Due", "កាលកំណត់"),
    "responsible": Said("Responsible", "អ្នកទទួលខុសត្រូវ"),
    "evidence_digest": Said("Evidence (SHA-256)", "ភស្តុតាង (SHA-256)"),
    "missed_on": Said("Missed on", "ខកខាននៅ"),
    "reason": Said("The ministry's reason", "ហេតុផលរបស់ក្រសួង"),
    "severity": Said("Severity", "ភាពធ្ងន់ធ្ងរ"),
    "decided_at": Said("Decided", "បានសម្រេចនៅ"),
    "raised_on": Said("Raised", "បានលើកឡើងនៅ"),
    "done_on": Said("Done", "បានធ្វើនៅ"),
    "looked_again_on": Said("Second look on", "ពិនិត្យឡើងវិញនៅ"),
    "second_look": Said("Second look", "ការពិនិត្យឡើងវិញ"),
    "at": Said("When", "ពេលវេលា"),
    "move": Said("What", "អ្វី"),
    "role": Said("By (role)", "ដោយ (តួនាទី)"),
    "shelter": Said("Shelter", "ទីជម្រក"),
    "part": Said("Part", "ផ្នែក"),
    "status": Said("Status", "ស្ថានភាព"),
    "due_at": Said("Due", "កាលកំណត់"),
    "starts_on": Said("From", "ចាប់ពី"),
    "ends_on": Said("To", "ដល់"),
    "rule_set": Said("Rule set", "បញ្ជីវិធាន"),
    "by_step": Said("by step", "តាមជំហាន"),
    "by_age_class": Said("by age class", "តាមក្រុមអាយុ"),
    "by_sex": Said("by sex", "តាមភេទ"),
    "by_reason": Said("by reason", "តាមហេតុផល"),
    "total": Said("all", "សរុប"),
    "breaches": Said("Breaches (unmet, overdue, unknown)", "ការរំលោភ (មិនបានបំពេញ ហួសកំណត់ មិនដឹង)"),
    "condition": Said("newest observation", "ការសង្កេតថ្មីបំផុត"),
    "inspection": Said("inspection", "អធិការកិច្ច"),
}

CODES: Mapping[str, Said] = {
    "hidden": Said("hidden", "លាក់"),
    "not recorded": Said("not recorded", "មិនបានកត់ត្រា"),
    "yes": Said("yes", "បាទ/ចាស"),
    "no": Said("no", "ទេ"),
    "proposed": Said("proposed", "ស្នើ"),
    "sourced": Said("sourced", "មានប្រភព"),
    "inherent": Said("inherent", "តាមលំដាប់"),
    "any": Said("any", "គ្រប់ជំហាន"),
    "interview": Said("interview", "ការសម្ភាស"),
    "recovery": Said("recovery", "ការស្តារឡើងវិញ"),
    "reintegration": Said("reintegration", "សមាហរណកម្ម"),
    "follow_up": Said("follow-up", "ការតាមដាន"),
    "closed": Said("closed", "បានបិទ"),
    "adult": Said("adult", "មនុស្សពេញវ័យ"),
    "child": Said("child", "កុមារ"),
    "uncertain": Said("uncertain", "មិនប្រាកដ"),
    "feminine": Said("feminine", "ស្រី"),
    "masculine": Said("masculine", "ប្រុស"),
    "social_worker": Said("social worker", "បុគ្គលិកសង្គម"),
    "supervisor": Said("supervisor", "អ្នកគ្រប់គ្រងផ្ទាល់"),
    "organisation_admin": Said("administrator", "អ្នកគ្រប់គ្រងអង្គការ"),
    "reporting_officer": Said("reporting officer", "មន្ត្រីរបាយការណ៍"),
    "mosavy_officer": Said("ministry's officer", "មន្ត្រីក្រសួង"),
    "mosavy_auditor": Said("ministry's auditor", "សវនករក្រសួង"),
    "make": Said("made", "បានធ្វើ"),
    "answer": Said("answered", "បានឆ្លើយ"),
    "submit": Said("submitted", "បានដាក់ស្នើ"),
    "withdraw": Said("withdrawn", "បានដកវិញ"),
    "decide": Said("decided", "បានសម្រេច"),
    "return": Said("returned", "បានប្រគល់ត្រឡប់វិញ"),
    "complete": Said("completed and frozen", "បានបញ្ចប់ និងបិទ"),
    "ngo": Said("non-governmental organisation", "អង្គការក្រៅរដ្ឋាភិបាល"),
    "central_government": Said("central government", "រដ្ឋាភិបាលកណ្តាល"),
    "local_government": Said("local government", "រដ្ឋបាលមូលដ្ឋាន"),
    "international_organisation": Said("international organisation", "អង្គការអន្តរជាតិ"),
    "emergency": Said("emergency", "ភាពអាសន្ន"),
    "person_declined": Said("the person declined", "សាមីខ្លួនមិនយល់ព្រម"),
    "authority_delay": Said("an authority was late", "អាជ្ញាធរយឺតយ៉ាវ"),
    "not_possible": Said("not possible", "មិនអាចធ្វើបាន"),
    "recording_gap": Said("done but not recorded", "បានធ្វើ តែមិនបានកត់ត្រា"),
    "minor": Said("minor", "ស្រាល"),
    "moderate": Said("moderate", "មធ្យម"),
    "major": Said("major", "ធំ"),
    "serious": Said("serious", "ធ្ងន់"),
    "critical": Said("critical", "ធ្ងន់ធ្ងរ"),
}

# The column of an entry -> the vocabulary that names its codes.
_OF_COLUMN: Mapping[tuple[str, str], str] = {
    ("answers", "state"): "answer",
    ("answers", "cause"): "cause",
    ("answers", "remedy"): "remedy",
    ("answers", "reason"): "decision_reason",
    ("plan", "state"): "plan",
    ("plan", "cause"): "cause",
    ("plan", "remedy"): "remedy",
    ("plan", "second_look"): "second_look",
    ("history", "state"): "state",
}


_UNITS = {"hour": "ម៉ោង", "day": "ថ្ងៃ", "week": "សប្តាហ៍", "month": "ខែ", "year": "ឆ្នាំ"}


def duration(text: str, language: str) -> str:
    """Say a limit in plain words.

    >>> duration("PT24H", "en"), duration("PT24H", "km"), duration("P0D", "km")
    ('24 hours', '24 ម៉ោង', 'ក្នុងថ្ងៃតែមួយ')
    """
    english = spoken(text)
    if language == "en":
        return english
    number, _, unit = english.partition(" ")
    return f"{number} {_UNITS[unit.removesuffix('s')]}" if number.isdigit() else "ក្នុងថ្ងៃតែមួយ"


def column(name: str) -> Said:
    """Return what a column is called; one that nobody named is called by its code."""
    plain = name.replace("_", " ")
    return COLUMNS.get(name) or HEADINGS.get(name) or CODES.get(name) or Said(plain, plain)


def code(value: str, *, part: str = "", name: str = "") -> Said:
    """Return what a code means, as the column of that part of a report uses it; a code that nobody named stands for itself."""
    if (label := LABELS.get(_OF_COLUMN.get((part, name), ""), {}).get(value)) is not None:
        return Said(label["en"], label["km"])
    plain = value.replace("_", " ")
    return CODES.get(value) or COLUMNS.get(value) or Said(plain, plain)

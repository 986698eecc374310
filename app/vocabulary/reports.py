"""Words of the compliance report and of the corrective plan. All are ours (source: proposed); the Khmer labels are drafts."""

from collections.abc import Mapping
from enum import StrEnum

# Where every word of this file comes from.
SOURCE = "proposed"


class ReportState(StrEnum):
    """Where a report stands."""

    DRAFTED = "drafted"  # the organisation answers; nobody else sees it
    SUBMITTED = "submitted"  # the ministry reviews; the organisation changes nothing
    RETURNED = "returned"  # the organisation answers again what was returned, and nothing else
    FROZEN = "frozen"  # for ever
    WITHDRAWN = "withdrawn"  # by the organisation, before the ministry saw it
    KEPT = "kept"  # figures only, made by the auditor or before there was a cycle: nothing is answered


class ReportStep(StrEnum):
    """What can be done with a report."""

    ANSWER = "answer"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    DECIDE = "decide"
    RETURN = "return"
    COMPLETE = "complete"


class AnswerState(StrEnum):
    """Where the answer to one breach stands."""

    OPEN = "open"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Cause(StrEnum):
    """Why a standard was not kept."""

    STAFF_SHORTAGE = "staff_shortage"
    FUNDS = "funds"
    TRAINING = "training"
    AUTHORITY_DELAY = "authority_delay"
    PERSON_DECLINED = "person_declined"
    RECORDING_GAP = "recording_gap"
    NO_PLACE = "no_place"
    OTHER = "other"


class Remedy(StrEnum):
    """What kind of thing will put it right."""

    HIRE_STAFF = "hire_staff"
    TRAIN_STAFF = "train_staff"
    CHANGE_PROCEDURE = "change_procedure"
    MEND_PREMISES = "mend_premises"
    SEEK_FUNDS = "seek_funds"
    AGREE_WITH_AUTHORITY = "agree_with_authority"
    REFER_ELSEWHERE = "refer_elsewhere"
    RECORD_LATE = "record_late"
    DONE_ALREADY = "done_already"
    OTHER = "other"


class Responsible(StrEnum):
    """Who in the organisation sees to it, by role."""

    SOCIAL_WORKER = "social_worker"
    SUPERVISOR = "supervisor"
    ORGANISATION_ADMIN = "organisation_admin"
    REPORTING_OFFICER = "reporting_officer"


class Decision(StrEnum):
    """What the ministry says to an answer."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class DecisionReason(StrEnum):
    """Why an answer was accepted or returned."""

    SUFFICIENT = "sufficient"
    CAUSE_UNCLEAR = "cause_unclear"
    REMEDY_DOES_NOT_FIT = "remedy_does_not_fit"
    DUE_TOO_LATE = "due_too_late"
    EVIDENCE_MISSING = "evidence_missing"
    NOBODY_RESPONSIBLE = "nobody_responsible"
    OTHER = "other"


class PlanState(StrEnum):
    """Where a corrective action stands."""

    OPEN = "open"
    DONE = "done"  # by the organisation's word; the ministry has not looked again
    REOPENED = "reopened"  # the second look found it not put right
    CLOSED = "closed"  # the second look found it put right


class SecondLook(StrEnum):
    """What the ministry found when it looked again."""

    PUT_RIGHT = "put_right"
    PARTLY = "partly"
    NOT_PUT_RIGHT = "not_put_right"


# vocabulary -> code -> label. The Khmer is a draft translation.
LABELS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "state": {
        "drafted": {"en": "Draft", "km": "សេចក្តីព្រាង"},
        "submitted": {"en": "Submitted", "km": "បានដាក់ស្នើ"},
        "returned": {"en": "Returned", "km": "បានប្រគល់ត្រឡប់វិញ"},
        "frozen": {"en": "Completed and frozen", "km": "បានបញ្ចប់ និងបិទមិនឱ្យកែ"},
        "withdrawn": {"en": "Withdrawn", "km": "បានដកវិញ"},
        "kept": {"en": "Figures only", "km": "តួលេខប៉ុណ្ណោះ"},
    },
    "answer": {
        "open": {"en": "Not answered yet", "km": "មិនទាន់ឆ្លើយ"},
        "answered": {"en": "Answered", "km": "បានឆ្លើយ"},
        "accepted": {"en": "Accepted", "km": "បានទទួលយក"},
        "returned": {"en": "Returned", "km": "បានប្រគល់ត្រឡប់វិញ"},
    },
    "cause": {
        "staff_shortage": {"en": "Too few staff", "km": "ខ្វះបុគ្គលិក"},
        "funds": {"en": "Not enough money", "km": "ខ្វះថវិកា"},
        "training": {"en": "Staff not trained for it", "km": "បុគ្គលិកមិនទាន់ទទួលការបណ្តុះបណ្តាល"},
        "authority_delay": {"en": "An authority was late", "km": "អាជ្ញាធរយឺតយ៉ាវ"},
        "person_declined": {"en": "The person declined", "km": "សាមីខ្លួនមិនយល់ព្រម"},
        "recording_gap": {"en": "Done but not recorded", "km": "បានធ្វើ តែមិនបានកត់ត្រា"},
        "no_place": {"en": "No place free", "km": "គ្មានកន្លែងទំនេរ"},
        "other": {"en": "Another cause", "km": "មូលហេតុផ្សេង"},
    },
    "remedy": {
        "hire_staff": {"en": "Hire staff", "km": "ជ្រើសរើសបុគ្គលិក"},
        "train_staff": {"en": "Train staff", "km": "បណ្តុះបណ្តាលបុគ្គលិក"},
        "change_procedure": {"en": "Change how we work", "km": "ផ្លាស់ប្តូររបៀបធ្វើការ"},
        "mend_premises": {"en": "Mend the premises", "km": "ជួសជុលទីកន្លែង"},
        "seek_funds": {"en": "Seek money", "km": "ស្វែងរកថវិកា"},
        "agree_with_authority": {"en": "Agree it with the authority", "km": "ព្រមព្រៀងជាមួយអាជ្ញាធរ"},
        "refer_elsewhere": {"en": "Refer to another service", "km": "បញ្ជូនទៅសេវាផ្សេង"},
        "record_late": {"en": "Record it now", "km": "កត់ត្រាឥឡូវនេះ"},
        "done_already": {"en": "Put right already", "km": "បានកែរួចហើយ"},
        "other": {"en": "Something else", "km": "អ្វីផ្សេង"},
    },
    "decision_reason": {
        "sufficient": {"en": "Sufficient", "km": "គ្រប់គ្រាន់"},
        "cause_unclear": {"en": "The cause is not clear", "km": "មូលហេតុមិនច្បាស់"},
        "remedy_does_not_fit": {"en": "The remedy does not fit the cause", "km": "វិធានការមិនត្រូវនឹងមូលហេតុ"},
        "due_too_late": {"en": "It is due too late", "km": "កាលកំណត់យឺតពេក"},
        "evidence_missing": {"en": "Evidence is missing", "km": "ខ្វះភស្តុតាង"},
        "nobody_responsible": {"en": "Nobody is responsible", "km": "គ្មានអ្នកទទួលខុសត្រូវ"},
        "other": {"en": "Another reason", "km": "ហេតុផលផ្សេង"},
    },
    "plan": {
        "open": {"en": "Open", "km": "កំពុងរង់ចាំ"},
        "done": {"en": "Done, to be looked at again", "km": "បានធ្វើ រង់ចាំពិនិត្យឡើងវិញ"},
        "reopened": {"en": "Not put right, open again", "km": "មិនទាន់បានកែ បើកឡើងវិញ"},
        "closed": {"en": "Put right", "km": "បានកែរួច"},
    },
    "second_look": {
        "put_right": {"en": "Put right", "km": "បានកែរួច"},
        "partly": {"en": "Partly put right", "km": "បានកែខ្លះ"},
        "not_put_right": {"en": "Not put right", "km": "មិនបានកែ"},
    },
}

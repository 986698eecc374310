"""An agreement in plain words, in English and Khmer. The Khmer is a draft that no native reader has signed yet."""

from collections.abc import Mapping
from datetime import date

from app.reports.obligations import Duty
from app.vocabulary.agreements import DutyState, Rhythm, Standing
from app.vocabulary.consequences import LADDER, Consequence, Step
from app.vocabulary.organisations import ObligationKind

Text = dict[str, str]

_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
_MONTHS = (
    ("January", "មករា"),
    ("February", "កុម្ភៈ"),
    ("March", "មីនា"),
    ("April", "មេសា"),
    ("May", "ឧសភា"),
    ("June", "មិថុនា"),
    ("July", "កក្កដា"),
    ("August", "សីហា"),
    ("September", "កញ្ញា"),
    ("October", "តុលា"),
    ("November", "វិច្ឆិកា"),
    ("December", "ធ្នូ"),
)
TRANSLATION = {"en": "original", "km": "draft"}
NOTE: Text = {
    "en": "This page explains; the signed paper binds. No text of an agreement was available to us: terms marked proposed are defaults of "
    "ours that the parties took over.",
    "km": "ទំព័រនេះគ្រាន់តែពន្យល់ ឯកសារដែលបានចុះហត្ថលេខាទើបមានកាតព្វកិច្ច។ យើងពុំមានអត្ថបទនៃអនុស្សរណៈណាមួយទេ៖ "
    "លក្ខខណ្ឌដែលមានពាក្យ proposed គឺជាសំណើរបស់យើង ដែលភាគីបានយកមកប្រើ។",
}
TITLES: Mapping[str, Text] = {
    "obliges": {"en": "What this obliges us to", "km": "អ្វីដែលអនុស្សរណៈនេះតម្រូវឱ្យយើងធ្វើ"},
    "ministry": {"en": "What the ministry does", "km": "អ្វីដែលក្រសួងធ្វើ"},
    "falling_short": {"en": "What happens if we fall short", "km": "អ្វីនឹងកើតឡើង ប្រសិនបើយើងធ្វើមិនបាន"},
    "takes": {"en": "What it takes", "km": "អ្វីដែលត្រូវការ"},
}
# What is delivered, as it stands in a sentence.
THINGS: Mapping[str, tuple[str, str]] = {
    ObligationKind.MONTHLY_CASE_LIST: ("the case list (counts and codes, no names)", "បញ្ជីករណី (ចំនួន និងកូដ គ្មានឈ្មោះ)"),
    ObligationKind.QUARTERLY_STATISTICS: ("the narrative with the case statistics", "របាយការណ៍ពណ៌នាជាមួយស្ថិតិករណី"),
    ObligationKind.ANNUAL_REPORT: ("the annual report", "របាយការណ៍ប្រចាំឆ្នាំ"),
    ObligationKind.INCIDENT_NOTICE: ("a notice of the incident", "សេចក្តីជូនដំណឹងអំពីឧប្បត្តិហេតុ"),
    ObligationKind.STAFF_CHANGE_NOTICE: ("a notice of the change of staff", "សេចក្តីជូនដំណឹងអំពីការផ្លាស់ប្តូរបុគ្គលិក"),
    ObligationKind.INSPECTION_ACCESS: ("access for the ministry's inspectors", "សិទ្ធិចូលពិនិត្យសម្រាប់អធិការរបស់ក្រសួង"),
    ObligationKind.DATA_SHARING_ANNEX: ("the signed annex on sharing data", "ឧបសម្ព័ន្ធស្តីពីការចែករំលែកទិន្នន័យដែលបានចុះហត្ថលេខា"),
    ObligationKind.RENEWAL: ("the request to renew this agreement", "សំណើសុំបន្តអនុស្សរណៈនេះ"),
}
_AFTER: Mapping[Rhythm, tuple[str, str]] = {
    Rhythm.MONTHLY: ("the end of each month", "ចុងខែនីមួយៗ"),
    Rhythm.QUARTERLY: ("the end of each quarter", "ចុងត្រីមាសនីមួយៗ"),
    Rhythm.HALF_YEARLY: ("the end of each half year", "ចុងឆមាសនីមួយៗ"),
    Rhythm.YEARLY: ("the end of each year", "ចុងឆ្នាំនីមួយៗ"),
    Rhythm.AFTER_START: ("the start of this agreement", "ថ្ងៃចាប់ផ្តើមនៃអនុស្សរណៈនេះ"),
    Rhythm.BEFORE_END: ("the end of this agreement", "ថ្ងៃបញ្ចប់នៃអនុស្សរណៈនេះ"),
}
_EVENTS: Mapping[str, tuple[str, str]] = {
    ObligationKind.INCIDENT_NOTICE: ("Each time a serious incident happens", "រាល់ពេលមានឧប្បត្តិហេតុធ្ងន់ធ្ងរ"),
    ObligationKind.STAFF_CHANGE_NOTICE: ("Each time the staff changes", "រាល់ពេលមានការផ្លាស់ប្តូរបុគ្គលិក"),
    ObligationKind.INSPECTION_ACCESS: ("Each time the ministry asks", "រាល់ពេលក្រសួងស្នើសុំ"),
}
_EVENT = ("Each time it is called for", "រាល់ពេលត្រូវការ")
_STEPS: Mapping[Consequence, tuple[str, str]] = {
    Consequence.REMINDER: ("the ministry reminds the organisation", "ក្រសួងរំលឹកអង្គការ"),
    Consequence.TIME_TO_MEND: (
        "the ministry asks in writing to put it right; three months in all are allowed, counted from the due day",
        "ក្រសួងស្នើជាលាយលក្ខណ៍អក្សរឱ្យកែតម្រូវ ហើយរយៈពេលកែតម្រូវសរុបគឺ ៣ ខែ គិតពីថ្ងៃកំណត់",
    ),
    Consequence.SECOND_INSPECTION: ("a second inspection looks whether it was put right", "មានអធិការកិច្ចលើកទីពីរ ដើម្បីពិនិត្យថាបានកែតម្រូវឬនៅ"),
    Consequence.REPORT_TO_MINISTER: (
        "a report goes to the minister and asks for action, from an instruction up to prosecution",
        "របាយការណ៍ត្រូវផ្ញើជូនរដ្ឋមន្ត្រី ដើម្បីសុំចាត់វិធានការ ចាប់ពីការណែនាំរហូតដល់ការចោទប្រកាន់",
    ),
}
_STANDING: Mapping[Standing, tuple[str, str]] = {
    Standing.DRAFT: ("is a draft: nothing is due yet", "ជាសេចក្តីព្រាង៖ មិនទាន់មានអ្វីត្រូវប្រគល់ទេ"),
    Standing.NOT_BEGUN: ("has not begun yet", "មិនទាន់ចូលជាធរមានទេ"),
    Standing.ACTIVE: ("is in force", "កំពុងជាធរមាន"),
    Standing.EXPIRED: ("has run out", "បានផុតកំណត់ហើយ"),
    Standing.ENDED: ("was ended before its time", "ត្រូវបានបញ្ចប់មុនកំណត់"),
}


def khmer(number: object) -> str:
    """Return a number in Khmer digits.

    >>> khmer(2009)
    '២០០៩'
    """
    return str(number).translate(_DIGITS)


def day(when: date) -> Text:
    """Return a day as people write it.

    >>> day(date(2025, 7, 10))["en"]
    '10 July 2025'
    """
    en, km = _MONTHS[when.month - 1]
    return {"en": f"{when.day} {en} {when.year}", "km": f"ថ្ងៃទី{khmer(when.day)} ខែ{km} ឆ្នាំ{khmer(when.year)}"}


def allowed(months: int, days: int) -> Text:
    """Return a length of time in months and days; empty where both are nought.

    >>> allowed(2, 1)["en"]
    '2 months and 1 day'
    """
    units = [(n, en, km) for n, en, km in ((months, "month", "ខែ"), (days, "day", "ថ្ងៃ")) if n]
    return {
        "en": " and ".join(f"{n} {en}{'' if n == 1 else 's'}" for n, en, _ in units),
        "km": " និង".join(f"{khmer(n)} {km}" for n, _, km in units),
    }


def term(kind: str, rhythm: Rhythm, *, months: int, days: int) -> Text:
    """Say what a term obliges to.

    >>> term("annual_report", Rhythm.YEARLY, months=2, days=0)["en"]
    'Within 2 months after the end of each year, deliver the annual report.'
    """
    (en, km), time = THINGS[kind], allowed(months, days)
    if rhythm is Rhythm.BEFORE_END and time["en"]:
        return {
            "en": f"At the latest {time['en']} before the end, deliver {en}.",
            "km": f"យ៉ាងយឺត {time['km']} មុនថ្ងៃបញ្ចប់ ត្រូវប្រគល់{km}។",
        }
    if rhythm is Rhythm.ON_EVENT:
        event_en, event_km = _EVENTS.get(kind, _EVENT)
        within = ("within " + time["en"], "ក្នុងរយៈពេល " + time["km"]) if time["en"] else ("on the same day", "នៅថ្ងៃតែមួយ")
        return {"en": f"{event_en}, give {en} {within[0]}.", "km": f"{event_km} ត្រូវផ្តល់{km} {within[1]}។"}
    after_en, after_km = _AFTER[rhythm]
    if not time["en"]:
        return {"en": f"By {after_en} at the latest, deliver {en}.", "km": f"យ៉ាងយឺតត្រឹម{after_km} ត្រូវប្រគល់{km}។"}
    return {"en": f"Within {time['en']} after {after_en}, deliver {en}.", "km": f"ក្នុងរយៈពេល {time['km']} ក្រោយ{after_km} ត្រូវប្រគល់{km}។"}


def duty(one: Duty) -> Text:
    """Say where one due date stands."""
    (en, km), due = THINGS[one.slot.kind], day(one.slot.due_on)
    late_en = f"{one.days_late} day{'' if one.days_late == 1 else 's'}"
    if one.state is DutyState.MISSED:
        return {
            "en": f"{en[0].upper()}{en[1:]} was due on {due['en']} and is {late_en} late.",
            "km": f"{km} ត្រូវប្រគល់នៅ{due['km']} ហើយយឺត {khmer(one.days_late)} ថ្ងៃ។",
        }
    if one.submitted_on is None:
        return {"en": f"{en[0].upper()}{en[1:]} is due on {due['en']}.", "km": f"{km} ត្រូវប្រគល់នៅ{due['km']}។"}
    done = day(one.submitted_on)
    late = (f", {late_en} late", f" យឺត {khmer(one.days_late)} ថ្ងៃ") if one.days_late else ("", "")
    return {
        "en": f"{en[0].upper()}{en[1:]}, due on {due['en']}, was delivered on {done['en']}{late[0]}.",
        "km": f"{km} ដែលត្រូវប្រគល់នៅ{due['km']} បានប្រគល់នៅ{done['km']}{late[1]}។",
    }


def consequence(step: Step) -> Text:
    """Say what a step of the ladder is and when it comes."""
    en, km = _STEPS[step.consequence]
    time = allowed(step.after_months, step.after_days)
    if not time["en"]:
        return {"en": f"From the day after it was due, {en}.", "km": f"ចាប់ពីថ្ងៃបន្ទាប់ពីថ្ងៃកំណត់ {km}។"}
    return {"en": f"{time['en'][0].upper()}{time['en'][1:]} after it was due, {en}.", "km": f"ក្រោយថ្ងៃកំណត់ {time['km']} {km}។"}


def standing(where: Standing) -> Text:
    """Say where the agreement stands.

    >>> standing(Standing.ACTIVE)["en"]
    'This agreement is in force.'
    """
    en, km = _STANDING[where]
    return {"en": f"This agreement {en}.", "km": f"អនុស្សរណៈនេះ{km}។"}


def ministry() -> list[dict[str, object]]:
    """Say what the ministry does for its part, each with its source."""
    return [
        {
            "sentence": {
                "en": "It inspects each shelter once a year or more.",
                "km": "ក្រសួងធ្វើអធិការកិច្ចទីជម្រកនីមួយៗ យ៉ាងតិចមួយឆ្នាំម្តង។",
            },
            "basis": "sourced",
            "source": "K3",
        },
        {
            "sentence": {
                "en": "It gives three months to put faults right before it comes a second time.",
                "km": "ក្រសួងផ្តល់ពេល ៣ ខែ ដើម្បីកែតម្រូវ មុននឹងមកពិនិត្យលើកទីពីរ។",
            },
            "basis": "sourced",
            "source": "K3",
        },
    ]


def ladder() -> list[dict[str, object]]:
    """Return every step of what follows, with its time, source and basis."""
    return [
        {
            "consequence": step.consequence.value,
            "after_months": step.after_months,
            "after_days": step.after_days,
            "sentence": consequence(step),
            "basis": step.basis,
            "source": step.source,
        }
        for step in LADDER
    ]


def catalogue(standards: int, rights: int) -> Text:
    """Say how much a catalogue asks for."""
    return {
        "en": f"{standards} standards for {rights} rights bind us; each names its source. "
        "None of them is a numbered clause of the document it is named after.",
        "km": f"យើងជាប់កាតព្វកិច្ចតាមបទដ្ឋាន {khmer(standards)} សម្រាប់សិទ្ធិ {khmer(rights)}។ បទដ្ឋាននីមួយៗបញ្ជាក់ប្រភព "
        "ហើយគ្មានចំណុចណាជាប្រការមានលេខរៀងនៃឯកសារដើមទេ។",
    }


def right(label: Mapping[str, str], *, standards: int, gates: int) -> Text:
    """Say how many standards serve a right, and how many of them hold a case in its step while they are open.

    >>> right({"en": "Dignity", "km": "..."}, standards=1, gates=0)["en"]
    'Dignity: 1 standard.'
    """
    hold = (
        (f", of which {gates} must be settled before a case moves on", f" ក្នុងនោះ {khmer(gates)} ត្រូវបំពេញមុនករណីឈានទៅជំហានបន្ទាប់")
        if gates
        else ("", "")
    )
    return {
        "en": f"{label['en']}: {standards} standard{'' if standards == 1 else 's'}{hold[0]}.",
        "km": f"{label['km']}៖ បទដ្ឋាន {khmer(standards)}{hold[1]}។",
    }

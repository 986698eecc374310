"""The catalogue of the tables that are published: what each counts, of whom, and how often. Fixed: nobody asks for a table of their own.

Every table has one rhythm, so that no year can be set against its quarters. Who the people are is told by the year, what was done for
them by the quarter. All count people (cases), complaints excepted: twelve services to one person are one. The Khmer is a draft that no
native reader has signed yet.
"""

from types import MappingProxyType

from app.reports.statistics_kinds import Classes, Events, Rhythm, Table, Text
from app.vocabulary.care import CareType, ServiceType
from app.vocabulary.cases import DecidingBody, Gender, NationalityClass, Reporter
from app.vocabulary.going_home import ClosureReason, DestinationType, VisitMode
from app.vocabulary.justice import ComplaintOutcome
from app.vocabulary.places import Province
from app.vocabulary.trafficking import ExploitationType

NOT_RECORDED = "not_recorded"
# No code of HTCDS 2.0.
EXTENSIONS = (ExploitationType.FORCED_CRIMINALITY.value,)


def _two(en: str, km: str) -> Text:
    return MappingProxyType({"en": en, "km": km})


AGE = Classes("age_class", ("child", "adult"))
SEX = Classes("sex", (Gender.FEMININE.value, Gender.MASCULINE.value, "other_or_unknown"))
PROVINCE = Classes("province", (*Province, NOT_RECORDED))
NATIONALITY = Classes("nationality_class", tuple(NationalityClass))
REPORTER = Classes("reported_by", (*Reporter, NOT_RECORDED))
EXPLOITATION = Classes("types_of_exploitation", (*ExploitationType, NOT_RECORDED))
KEPT = Classes("standards", ("all_met", "one_not_met", "none_judged"))

_NEW = _two("Cases registered in the period.", "ករណីដែលបានចុះបញ្ជីក្នុងរយៈពេលនេះ។")


def _done(en: str, km: str) -> Text:
    return _two(f"People for whom {en} in the period, each once in a row.", f"ចំនួនមនុស្សដែល{km}ក្នុងរយៈពេលនេះ ម្នាក់រាប់ម្តងក្នុងមួយជួរ។")


TABLES: tuple[Table, ...] = (
    Table("new_by_sex", Rhythm.YEAR, _two("New cases by sex and age", "ករណីថ្មីតាមភេទ និងអាយុ"), _NEW, SEX, AGE, "case.sex"),
    Table(
        "new_by_province", Rhythm.YEAR, _two("New cases by province and age", "ករណីថ្មីតាមខេត្ត និងអាយុ"), _NEW, PROVINCE, AGE, "case.province"
    ),
    Table(
        "new_by_nationality",
        Rhythm.YEAR,
        _two("New cases by class of nationality and sex", "ករណីថ្មីតាមក្រុមសញ្ជាតិ និងភេទ"),
        _NEW,
        NATIONALITY,
        SEX,
        "case.nationality_class",
    ),
    Table(
        "new_by_exploitation",
        Rhythm.YEAR,
        _two("New cases by type of exploitation and age", "ករណីថ្មីតាមប្រភេទនៃការកេងប្រវ័ញ្ច និងអាយុ"),
        _NEW,
        EXPLOITATION,
        AGE,
        "case.types_of_exploitation",
        several=True,
    ),
    Table(
        "new_by_reporter",
        Rhythm.YEAR,
        _two("New cases by who reported them and age", "ករណីថ្មីតាមអ្នករាយការណ៍ និងអាយុ"),
        _NEW,
        REPORTER,
        AGE,
        "case.reported_by",
    ),
    Table(
        "identified_by_body",
        Rhythm.QUARTER,
        _two("Decisions on victim status by deciding body and age", "សេចក្តីសម្រេចអំពីឋានៈជនរងគ្រោះ តាមស្ថាប័ន និងអាយុ"),
        _done("the status of victim was decided on", "បានទទួលសេចក្តីសម្រេចអំពីឋានៈជនរងគ្រោះ"),
        Classes("decided_by", tuple(DecidingBody)),
        AGE,
        "identification.decided_by",
        several=True,
        events=Events("identification", "record_identification", "decided_by"),
    ),
    Table(
        "services_offered",
        Rhythm.QUARTER,
        _two("People offered a service, by type and age", "មនុស្សដែលបានស្នើសេវា តាមប្រភេទ និងអាយុ"),
        _done("a service was offered", "បានស្នើសេវា"),
        Classes("type", tuple(ServiceType)),
        AGE,
        "service.type, service.offered_at",
        several=True,
        events=Events("service", "offer_service", "type"),
    ),
    Table(
        "services_started",
        Rhythm.QUARTER,
        _two("People who began a service, by type and age", "មនុស្សដែលចាប់ផ្តើមសេវា តាមប្រភេទ និងអាយុ"),
        _done("a service began", "សេវាបានចាប់ផ្តើម"),
        Classes("type", tuple(ServiceType)),
        AGE,
        "service.type, service.started_at",
        several=True,
        events=Events("service", "start_service", "type", told_by="offer_service"),
    ),
    Table(
        "admitted_by_care",
        Rhythm.QUARTER,
        _two("People admitted to a placement, by type of care and age", "មនុស្សដែលបានទទួលឲ្យស្នាក់នៅ តាមប្រភេទថែទាំ និងអាយុ"),
        _done("a placement began", "ការស្នាក់នៅបានចាប់ផ្តើម"),
        Classes("care_type", tuple(CareType)),
        AGE,
        "placement.care_type",
        several=True,
        events=Events("placement", "admit_to_placement", "care_type"),
    ),
    Table(
        "admitted_by_order",
        Rhythm.QUARTER,
        _two("People admitted to a placement, by whether an order was held", "មនុស្សដែលបានទទួលឲ្យស្នាក់នៅ តាមការមានដីកាបញ្ជូន"),
        _done("a placement began", "ការស្នាក់នៅបានចាប់ផ្តើម"),
        Classes("order_at_admission", ("held", "not_held")),
        AGE,
        "referral (placement_order, signed) received before placement.admitted_at",
        several=True,
        events=Events("placement", "admit_to_placement", "order_at_admission"),
    ),
    Table(
        "returns",
        Rhythm.QUARTER,
        _two("People who returned, by where to and age", "មនុស្សដែលបានវិលត្រឡប់ តាមទីកន្លែង និងអាយុ"),
        _done("a return took place", "បានវិលត្រឡប់"),
        Classes("destination_type", tuple(DestinationType)),
        AGE,
        "reintegration_plan.destination_type, reintegration_plan.returned_at",
        several=True,
        events=Events("reintegration_plan", "record_return", "destination_type", told_by="draft_reintegration_plan"),
    ),
    Table(
        "follow_up_contacts",
        Rhythm.QUARTER,
        _two("People sought after their return, by way of contact and age", "មនុស្សដែលបានទាក់ទងក្រោយវិលត្រឡប់ តាមរបៀប និងអាយុ"),
        _done("contact was made or attempted after the return", "បានទាក់ទង ឬព្យាយាមទាក់ទងក្រោយវិលត្រឡប់"),
        Classes("mode", tuple(VisitMode)),
        AGE,
        "follow_up_visit.mode",
        several=True,
        events=Events("follow_up_visit", "record_follow_up_visit", "mode"),
    ),
    Table(
        "closed_by_reason",
        Rhythm.QUARTER,
        _two("Closed cases by reason and age", "ករណីបានបិទ តាមមូលហេតុ និងអាយុ"),
        _done("the case was closed", "ករណីបានបិទ"),
        Classes("reason", tuple(ClosureReason)),
        AGE,
        "closure.reason",
        several=True,
        events=Events("closure", "close_case", "reason"),
    ),
    Table(
        "complaints_by_outcome",
        Rhythm.QUARTER,
        _two("Answered complaints by outcome", "បណ្តឹងដែលបានឆ្លើយ តាមលទ្ធផល"),
        _two("Complaints answered in the period.", "បណ្តឹងដែលបានឆ្លើយក្នុងរយៈពេលនេះ។"),
        Classes("outcome", tuple(ComplaintOutcome)),
        None,
        "complaint.outcome, complaint.answered_at",
        unit="complaint",
        events=Events("complaint", "answer_complaint", "outcome"),
    ),
)

# Two more are not counted as the others are: by right (a case is in every row), and profiles instead of a table.
STANDARDS_KEPT = Table(
    "standards_kept",
    Rhythm.YEAR,
    _two("New cases by whether each right's standards were kept", "ករណីថ្មី តាមការគោរពបទដ្ឋាននៃសិទ្ធិនីមួយៗ"),
    _two(
        "Cases registered in the period; findings as they stood at its end. Every case is in every row.",
        "ករណីដែលបានចុះបញ្ជីក្នុងរយៈពេលនេះ ការវិនិច្ឆ័យគិតត្រឹមចុងរយៈពេល។ ករណីនីមួយៗមានក្នុងគ្រប់ជួរ។",
    ),
    Classes("right", ()),
    KEPT,
    "findings of cases (met; unmet, overdue, unknown, waived)",
)
CTDC = Table(
    "ctdc_profiles",
    Rhythm.YEAR,
    _two("New cases as profiles in the columns of the CTDC data set of 2021", "ករណីថ្មីជាទម្រង់ តាមជួរឈរនៃទិន្នន័យ CTDC ឆ្នាំ ២០២១"),
    _two(
        "Cases registered in the period; each profile is held by as many cases as the threshold at least.",
        "ករណីដែលបានចុះបញ្ជីក្នុងរយៈពេលនេះ ទម្រង់នីមួយៗមានករណីយ៉ាងតិចស្មើកម្រិតកំណត់។",
    ),
    Classes("profile", ()),
    None,
    "case.sex, case.types_of_exploitation, age_determination.age_class",
)
CATALOGUE: tuple[Table, ...] = (*TABLES, STANDARDS_KEPT, CTDC)

LIMITS: tuple[Text, ...] = (
    _two(
        "National, or by province: no table names an organisation, for one with few cases would be visible.",
        "ថ្នាក់ជាតិ ឬតាមខេត្ត៖ គ្មានតារាងណាបង្ហាញអង្គការទេ ព្រោះអង្គការដែលមានករណីតិចនឹងត្រូវគេស្គាល់។",
    ),
    _two(
        "Only what was recorded by the instant of freezing is counted. What was recorded or corrected later changes no release.",
        "រាប់តែអ្វីដែលបានកត់ត្រាត្រឹមពេលបង្កក។ អ្វីដែលកត់ត្រា ឬកែតម្រូវក្រោយមក មិនប្តូរការផ្សាយណាមួយឡើយ។",
    ),
    _two(
        "child holds people whose age is uncertain too: they are treated as children. Age and sex are as known at the freezing.",
        "child រាប់បញ្ចូលអ្នកដែលអាយុមិនច្បាស់ ព្រោះត្រូវចាត់ទុកជាកុមារ។ អាយុ និងភេទគិតត្រឹមពេលបង្កក។",
    ),
    _two(
        "other_or_unknown joins four classes of gender that are rare: apart, each would be hidden.",
        "other_or_unknown រួមបញ្ចូលក្រុមយេនឌ័រកម្របួន៖ បើដាច់ដោយឡែក នឹងត្រូវលាក់ទាំងអស់។",
    ),
    _two(
        "forced_criminality is an extension of the code list of HTCDS 2.0.",
        "forced_criminality គឺជាកូដបន្ថែមលើបញ្ជី HTCDS 2.0។",
    ),
    _two(
        "Cases that were recorded are counted, not how much trafficking there is.",
        "រាប់តែករណីដែលបានកត់ត្រា មិនមែនទំហំពិតនៃការជួញដូរទេ។",
    ),
)


def of_rhythm(rhythm: Rhythm) -> tuple[Table, ...]:
    """Return the tables that are frozen so often."""
    return tuple(table for table in CATALOGUE if table.rhythm is rhythm)

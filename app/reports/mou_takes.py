"""What an agreement takes: people, money and training, from the organisation's own numbers, each in a sentence of both languages.

Counts of people may be hidden (None): then a number that they could be worked out from is hidden with them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.reports import effort
from app.reports.effort import Load
from app.reports.mou_words import Text, khmer

_HIDDEN: Text = {"en": "1 to 10 (hidden)", "km": "១ ដល់ ១០ (លាក់)"}
_ROLES: Mapping[str, tuple[str, str]] = {
    "social_worker": ("social workers", "បុគ្គលិកសង្គមកិច្ច"),
    "supervisor": ("supervisors", "អ្នកត្រួតពិនិត្យ"),
    "organisation_admin": ("administrators", "អ្នកគ្រប់គ្រងអង្គការ"),
    "reporting_officer": ("reporting officers", "មន្ត្រីរបាយការណ៍"),
}
_LEARNT: Mapping[str, tuple[str, str]] = {
    "victim_centred_interviewing": ("victim-centred interviewing", "ការសម្ភាសន៍ដោយយកជនរងគ្រោះជាមជ្ឈមណ្ឌល"),
    "child_interviewing": ("interviewing children", "ការសម្ភាសន៍កុមារ"),
    "safeguarding": ("safeguarding", "ការការពារសុវត្ថិភាព"),
    "data_protection": ("data protection", "ការការពារទិន្នន័យ"),
    "confidentiality": ("the promise of confidentiality", "កិច្ចសន្យារក្សាការសម្ងាត់"),
    "code_of_conduct": ("the code of conduct", "ក្រមប្រតិបត្តិ"),
}


class House(NamedTuple):
    """A shelter as it was last observed; None where nobody recorded it."""

    code: str
    observed_on: str | None
    capacity: int | None
    occupancy: int | None
    occupancy_hidden: bool
    staff_count: int | None
    staff_required: int | None


class Learnt(NamedTuple):
    """Of how many members of staff, how many lack a training or an undertaking, and for how many it runs out soon."""

    staff: int | None
    missing: int | None
    expiring: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """An organisation's own numbers today."""

    open_cases: int | None
    new_cases: int | None  # in the last twelve months
    visits: int | None  # follow-up visits that fall due within thirty days, or are overdue
    staff: Mapping[str, int]  # role -> active
    houses: Sequence[House]
    trainings: Mapping[str, Learnt]
    undertakings: Mapping[str, Learnt]
    budget_usd: float | None
    capacity: int | None
    months: int  # of the agreement
    deliveries: float  # minutes a month


def takes(numbers: Numbers) -> dict[str, list[dict[str, object]]]:
    """Return what it takes by people, money and training: lines with a name, values, a sentence and what they rest on."""
    return {"people": list(_people(numbers)), "money": list(_money(numbers)), "training": list(_training(numbers))}


def _line(name: str, basis: str, sentence: Text, /, **values: object) -> dict[str, object]:
    return {"name": name, "values": values, "basis": basis, "sentence": sentence}


def _shown(count: float | None) -> Text:
    return _HIDDEN if count is None else {"en": str(count), "km": khmer(count)}


def _people(n: Numbers) -> Iterable[dict[str, object]]:
    cases, new, visits = _shown(n.open_cases), _shown(n.new_cases), _shown(n.visits)
    a_month = None if n.new_cases is None else round(n.new_cases / 12, 1)
    rate = ("", "") if a_month is None else (f", {a_month} a month", f" ជាមធ្យម {khmer(a_month)} ក្នុងមួយខែ")
    said: Text = {"en": f"Cases open now: {cases['en']}.", "km": f"ករណីដែលកំពុងបើក៖ {cases['km']}។"}
    yield _line("open_cases", "counted", said, cases=n.open_cases)
    said = {
        "en": f"New cases in the last 12 months: {new['en']}{rate[0]}.",
        "km": f"ករណីថ្មីក្នុងរយៈពេល ១២ ខែចុងក្រោយ៖ {new['km']}{rate[1]}។",
    }
    yield _line("new_cases", "counted", said, last_12_months=n.new_cases, a_month=a_month)
    said = {
        "en": f"Follow-up visits overdue or due within 30 days: {visits['en']}.",
        "km": f"ការចុះតាមដានដែលហួសកំណត់ ឬត្រូវធ្វើក្នុងរយៈពេល ៣០ ថ្ងៃ៖ {visits['km']}។",
    }
    yield _line("follow_up_visits", "counted", said, visits=n.visits)
    for role, count in n.staff.items():
        en, km = _ROLES.get(role, (role.replace("_", " "), role))
        yield _line(
            "staff", "counted", {"en": f"{en[0].upper()}{en[1:]}: {count}.", "km": f"{km}៖ {khmer(count)}។"}, role=role, count=count
        )
    yield from map(_house, n.houses)
    yield _work(n)


def _house(house: House) -> dict[str, object]:
    """Residents against places and staff against staff required, as last observed."""
    values = {name: value for name, value in house._asdict().items() if name != "occupancy_hidden"}
    if house.observed_on is None:
        said: Text = {
            "en": f"Shelter {house.code}: nobody has recorded its condition.",
            "km": f"ទីជម្រក {house.code}៖ មិនទាន់មានការកត់ត្រាស្ថានភាពទេ។",
        }
        return _line("shelter", "recorded", said, **values)
    there = _HIDDEN if house.occupancy_hidden else _known(house.occupancy)
    places, staff, needed = _known(house.capacity), _known(house.staff_count), _known(house.staff_required)
    said = {
        "en": f"Shelter {house.code}: {there['en']} residents in {places['en']} places; {staff['en']} staff of {needed['en']} required.",
        "km": f"ទីជម្រក {house.code}៖ អ្នកស្នាក់នៅ {there['km']} ក្នុងចំណោម {places['km']} កន្លែង។ "
        f"បុគ្គលិក {staff['km']} ក្នុងចំណោម {needed['km']} ដែលត្រូវការ។",
    }
    return _line("shelter", "recorded", said, **values)


def _known(count: int | None) -> Text:
    return {"en": "not recorded", "km": "មិនបានកត់ត្រា"} if count is None else _shown(count)


def _work(n: Numbers) -> dict[str, object]:
    """The hours a month; hidden where a count they are made of is."""
    if n.open_cases is None or n.new_cases is None or n.visits is None:
        said: Text = {
            "en": "The hours of work are hidden, for small counts could be worked out from them.",
            "km": "ម៉ោងការងារត្រូវបានលាក់ ព្រោះអាចគណនារកចំនួនតូចៗបាន។",
        }
        return _line("work", effort.BASIS, said, hours_a_month=None, full_posts=None)
    hours = effort.hours_a_month(Load(n.new_cases / 12, n.open_cases, n.visits, n.deliveries))
    posts = round(hours / effort.HOURS_OF_A_FULL_POST, 1)
    said = {
        "en": f"About {hours} hours of case work a month (interviews, visits, records, reports; not the care itself), that is {posts} full "
        "posts. The minutes are proposed, to be replaced by your own.",
        "km": f"ការងារករណីប្រហែល {khmer(hours)} ម៉ោងក្នុងមួយខែ (ការសម្ភាសន៍ ការចុះជួប ការកត់ត្រា របាយការណ៍ មិនរាប់បញ្ចូលការថែទាំ) "
        f"ស្មើនឹងបុគ្គលិកពេញម៉ោង {khmer(posts)} នាក់។ ចំនួននាទីគឺជាសំណើ សូមជំនួសដោយចំនួនរបស់អ្នក។",
    }
    return _line("work", effort.BASIS, said, hours_a_month=hours, full_posts=posts)


def _money(n: Numbers) -> Iterable[dict[str, object]]:
    if n.budget_usd is None:
        said: Text = {"en": "The agreement names no budget.", "km": "អនុស្សរណៈមិនបានបញ្ជាក់ថវិកាទេ។"}
        yield _line("budget", "agreed", said, usd=None)
        return
    said = {
        "en": f"Budget of the agreement: {n.budget_usd:,.0f} US dollars.",
        "km": f"ថវិកានៃអនុស្សរណៈ៖ {khmer(f'{n.budget_usd:,.0f}')} ដុល្លារ។",
    }
    yield _line("budget", "agreed", said, usd=n.budget_usd)
    if n.capacity:
        each = round(n.budget_usd / n.capacity, 2)
        monthly = round(n.budget_usd / n.capacity / max(n.months, 1), 2)
        said = {
            "en": f"For each of {n.capacity} places: {each:,.0f} US dollars, {monthly:,.0f} a month.",
            "km": f"សម្រាប់កន្លែងនីមួយៗក្នុងចំណោម {khmer(n.capacity)}៖ {khmer(f'{each:,.0f}')} ដុល្លារ គឺ {khmer(f'{monthly:,.0f}')} ក្នុងមួយខែ។",
        }
        yield _line("budget_per_place", "agreed", said, usd=each, usd_a_month=monthly, places=n.capacity)


def _training(n: Numbers) -> Iterable[dict[str, object]]:
    for name, group, lacking in (
        ("training", n.trainings, ("have not completed training in", "មិនទាន់បានបញ្ចប់ការបណ្តុះបណ្តាលអំពី")),
        ("undertaking", n.undertakings, ("have not signed", "មិនទាន់បានចុះហត្ថលេខាលើ")),
    ):
        for kind, learnt in group.items():
            en, km = _LEARNT[kind]
            missing, staff, soon = _shown(learnt.missing), _shown(learnt.staff), _shown(learnt.expiring)
            runs_out = (
                ("", "")
                if name == "undertaking"
                else (f"; for {soon['en']} it runs out within 90 days", f" ហើយ {soon['km']} នាក់នឹងផុតកំណត់ក្នុងរយៈពេល ៩០ ថ្ងៃ")
            )
            said: Text = {
                "en": f"{missing['en']} of {staff['en']} staff {lacking[0]} {en}{runs_out[0]}.",
                "km": f"បុគ្គលិក {missing['km']} នាក់ ក្នុងចំណោម {staff['km']} {lacking[1]}{km}{runs_out[1]}។",
            }
            yield _line(name, "counted", said, kind=kind, **learnt._asdict())

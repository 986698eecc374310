"""Case profiles in the columns of the k-anonymised data set of 2021 of the Counter Trafficking Data Collaborative (CTDC).

The names of the 63 columns are CTDC's; what fills them is ours, from plain facts only, with CTDC's coding: 1 or nothing. A column ending
in `_x` is our extension. Profiles are made within one sex and age: what is rare loses columns in a fixed order until enough share it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from app.vocabulary.trafficking import ExploitationType as E

ATTRIBUTION = "Column scheme: Counter Trafficking Data Collaborative (CTDC), k-anonymised data set of 2021, www.ctdatacollaborative.org."
_CONTROL = (
    *("DebtBondage", "TakesEarnings", "RestrictsFinancialAccess", "Threats", "PsychologicalAbuse", "PhysicalAbuse", "SexualAbuse"),
    *("FalsePromises", "PsychoactiveSubstances", "RestrictsMovement", "RestrictsMedicalCare", "ExcessiveWorkingHours", "UsesChildren"),
    *("ThreatOfLawEnforcement", "WithholdsNecessities", "WithholdsDocuments", "Other", "NotSpecified", "Concatenated"),
)
_LABOUR = (
    *("Agriculture", "Aquafarming", "Begging", "Construction", "DomesticWork", "Hospitality", "IllicitActivities", "Manufacturing"),
    *("MiningOrDrilling", "Peddling", "Transportation", "Other", "NotSpecified", "Concatenated"),
)
COLUMNS: tuple[str, ...] = (
    *(
        "yearOfRegistration",
        "Datasource",
        "gender",
        "ageBroad",
        "majorityStatus",
        "majorityStatusAtExploit",
        "majorityEntry",
        "citizenship",
    ),
    *(f"meansOfControl{means}" for means in _CONTROL),
    *("isForcedLabour", "isSexualExploit", "isOtherExploit", "isSexAndLabour", "isForcedMarriage", "isForcedMilitary", "isOrganRemoval"),
    *("isSlaveryAndPractices", "typeOfExploitConcatenated"),
    *(f"typeOfLabour{kind}" for kind in _LABOUR),
    *(f"typeOfSex{kind}" for kind in ("Prostitution", "Pornography", "RemoteInteractiveServices", "PrivateSexualServices", "Concatenated")),
    *("isAbduction", "RecruiterRelationship", "CountryOfExploitation"),
    *(f"recruiterRelation{who}" for who in ("IntimatePartner", "Friend", "Family", "Other", "Unknown")),
)
EXTENSION = "isForcedCriminality_x"
# Our types of exploitation by CTDC's column; the last one to be dropped stands first. Every type stands in one column at least.
FLAGS: Mapping[str, tuple[str, ...]] = {
    "isSexualExploit": (E.SEXUAL_EXPLOITATION,),
    "isForcedLabour": (E.FORCED_LABOUR,),
    "isForcedMarriage": (E.FORCED_MARRIAGE,),
    EXTENSION: (E.FORCED_CRIMINALITY,),
    "isSlaveryAndPractices": (E.SERVITUDE,),
    "isForcedMilitary": (E.FORCED_MILITARY_BY_NON_STATE_ACTORS,),
    "isOrganRemoval": (E.ORGAN_REMOVAL,),
    "isOtherExploit": (E.CHILD_LABOUR, E.FORCED_BEGGING, E.FORCED_ADOPTION, E.SURROGACY, E.FORCED_CRIMINALITY, E.OTHER),
}
# The class of sex as CTDC writes it; it has no word for ours of the rest.
GENDER: Mapping[str, str | None] = {"feminine": "Female", "masculine": "Male"}
MAJORITY: Mapping[str, str] = {"child": "Minor", "adult": "Adult"}
WHY_EMPTY: Mapping[str, str] = {
    "ageBroad": "The date of birth is sealed; only child or adult is known in plain.",
    "majorityStatusAtExploit": "Age at exploitation is not recorded in plain.",
    "majorityEntry": "Age at entry is not recorded in plain.",
    "citizenship": "Only the class of nationality is known in plain; countries are sealed.",
    "meansOfControl...": "Means of control are sealed.",
    "typeOfLabour..., typeOfSex...": "Not recorded in plain.",
    "isAbduction, RecruiterRelationship, recruiterRelation...": "Facts about traffickers are sealed.",
    "CountryOfExploitation": "Not recorded in plain.",
    "typeOfExploitConcatenated": "Says no more than the columns before it.",
}


class Person(NamedTuple):
    """What a profile is made of; `number` people have it."""

    sex: str
    age: str
    types: frozenset[str]
    number: int


class Profiles(NamedTuple):
    """Rows that may be published, each with how many cases hold it, and the flags that are empty throughout."""

    rows: list[dict[str, str | int | None]]
    dropped: list[str]


def profiles(people: Iterable[Person], year: int, threshold: int, *, shown: Mapping[tuple[str | None, str], int]) -> Profiles:
    """Return the profiles of a year that `threshold` people share at least.

    `shown` holds the counts that other tables of the release show of the same people: (type of exploitation, age) and (None, sex/age).
    Whoever is of a sex and age that is not shown there is left out; a flag of which a type is not shown is empty throughout, and so is
    one that would leave, beside those counts, fewer than `threshold` people to guess about.
    """
    found = [person for person in people if (None, f"{person.sex}/{person.age}") in shown]
    flags = [flag for flag, types in FLAGS.items() if all((t, age) in shown for t in types for age in MAJORITY)]
    while True:
        held = _generalised(found, flags, threshold)
        telling = next((flag for flag in flags if _tells(held, flag, shown, threshold)), None)
        if telling is None:
            break
        flags.remove(telling)
    rows = [_row(year, sex, age, marked, number) for (sex, age, marked), number in sorted(held.items())]
    return Profiles(rows, [flag for flag in FLAGS if flag not in flags])


_Held = tuple[str, str, tuple[str, ...]]


def _generalised(people: Collection[Person], flags: Sequence[str], threshold: int) -> Counter[_Held]:
    """Let what is rare lose its flags one after the other, the first ones last; within a sex and an age."""
    held: Counter[_Held] = Counter()
    for sex, age in sorted({(p.sex, p.age) for p in people}):
        rest = Counter[frozenset[str]]()
        for person in people:
            if (person.sex, person.age) == (sex, age):
                rest[frozenset(person.types)] += person.number
        done = Counter[tuple[str, ...]]()
        for kept in range(len(flags), -1, -1):
            marked = Counter[tuple[str, ...]]()
            members: dict[tuple[str, ...], list[frozenset[str]]] = {}
            for types, number in rest.items():
                profile = tuple(flag for flag in flags[:kept] if types.intersection(FLAGS[flag]))
                marked[profile] += number
                members.setdefault(profile, []).append(types)
            for profile, number in marked.items():
                if number + done[profile] >= threshold and (profile or not kept):
                    done[profile] += number
                    for types in members[profile]:
                        del rest[types]
        # Whoever is left joins those without a flag, with the smallest profiles for as long as they are too few.
        left = rest.total()
        while 0 < done[()] + left < threshold:
            smallest = min((p for p in done if p), key=lambda p: (done[p], p))
            left += done.pop(smallest)
        done[()] += left
        held.update({(sex, age, profile): number for profile, number in done.items() if number})
    return held


def _tells(held: Mapping[_Held, int], flag: str, shown: Mapping[tuple[str | None, str], int], threshold: int) -> bool:
    """Say whether the flag's rows leave too few people when they are taken from what another table shows."""
    if len(FLAGS[flag]) > 1:
        return False
    for age in MAJORITY:
        marked = sum(number for (_, of_age, marks), number in held.items() if of_age == age and flag in marks)
        if 0 < shown[FLAGS[flag][0], age] - marked < threshold:
            return True
    return False


def _row(year: int, sex: str, age: str, marked: Sequence[str], number: int) -> dict[str, str | int | None]:
    row: dict[str, str | int | None] = dict.fromkeys((*COLUMNS, EXTENSION))
    row |= {"yearOfRegistration": year, "Datasource": "Case Management", "gender": GENDER.get(sex), "majorityStatus": MAJORITY[age]}
    row |= dict.fromkeys(marked, 1)
    if {"isSexualExploit", "isForcedLabour"} <= set(marked):
        row["isSexAndLabour"] = 1
    return row | {"cases": number}

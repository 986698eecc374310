"""The standard as data: its fields and code lists as published, and the columns of ours that stand beside them."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

_DATA: Mapping[str, Any] = json.loads(files(__package__).joinpath("htcds-2.0.json").read_text(encoding="utf-8"))
VERSION: str = _DATA["version"]
SOURCE: str = _DATA["source"]
# What CC BY 4.0 and the rider of its licence ask for wherever the standard is used.
ATTRIBUTION: str = _DATA["attribution"]
CHANGES: str = _DATA["changes"]


class StandardField(NamedTuple):
    """One field of the standard as published; `codes` maps each code of its list to its label."""

    name: str
    label: str
    section: str
    type: str
    core: bool
    live: bool
    description: str
    codes: Mapping[str, str]


def _read(told: Mapping[str, Any]) -> StandardField:
    live = told["status"] != "DEPRECATED"
    return StandardField(
        name=told["name"],
        label=told["label"] or told["name"].partition("_")[2],
        section=told["section"],
        type=told["type"] or "Text",
        core=told["core"],
        live=live,
        description=told["description"] or "",
        codes=MappingProxyType(told.get("codes", {})),
    )


FIELDS: Mapping[str, StandardField] = MappingProxyType({told["name"]: _read(told) for told in _DATA["fields"]})
LIVE: Mapping[str, StandardField] = MappingProxyType({name: field for name, field in FIELDS.items() if field.live})
# ISO 3166-1 alpha-2 -> the name that the published form shows.
COUNTRIES: Mapping[str, str] = MappingProxyType(_DATA["countries"])

FORCED_CRIMINALITY, RESTRICTS_MOVEMENT = "x_forced_criminality", "x_restricts_movement"
CASE_NUMBER = "x_rumduol_case_number"
FIRST_CONTACT, INTERPRETER, NATIONALITY = "x_rumduol_first_contact_at", "x_rumduol_interpreter_needed", "x_rumduol_nationality_class"
NAME_KM, NAME_LATIN = "x_rumduol_name_km", "x_rumduol_name_latin"
CONSENT_STATED, DECIDED_AT, MORE = "x_rumduol_consent_stated", "x_rumduol_decided_at", "x_rumduol_more_records"
CITED = "x_rumduol_attribution"

# Columns that are not of the standard, marked by their x_, and what each holds.
EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {
        CASE_NUMBER: "The case's pseudonym in the system that wrote the file; not read on import.",
        FIRST_CONTACT: "When the person was first met, with the zone: 2025-06-09T15:00:00+07:00.",
        INTERPRETER: "TRUE if the person needs an interpreter, else FALSE.",
        NATIONALITY: "cambodian, foreign, stateless or unknown; follows from Citizenship where that is filled.",
        NAME_KM: "The whole name in Khmer letters.",
        NAME_LATIN: "The whole name in Latin letters.",
        FORCED_CRIMINALITY: "TRUE: Other stands for forced criminality; TRUE;Other: it also stands for something else.",
        RESTRICTS_MOVEMENT: "TRUE: Other stands for restricted movement; TRUE;Other: it also stands for something else.",
        DECIDED_AT: "When the body named decided on victim status; only with it is the decision recorded as one.",
        CONSENT_STATED: "What an earlier file said of consent. It is a statement, and never a consent.",
        MORE: "How many records of the case have no place in its one row, such as a second trafficking event; not read on import.",
        CITED: "Who made the standard; not read on import.",
    }
)


def folded(text: str) -> str:
    """Return what two spellings of one header or code have in common: letters and digits, in small letters.

    >>> folded("prs_First_Name") == folded("prs_FirstName"), folded("Follow up ")
    (True, 'followup')
    """
    return re.sub(r"[\W_]+", "", text).casefold()

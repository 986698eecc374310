"""Random bodies: valid, and more or less complete and careful."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.oracle.choices import CATEGORIES, CLIENT_DOMAINS, RECORDED_FIRST
from tests.oracle.later_choices import RECORDED_LATER

FIELDS = RECORDED_FIRST | RECORDED_LATER
FREE_CHOICE = {
    "type",
    "purpose",
    "kind",
    "scope",
    "topic",
    "user_id",
    "interviewer_id",
    "shelter_id",
    "recipient",
    "reason",
    "conclusion",
    "about",
}


def body(rng: Random, act: str, left_out: float, careless: float) -> dict[str, Any]:
    """A random body: how often optional fields are left out, and how often the careful value is not taken."""
    made = {}
    for field, values in FIELDS[act].items():
        name = field.rstrip("?")
        if field.endswith("?") and rng.random() < (left_out if name != "sex_exception_reason" else 0.8):
            continue
        free = name in FREE_CHOICE or (act, name) == ("record_age", "age_class")
        made[name] = rng.choice(values) if free or rng.random() < careless else values[0]
    if (act == "record_consent" and rng.random() < 0.6) or act == "record_disclosure":
        made["data_categories"] = rng.sample(CATEGORIES, rng.randint(1, 4) if act == "record_consent" else rng.randint(1, 2))
    if act == "record_assessment" and rng.random() < 0.15:
        made["client_scores"] = {domain: rng.choice([1, 2, 2, 3, 4]) for domain in CLIENT_DOMAINS[: rng.choice([10, 11, 11])]}
        for name in ("client_domains_scored", "client_total", "client_lowest"):
            made.pop(name, None)
    return made

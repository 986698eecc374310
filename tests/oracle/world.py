"""What counts at one instant, with the questions that more than one kind of rule asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.oracle.facts import Entry, Record, Subject, all_of, end_of, instant, records_at

Catalogue = dict[str, Any]
Anchor = tuple[Record, int]


class World:
    """The records that count, the conditions, the limits and the waivers."""

    def __init__(
        self, catalogue: Catalogue, subject: Subject, entries: Iterable[Entry], instants: tuple[int, int], settings: dict[str, str]
    ) -> None:
        """Keep the entries of the subject, and for a case the trainings of all staff."""
        mine = [e for e in entries if e.subject == subject or (subject[0] == "case" and e.record == "training")]
        self.as_of, known_at = instants
        self.records = records_at(mine, self.as_of, known_at)
        self.conditions, self.settings = catalogue["conditions"], settings
        closings = [instant(r.fields["closed_at"]) for r in self.of_kind("closure") if "closed_at" in r.fields]
        self.closed_at = min(closings, default=None)

    def of_kind(self, kind: str) -> list[Record]:
        """Every record of the kind that has a fact which counts."""
        return [r for r in self.records if r.kind == kind]

    def limit(self, standard: dict[str, Any]) -> str:
        """The limit of the catalogue, or of the settings where it is a proposed one."""
        if standard["limit_basis"] == "proposed" and standard["setting"] in self.settings:
            return self.settings[standard["setting"]]
        return str(standard["limit"])

    def select(self, selector: dict[str, Any], anchor: Record | None) -> list[Anchor]:
        """The records a selector names, with the time it names; `{field}` is a field of the anchor itself."""
        if "field" in selector:
            assert anchor is not None
            return [(anchor, instant(anchor.fields[selector["field"]]))] if selector["field"] in anchor.fields else []
        at = selector["at"]
        found = [r for r in self.of_kind(selector["record"]) if at in r.fields and all_of(r.fields, selector.get("where", [])) is True]
        if anchor is not None:
            found = [r for r in found if linked(r, anchor, selector.get("link", {}))]
        found.sort(key=lambda r: r.age_of_field(at))
        found = {"first": found[:1], "latest": found[-1:]}.get(selector.get("pick", "all"), found)
        return [(r, instant(r.fields[at])) for r in found]

    def age_class(self, at: int) -> str:
        """The newest determination not later than the instant; before the first one, that first one."""
        known = sorted(self.of_kind("age_determination"), key=lambda r: r.age_of_field("determined_at"))
        earlier = [r for r in known if instant(r.fields["determined_at"]) <= at]
        if earlier:
            return str(earlier[-1].fields["age_class"])
        return str(known[0].fields["age_class"]) if known else "uncertain"

    def age_fits(self, standard: dict[str, Any], at: int) -> bool:
        """Whether every age condition of the standard holds at the instant."""
        ages = [self.conditions[name]["age"] for name in standard["applies"] if "age" in self.conditions[name]]
        return all(self.age_class(at) in classes for classes in ages)

    def age_end(self, standard: dict[str, Any], start: int) -> int | None:
        """The first change of the age class after the start with which the condition no longer fits."""
        changes = sorted(instant(r.fields["determined_at"]) for r in self.of_kind("age_determination"))
        return next((at for at in changes if at > start and not self.age_fits(standard, at)), None)

    def condition(self, name: str) -> bool:
        """One condition of `applies` other than age."""
        condition = self.conditions[name]
        fitting = [r for r in self.of_kind(condition["record"]) if all_of(r.fields, condition.get("where", [])) is True]
        if condition["form"] == "any":
            return bool(fitting)
        newest = max(fitting, key=Record.age_of_making, default=None)
        fits = newest is not None and all_of(newest.fields, condition["tests"]) is True
        return fits if condition["form"] == "latest" else not fits

    def waived(self, standard: dict[str, Any]) -> bool:
        """Whether a waiver of another person than the one who asked is in force."""
        return standard["waivable"] and any(waiver_in_force(r, standard["id"], self.as_of) for r in self.of_kind("waiver"))


def waiver_in_force(waiver: Record, standard_id: str, as_of: int) -> bool:
    """From the second of decision to the last second of `expires_on`."""
    known = waiver.fields
    if known.get("standard_id") != standard_id or known.get("decision") != "approved" or "decided_at" not in known:
        return False
    if "requested_by" not in known or known.get("decided_by") in (None, known["requested_by"]):
        return False
    return instant(known["decided_at"]) <= as_of and ("expires_on" not in known or as_of <= end_of(known["expires_on"]))


def linked(record: Record, anchor: Record, link: dict[str, str]) -> bool:
    """Both values are recorded and the same."""
    return all(record.fields.get(mine) is not None and record.fields[mine] == anchor.fields.get(theirs) for mine, theirs in link.items())

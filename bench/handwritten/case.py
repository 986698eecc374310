"""What the hand-written standards share: one case, its limits, and the four ways to ask."""

# ruff: noqa: FBT001  # A yes or no here is a fact or which age is meant, not a switch.

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

from app.standards.facts import Recorded

NOT_APPLICABLE, MET, PENDING, UNKNOWN, OVERDUE, UNMET, WAIVED = -1, 0, 1, 2, 3, 4, 5
NAMES = {-1: "not_applicable", 0: "met", 1: "pending", 2: "unknown", 3: "overdue", 4: "unmet", 5: "waived"}
Answer = tuple[int, int | None]
Values = Mapping[str, Any]
Timed = Sequence[tuple[int, Recorded]]
NA: Answer = (NOT_APPLICABLE, None)
HOUR, DAY, EAST = 3600, 86400, 25200
_EPOCH = date(1970, 1, 1).toordinal()


class Case:
    """One case at one instant, with what many standards ask."""

    def __init__(self, records: Mapping[str, Sequence[Recorded]], as_of: int) -> None:
        self.records, self.as_of = records, as_of
        of = self.of
        self.interviews = timed(of("interview"), "started_at")
        self.placements = of("placement")
        self.stays = timed([p for p in self.placements if p.values.get("care_type") == "institution"], "admitted_at")
        self.in_shelter = any(p.values.get("care_type") == "institution" for p in self.placements)
        self.consents = timed(of("consent"), "decided_at")
        about = newest([c for c in of("consent") if c.values.get("purpose") == "services"])
        self.services_not_refused = not about or about[0].values.get("decision") != "refused"
        self.plans = of("reintegration_plan")
        self.returns = timed(self.plans, "returned_at")
        latest = newest(self.plans)
        self.returning_to_family = bool(latest) and latest[0].values.get("destination_type") in ("family", "kin")
        closure = newest(of("closure"))
        self.closing_on_score = not closure or closure[0].values.get("reason") in (None, "score_reached")
        self.closed_at = min((c.values.get("closed_at", c.moment) for c in of("closure")), default=None)
        ages = {a.values.get("determined_at", a.moment): a.values.get("age_class") != "adult" for a in of("age_determination")}
        self.ages = sorted(ages.items())
        self.waivers = [w.values for w in of("waiver") if w.values.get("decision") == "approved"]

    def of(self, kind: str) -> Sequence[Recorded]:
        """Return the records of a kind."""
        return self.records.get(kind, ())

    def is_child_at(self, instant: int) -> bool:
        """Whether the person was a child; without a determination everybody is."""
        child = self.ages[0][1] if self.ages else True
        for since, then in self.ages:
            if since > instant:
                break
            child = then
        return child

    def other_age_after(self, start: int, child: bool) -> int | None:
        """When the age class stopped fitting, after the start."""
        return next((since for since, then in self.ages if since > start and then is not child), None)

    def is_waived(self, standard: str) -> bool:
        """Whether a waiver, asked for by one and decided by another, is in force."""
        for w in self.waivers:
            asked, decided = w.get("requested_by"), w.get("decided_by")
            about = str(w.get("standard_id", "")).upper() == standard and "decided_at" in w and asked and decided and asked != decided
            if about and w["decided_at"] <= self.as_of and ("expires_on" not in w or self.as_of < w["expires_on"] + DAY):
                return True
        return False


def timed(records: Sequence[Recorded], field: str) -> Timed:
    """Return records with the time of a field, earliest first."""
    if not records:
        return ()
    pairs = [(r.values[field], r) for r in records if field in r.values]
    if len(pairs) > 1:
        pairs.sort(key=itemgetter(0))
    return pairs


def newest(records: Sequence[Recorded]) -> Sequence[Recorded]:
    """Return the newest record, if any."""
    return sorted(records, key=attrgetter("moment"))[-1:] if len(records) > 1 else records


def earliest(records: Sequence[Recorded], field: str, floor: int | None = None) -> int | None:
    """Return the earliest time of a field, not before the floor."""
    if not records:
        return None
    times = [r.values[field] for r in records if field in r.values]
    return min([t for t in times if floor is None or t >= floor], default=None)


def earlier(first: int | None, second: int | None) -> int | None:
    """Return the earlier of two instants that may not have come."""
    if first is None or second is None:
        return second if first is None else first
    return min(first, second)


def no(value: bool | None) -> bool | None:
    """Whether the answer is a recorded no."""
    return None if value is None else not value


def one_of(value: object, *codes: str) -> bool | None:
    """Whether a recorded code is one of these."""
    return None if value is None else value in codes


def recorded(value: object) -> bool | None:
    """Whether anything was recorded; silence is no no."""
    return None if value is None else True


def all_of(*answers: bool | None) -> bool | None:
    """No beats silence, and silence beats yes."""
    if False in answers:
        return False
    return None if None in answers else True


def in_hours(start: int, hours: int) -> int:
    """Return the second so many hours later."""
    return start + hours * HOUR


def in_days(start: int, days: int) -> int:
    """Return the last second of the local day so many days later."""
    return ((start + EAST) // DAY + days + 1) * DAY - EAST - 1


def in_months(start: int, months: int) -> int:
    """Return the last second of the local day so many months later."""
    day = date.fromordinal((start + EAST) // DAY + _EPOCH)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    later = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return (later.toordinal() - _EPOCH + 1) * DAY - EAST - 1

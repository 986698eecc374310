"""What an auditor asks about the country, as it stands in an address: the day, whose standards, which of them, and by what it is cut."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import QueryParams

from app.errors import FieldError, Invalid
from app.services.compliance import By, Wanted
from app.services.counting import Cut
from app.services.instants import first_second, local_day
from app.services.periods import Period
from app.standards.rules import Scope, Status
from app.vocabulary.cases import AgeClass, Gender, Step
from app.vocabulary.places import Province
from app.work import Work

MONTHS_BACK = 35  # how far the slider reaches; the form reaches any day
TREND = 12  # months
_DAY = 86_400
_NARROWING = ("right", "standard", "step", "organisation_id", "shelter_id", "province", "age_class", "sex", "case_step", "status", "month")
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; what is None or empty does not narrow."""

    now: int
    day: date | None = None
    by: By = By.RIGHT
    scope: Scope = Scope.CASE
    right: str = ""
    standard: str = ""
    step: str = ""
    organisation_id: UUID | None = None
    shelter_id: UUID | None = None
    province: Province | None = None
    age_class: AgeClass | None = None
    sex: Gender | None = None
    case_step: Step | None = None
    status: Status | None = None
    month: str = ""

    @property
    def at(self) -> int:
        """The last second of the month or the day asked about, or now while it runs."""
        if self.active is not None:
            return self.active.end(self.now)
        return min(first_second(self.day) + _DAY - 1, self.now) if self.day else self.now

    @property
    def active(self) -> Period | None:
        """The month whose active cases are asked about, if one is."""
        return _month(date.fromisoformat(f"{self.month}-01")) if self.month else None

    @property
    def year(self) -> Period:
        """The twelve months up to the day asked about."""
        last = self.day or local_day(self.now)
        return Period(_months_before(last, TREND - 1), last)

    def cut(self, period: Period | None = None) -> Cut:
        """Return whose findings are counted; `period` keeps the cases that were active in it."""
        return Cut(
            at=self.at,
            scope=self.scope,
            organisation_id=self.organisation_id,
            shelter_id=self.shelter_id,
            province=self.province,
            age_class=self.age_class,
            sex=self.sex,
            case_step=self.case_step,
            period=period.instants if period else None,
        )

    @property
    def wanted(self) -> Wanted:
        """Which standards are counted."""
        return Wanted(*((value,) if value else () for value in (self.right, self.standard, self.step)))

    @property
    def narrowing(self) -> Mapping[str, str]:
        """What narrows the question, by the name it has in an address."""
        return {name: str(value) for name in _NARROWING if (value := getattr(self, name))}

    def address(self, path: str, **other: Any) -> str:
        """Return an address that asks the same, but for what is given; None leaves it out."""
        held: dict[str, Any] = {"day": self.day.isoformat() if self.day else None, "by": self.by.value, "scope": self.scope.value}
        held |= dict(self.narrowing) | other
        words = {name: value for name, value in held.items() if value is not None and (name, value) not in _PLAIN}
        return f"{path}?{urlencode(words)}" if words else path


# What an address need not say, because it is so if nothing is said.
_PLAIN = {("by", By.RIGHT.value), ("scope", Scope.CASE.value)}


def of(work: Work, query: QueryParams) -> Question:
    """Read a question. Raises Invalid for what is no day, code or id."""
    asked = Question(
        now=work.now,
        day=_day(work, query),
        by=_choice(By, query, "by") or By.RIGHT,
        scope=_choice(Scope, query, "scope") or Scope.CASE,
        right=_word(query, "right"),
        standard=_word(query, "standard"),
        step=_word(query, "step"),
        organisation_id=_ident(query, "organisation_id"),
        shelter_id=_ident(query, "shelter_id"),
        province=_choice(Province, query, "province"),
        age_class=_choice(AgeClass, query, "age_class"),
        sex=_choice(Gender, query, "sex"),
        case_step=_choice(Step, query, "case_step"),
        status=_choice(Status, query, "status"),
        month=_word(query, "month"),
    )
    if asked.month:
        _month(_date("month", f"{asked.month}-01"))
    return replace(asked, day=None) if asked.day == local_day(work.now) else asked


def slider(asked: Question) -> Mapping[str, Any]:
    """Return how far the slider reaches, where it stands for a question, and the month at its left end."""
    today, day = local_day(asked.now), asked.day or local_day(asked.now)
    at = MONTHS_BACK - 12 * (today.year - day.year) - today.month + day.month
    return {"most": MONTHS_BACK, "at": max(0, at), "oldest": _months_before(today, MONTHS_BACK)}


def _end_of_month(now: int, back: int) -> date | None:
    """Return the last day of the month so many months ago; of this month nothing, which is now."""
    return _month(_months_before(local_day(now), back)).last if back else None


def _day(work: Work, query: QueryParams) -> date | None:
    if (ahead := query.get("ahead", "")).isdecimal():
        return _end_of_month(work.now, MONTHS_BACK - min(int(ahead[:3]), MONTHS_BACK))
    text = _word(query, "day")
    if not text:
        return None
    found = _date("day", text)
    if found > local_day(work.now):
        raise Invalid("The day has not come yet.", [FieldError("day", "must not lie after today")])
    return found


def _date(name: str, text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Invalid("This is no day of the calendar.", [FieldError(name, "must be a day, such as 2026-03-31")]) from None
    if not 2000 <= found.year <= 2100:
        raise Invalid("This is no day of the calendar.", [FieldError(name, "must be a day, such as 2026-03-31")])
    return found


def _month(day: date) -> Period:
    first = day.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return Period(first, date.fromordinal(following.toordinal() - 1))


def _months_before(day: date, months: int) -> date:
    count = 12 * day.year + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _word(query: QueryParams, name: str) -> str:
    return query.get(name, "").strip()[:80]


def _choice(kind: type[_Choice], query: QueryParams, name: str) -> _Choice | None:
    text = _word(query, name)
    try:
        return kind(text) if text else None
    except ValueError:
        raise Invalid("No such choice.", [FieldError(name, "must be one of the list")]) from None


def _ident(query: QueryParams, name: str) -> UUID | None:
    text = _word(query, name)
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid("No such choice.", [FieldError(name, "must be one of the list")]) from None

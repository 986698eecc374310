"""The figures of compliance as tables, map and trend: each line called by its name and leading to the findings behind it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from markupsafe import Markup

from app.console import charts, labels, maps, moments
from app.console.audit_questions import Question
from app.console.marking import _
from app.services import compliance, directory
from app.services.compliance import By
from app.services.instants import local_day
from app.services.periods import Period, months_of
from app.standards.rules import Scope
from app.vocabulary.places import Province
from app.work import Work

FINDINGS = "/audit/findings"
# The statuses of a table's columns: what is kept first, then what asks for something.
COLUMNS = ("met", "unmet", "overdue", "unknown", "pending", "waived")
_MOST = 1_000  # organisations or shelters that are called by name
_PARAMETERS: Mapping[By, str] = {By.ORGANISATION: "organisation_id", By.SHELTER: "shelter_id"}
_WITHOUT: Mapping[By, str] = {
    By.SHELTER: _("In no shelter"),
    By.PROVINCE: _("No province recorded"),
    By.AGE_CLASS: _("Not recorded"),
    By.SEX: _("Not recorded"),
}


class Cell(NamedTuple):
    """One figure and where the findings behind it are listed, if they are."""

    value: int | float | None
    href: str | None


class Line(NamedTuple):
    """One line of a table: its name, a second line that says more, its figures and what was answered for it as a bar."""

    name: str
    more: str
    cases: int | float | None
    share: float | None
    cells: tuple[Cell, ...]
    bar: Markup
    href: str | None
    hidden: bool
    partly: bool


class Names:
    """What groups are called in the reader's language."""

    def __init__(self, work: Work, language: str) -> None:
        """Nothing is read before it is asked for."""
        self._work = work
        self._language = language

    @cached_property
    def organisations(self) -> Mapping[str, str]:
        """The organisations by id."""
        found = directory.organisations(self._work, cursor=None, limit=_MOST).items
        return {one["id"]: one["name"] for one in found if one["name"]}

    @cached_property
    def shelters(self) -> Mapping[str, str]:
        """The shelters by id: the code, and whose it is."""
        found = directory.shelters(self._work, cursor=None, limit=_MOST).items
        return {one["id"]: f"{one['code']} – {self.organisations.get(one['organisation_id'], '')}" for one in found}

    @cached_property
    def rights(self) -> Mapping[str, str]:
        """The rights by key, in their order."""
        books = self._work.books
        return {right.key: self._said(right.label) for right in books.catalogue(books.default).rights}

    @cached_property
    def standards(self) -> Mapping[str, str]:
        """What each standard asks, by its code."""
        return {name: self._said(standard.text) for name, standard in compliance.every_standard(self._work).items()}

    def of(self, by: By, key: str | None) -> str:
        """Return what a group is called."""
        if key is None:
            return labels.text(self._language, _WITHOUT.get(by, _("Not recorded")))
        known: Mapping[By, Callable[[], str]] = {
            By.RIGHT: lambda: self.rights.get(key, labels.in_words(key)),
            By.STANDARD: lambda: key,
            By.ORGANISATION: lambda: self.organisations.get(key, key[:8]),
            By.SHELTER: lambda: self.shelters.get(key, key[:8]),
            By.PROVINCE: lambda: labels.province(self._language, key),
            By.AGE_CLASS: lambda: labels.code(self._language, "AgeClass", key),
            By.SEX: lambda: labels.code(self._language, "Gender", key),
            By.STATUS: lambda: labels.status(self._language, key),
            By.MONTH: lambda: moments.month(self._language, f"{key}-01"),
        }
        return known.get(by, lambda: labels.step(self._language, key))()

    def _said(self, text: Mapping[str, str]) -> str:
        return text.get(self._language) or text["en"]


def lines(asked: Question | None, by: By, groups: Sequence[Mapping[str, Any]], names: Names) -> list[Line]:
    """Return the lines of a table; without a question they lead nowhere."""
    return [_line(asked, by, group, names) for group in groups]


def whole(asked: Question, figures: Mapping[str, float | None]) -> Mapping[str, Cell]:
    """Return the figures of all that is asked about, by name."""
    leading = {name: Cell(figures[name], _findings(asked, figures[name], {}, name)) for name in COLUMNS}
    return leading | {name: Cell(figures[name], None) for name in ("subjects", "share_met", "overdue_days_max")}


def map_of(asked: Question | None, groups: Sequence[Mapping[str, Any]], names: Names, language: str) -> Markup:
    """Return the map of a table by province."""
    found = {group["province"]: group for group in groups}
    tiles = [_tile(asked, code.value, found.get(code.value), names, language) for code in Province]
    return maps.country(tiles, label=labels.text(language, _("Map of the provinces: share of standards kept")))


def key_of(language: str, *, hidden: bool = False) -> list[tuple[Markup, str]]:
    """Return what the shades of the map mean."""
    percent = [moments.percent(language, limit) for limit in (0, *maps.BANDS, 1)]
    bands = [(maps.swatch(str(n + 1)), f"{percent[n]} – {percent[n + 1]}") for n in range(len(percent) - 1)]
    small = [(maps.swatch(maps.HIDDEN), labels.text(language, _("Hidden, because the numbers are small")))] if hidden else []
    return [*bands, *small, (maps.swatch(maps.NOBODY), labels.text(language, _("Nothing judged")))]


def trend_of(groups: Sequence[Mapping[str, Any]], period: Period, now: int, language: str) -> Markup:
    """Return the share kept month by month; a month without cases is a gap."""
    shares = {group["month"]: group["share_met"] for group in groups}
    points = [_point(month.first, shares, language) for month in months_of(period, local_day(now))]
    bottom, middle, top = (moments.percent(language, value) for value in (0, 0.5, 1))
    label = labels.text(language, _("Share of standards kept, month by month"))
    return charts.trend(points, label=label, bottom=bottom, middle=middle, top=top)


def _point(first: date, shares: Mapping[str, float | None], language: str) -> charts.Point:
    share = shares.get(first.strftime("%Y-%m"))
    return charts.Point(moments.month(language, first), share, moments.percent(language, share))


def _line(asked: Question | None, by: By, group: Mapping[str, Any], names: Names) -> Line:
    key = group[by.value]
    narrower = None if key is None else {_PARAMETERS.get(by, by.value): key}
    partly = _partly(group)
    cells = tuple(Cell(group[name], _findings(asked, group[name], narrower, name)) for name in COLUMNS)
    return Line(
        names.of(by, key),
        names.standards.get(key, "") if by is By.STANDARD and key else "",
        group["subjects"],
        group["share_met"],
        cells,
        Markup() if partly else charts.counts(group),
        _findings(asked, group["applicable"], narrower, None),
        group["subjects"] is None and all(group[name] is None for name in COLUMNS),
        partly,
    )


def _partly(group: Mapping[str, Any]) -> bool:
    """Whether small numbers of a group are hidden: a count is never unknown."""
    return any(group[name] is None for name in ("subjects", *COLUMNS))


def _findings(asked: Question | None, value: float | None, narrower: Mapping[str, Any] | None, status: str | None) -> str | None:
    """Return where the findings behind a figure are listed. Only those of cases are, and only where a cut can name the group."""
    if asked is None or not value or narrower is None or asked.scope is not Scope.CASE:
        return None
    told = {"status": status} if status in COLUMNS else {}
    return asked.address(FINDINGS, **({"by": None} | told | dict(narrower)))


def _tile(asked: Question | None, code: str, group: Mapping[str, Any] | None, names: Names, language: str) -> maps.Told:
    name = names.of(By.PROVINCE, code)
    if group is not None and group["share_met"] is None and _partly(group):
        hidden = labels.text(language, _("hidden"))
        return maps.Told(code, _short(name), maps.HIDDEN, hidden, f"{name}: {hidden}")
    if group is None or group["share_met"] is None:
        sentence = labels.text(language, _("%(province)s: nothing judged")) % {"province": name}
        return maps.Told(code, _short(name), maps.shade(None), "–", sentence)
    said = moments.percent(language, group["share_met"])
    cases = labels.text(language, _("hidden")) if group["subjects"] is None else moments.number(language, group["subjects"])
    words = labels.text(language, _("%(province)s: %(share)s kept, cases: %(cases)s"))
    sentence = words % {"province": name, "share": said, "cases": cases}
    href = _findings(asked, group["applicable"], {"province": code}, None)
    return maps.Told(code, _short(name), maps.shade(group["share_met"]), said, sentence, href)


def _short(name: str) -> str:
    """The name as it fits on a tile: without the word for the capital."""
    return name.removeprefix("រាជធានី")

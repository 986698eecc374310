"""The numbers an organisation sets for itself where a limit is only proposed: each with what it is for and what is proposed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from app.access import Permission
from app.console import inner, labels
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.console.told import tell
from app.errors import FieldError, Invalid, PreconditionFailed, Refused
from app.services import profiles, scope
from app.standards.rules import Standard
from app.work import Work

pages = Pages()
tell("limits_set", _("The numbers are set. Everything your organisation answers for was judged again."))

_UNITS = {"TH": _("hours"), "D": _("days"), "W": _("weeks"), "M": _("months"), "Y": _("years")}
_ONE = re.compile(r"P(T?)([0-9]{1,5})([HDWMY])")
_WRONG = _("Write a whole number, and choose hours, days, weeks, months or years")
_MOVED = _("Somebody set other numbers since you looked. These are the ones that hold now.")


class Limit(NamedTuple):
    """A number with its unit: H stands behind a T, as in PT24H."""

    number: str
    unit: str


def split(duration: str) -> Limit:
    """Return a duration as a number and a unit; empty for one that is made of several.

    >>> split("PT24H"), split("P10D")
    (Limit(number='24', unit='TH'), Limit(number='10', unit='D'))
    """
    found = _ONE.fullmatch(duration)
    return Limit(found[2], found[1] + found[3]) if found else Limit("", "")


@pages.get("/limits", Permission.PROFILE_WRITE)
def limits(work: Work, asked: Asked) -> Page:
    """Show every limit that may be replaced, with what is proposed and what the organisation set."""
    return _shown(work, asked, None)


def _shown(work: Work, asked: Asked, refused: Refused | None) -> Page:
    organisation = scope.organisation(work, work.actor.organisation_id)
    wrong = {error.field.removeprefix("limits.") for error in refused.errors} if isinstance(refused, Invalid) else set()
    rows = list(_rows(work, asked, organisation.rule_profile, wrong))
    context = {
        "inner": inner.places(work, asked),
        "groups": _by_right(work, asked.language, rows),
        "set": len(organisation.rule_profile),
        "seen": organisation.profile_revision,
        "units": [(unit, labels.text(asked.language, words)) for unit, words in _UNITS.items()],
        "mistakes": [
            {"text": labels.text(asked.language, _WRONG), "href": f"#{row['name']}.number"} for row in rows if row["name"] in wrong
        ],
        "wrong_words": labels.text(asked.language, _WRONG),
        "off": labels.text(asked.language, _MOVED) if isinstance(refused, PreconditionFailed) else None,
    }
    return Page("organisation/limits.html", context)


def _rows(work: Work, asked: Asked, own: Mapping[str, str], wrong: set[str]) -> Iterable[dict[str, Any]]:
    uses = _uses(work)
    for name, proposed in profiles.settings_of(work).items():
        held, offered = split(own.get(name, "")), split(proposed)
        typed = Limit(asked.typed(f"{name}.number"), asked.typed(f"{name}.unit")) if asked.form else held
        yield {
            "name": name,
            "standards": [{"id": s.id, "text": s.text.get(asked.language) or s.text["en"]} for s in uses[name]],
            "right": uses[name][0].right,
            "proposed": _said(asked.language, offered) or proposed,
            "number": typed.number,
            "unit": typed.unit or offered.unit,
            "wrong": name in wrong,
        }


def _uses(work: Work) -> dict[str, list[Standard]]:
    """The standards that each setting is the limit of."""
    found: dict[str, list[Standard]] = {}
    for catalogue in work.books.catalogues.values():
        for standard in catalogue.standards:
            if standard.setting and standard.id not in {s.id for s in found.get(standard.setting, [])}:
                found.setdefault(standard.setting, []).append(standard)
    return found


def _by_right(work: Work, language: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    rights = {right.key: right.label for catalogue in work.books.catalogues.values() for right in catalogue.rights}
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        label = rights[row["right"]]
        groups.setdefault(label.get(language) or label["en"], []).append(row)
    return [{"heading": heading, "rows": found} for heading, found in groups.items()]


def _said(language: str, limit: Limit) -> str:
    if limit.number == "0":
        return labels.text(language, _("the same day"))
    return f"{limit.number} {labels.text(language, _UNITS[limit.unit])}" if limit.number else ""


@pages.post("/limits", Permission.PROFILE_WRITE, again=_shown)
def set_limits(work: Work, asked: Asked) -> Redirect:
    """Replace the organisation's own limits; what is left empty follows what is proposed."""
    typed = {name: (asked.typed(f"{name}.number"), asked.typed(f"{name}.unit")) for name in profiles.settings_of(work)}
    given = {name: limit for name, limit in typed.items() if limit[0]}
    wrong = [name for name, (number, unit) in given.items() if not re.fullmatch("[0-9]{1,5}", number) or unit not in _UNITS]
    if wrong:
        raise Invalid("Some limits are not right.", [FieldError(f"limits.{name}", "is no number with a unit") for name in wrong])
    chosen = {name: f"P{unit[:-1]}{int(number)}{unit[-1]}" for name, (number, unit) in given.items()}
    profiles.put(work, work.actor.organisation_id, chosen, f'"{asked.typed("_seen") or 0}"')
    return Redirect("/limits", told="limits_set")

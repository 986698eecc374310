"""What the rows and columns of published tables are called: the codes of their lists, and a few words that belong to no list."""

from collections.abc import Mapping

from app.console import labels
from app.console.marking import _

# The list whose codes stand under each name in app/reports/statistics.py.
_LISTS: Mapping[str, str] = {
    "age_class": "AgeClass",
    "sex": "Gender",
    "nationality_class": "NationalityClass",
    "reported_by": "Reporter",
    "types_of_exploitation": "ExploitationType",
    "decided_by": "DecidingBody",
    "type": "ServiceType",
    "care_type": "CareType",
    "destination_type": "DestinationType",
    "mode": "VisitMode",
    "reason": "ClosureReason",
    "outcome": "ComplaintOutcome",
}
_OTHER: Mapping[str, str] = {
    "total": _("All"),
    "not_recorded": _("Not recorded"),
    "other_or_unknown": _("Other or not known"),
    "all_met": _("All kept"),
    "one_not_met": _("One or more not kept"),
    "none_judged": _("None judged"),
    "held": _("Order held"),
    "not_held": _("No order held"),
}
_NAMES: Mapping[str, str] = {
    "age_class": _("Age"),
    "sex": _("Sex"),
    "province": _("Province"),
    "nationality_class": _("Nationality"),
    "reported_by": _("Reported by"),
    "types_of_exploitation": _("Type of exploitation"),
    "decided_by": _("Decided by"),
    "type": _("Service"),
    "care_type": _("Type of care"),
    "order_at_admission": _("Order at admission"),
    "destination_type": _("Where to"),
    "mode": _("Way of contact"),
    "reason": _("Reason"),
    "outcome": _("Outcome"),
    "right": _("Right"),
    "standards": _("Standards"),
}


def value(language: str, name: str, code: str, *, rights: Mapping[str, str]) -> str:
    """Return what a row or column is called; `rights` says what the rights are called."""
    if code in _OTHER:
        return labels.text(language, _OTHER[code])
    if name == "province":
        return labels.province(language, code)
    if name == "right":
        return rights.get(code, labels.in_words(code))
    return labels.code(language, _LISTS[name], code) if name in _LISTS else labels.in_words(code)


def heading(language: str, name: str | None) -> str:
    """Return what the rows or columns of a table are."""
    named = _NAMES.get(name or "")
    return labels.text(language, named) if named else labels.in_words(name or "")

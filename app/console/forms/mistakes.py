"""What is wrong with an answer, said so that one knows how to mend it. Never what was typed."""

from app.console import labels
from app.console.forms.fields import Asking, Widget
from app.console.forms.reading import Wrong
from app.console.marking import _
from app.errors import FieldError

_MISSING = {
    Widget.YES_NO: _("Choose yes or no"),
    Widget.RADIOS: _("Choose an answer"),
    Widget.SELECT: _("Choose from the list"),
    Widget.CHECKBOXES: _("Choose at least one"),
    Widget.SEVERAL: _("Choose at least one"),
    Widget.MOMENT: _("Give the day and the time"),
    Widget.DAY: _("Give the day"),
    Widget.FILE: _("Choose a file"),
    Widget.SCORES: _("Give a level for at least one domain"),
    Widget.ITEMS: _("Write at least one item"),
}
_BY_KIND = {
    "half_a_moment": _("Give both the day and the time"),
    "enum": _("Choose one of the answers"),
    "string_too_long": _("This text is too long"),
    "too_long": _("This is too much"),
    "khmer_out_of_order": _("Some Khmer letters are out of their order; type the word again, signs after the vowel"),
    "greater_than_equal": _("The number is too small"),
    "less_than_equal": _("The number is too large"),
    "int_type": _("Write a whole number, such as 3"),
    "int_parsing": _("Write a whole number, such as 3"),
    "float_type": _("Write a number, such as 3 or 2.5"),
    "float_parsing": _("Write a number, such as 3 or 2.5"),
    "bytes_too_long": _("The file is larger than 5 megabytes; choose a smaller one"),
    "bytes_too_short": _("The file is empty; choose another one"),
}
# Parts of an item of a plan.
_ITEM_PARTS = {
    "domain": _("Choose what this item is about"),
    "due_on": _("Give a real day by which it will be done"),
    "done_on": _("Give a real day on which it was done"),
}
# The sentences of app/records/values.py, by how they begin.
_BY_MESSAGE = {
    "must be a time": _("Give a real day and time"),
    "must be a day": _("Give a real day"),
    "must lie between the years": _("Give a day between the years 1900 and 2999"),
    "must not be blank": _("Write something, or leave it empty"),
    "must not contain control": _("The text holds characters that cannot be kept; type it again"),
    "must name each code once": _("Choose each answer once"),
    "lies after": _("This lies in the future; what has not happened yet cannot be recorded"),
    "names nothing": _("What was chosen is no longer there; choose again"),
    "must be a country": _("Choose a country from the list"),
    "must be a language": _("Choose a language from the list"),
    "must be the id of an organisation": _("Choose who it is from the list"),
    "must be the code of a standard": _("Choose a standard from the list"),
    "is not a standard": _("Choose a standard from the list"),
    "must be 1 to 20 letters": _("Write 1 to 20 letters, digits and hyphens, for example 12010101"),
    "must be left out where due_on": _("Give either the due date or the day of the event, not both"),
    "no term of this kind held": _("The agreement has no term that asks for this after an event on that day"),
    "send it, or event_on": _("Give the due date, or the day of the event"),
    "see the duties of the agreement": _("Nothing of this kind falls due on that day; look at the duties of the agreement"),
    "must not lie before notice": _("Give a day that does not lie before the notice"),
    "must be a JPEG": _("Choose a picture in JPEG, PNG or WebP"),
    "is no standard": _("Choose a standard from the list"),
    "disagree": _("Two answers contradict each other; look at the totals and the scores"),
    "must be 64 hexadecimal": _("Write the 64 hexadecimal digits of the fingerprint"),
}
_OTHERWISE = _("This answer cannot be right; look at it again")
_WRITE = _("Write an answer")


def said(language: str, field: Asking | None, wrong: Wrong) -> str:
    """Return the sentence for a mistake."""
    if field is not None and field.widget is Widget.ITEMS and (part := wrong.part.rpartition(".")[2]) in _ITEM_PARTS:
        return labels.text(language, _ITEM_PARTS[part])
    if wrong.kind == "missing":
        return labels.text(language, _MISSING.get(field.widget, _WRITE) if field else _WRITE)
    if wrong.kind in _BY_KIND:
        return labels.text(language, _BY_KIND[wrong.kind])
    if wrong.kind.startswith(("date_", "datetime_", "timezone_")):
        wanted = "must be a day" if field and field.widget is Widget.DAY else "must be a time"
        sentence = _BY_MESSAGE[wanted]
        return labels.text(language, sentence)
    message = wrong.message.removeprefix("Value error, ")
    found = next((sentence for begin, sentence in _BY_MESSAGE.items() if begin in message), _OTHERWISE)
    return labels.text(language, found)


def from_refusal(errors: tuple[FieldError, ...]) -> list[Wrong]:
    """Return what a service found wrong with the fields."""
    return [Wrong(error.field, "refused", error.message) for error in errors]

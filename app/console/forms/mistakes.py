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
    "must be 64 hexadecimal": _("Write the 64 hexadecimal digits of the fingerprint"),
}
_OTHERWISE = _("This answer cannot be right; look at it again")
_WRITE = _("Write an answer")


def said(language: str, field: Asking | None, wrong: Wrong) -> str:
    """Return the sentence for a mistake."""
    if wrong.kind == "missing":
        return labels.text(language, _MISSING.get(field.widget, _WRITE) if field else _WRITE)
    if wrong.kind in _BY_KIND:
        return labels.text(language, _BY_KIND[wrong.kind])
    message = wrong.message.removeprefix("Value error, ")
    found = next((sentence for begin, sentence in _BY_MESSAGE.items() if begin in message), _OTHERWISE)
    return labels.text(language, found)


def from_refusal(errors: tuple[FieldError, ...]) -> list[Wrong]:
    """Return what a service found wrong with the fields."""
    return [Wrong(error.field, "refused", error.message) for error in errors]

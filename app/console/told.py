"""What a page says after something was done, by the word in its address."""

from app.console import labels
from app.console.marking import _
from app.records.registry import ACTS

_SAID = {
    "signed_in": _("You are signed in."),
    "corrected": _("Corrected. The first writing stays in the record."),
    "parked_lost": _("The form that was kept could not be opened again. If this device kept a draft, it is offered below."),
    "unlocked": _("Welcome back. What you typed is still here."),
}


def said(language: str, word: str | None) -> str | None:
    """Return the sentence, or nothing for a word nobody knows."""
    if word in ACTS:
        return labels.done(language, str(word))
    return labels.text(language, _SAID[word]) if word in _SAID else None


def tell(word: str, sentence: str) -> None:
    """Let another file of pages add its own word."""
    _SAID[word] = sentence

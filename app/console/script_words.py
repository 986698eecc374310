"""The texts that the browser's own scripts show."""

from collections.abc import Mapping
from functools import cache

from app.console import labels
from app.console.marking import _

# What stands in braces is filled in by the script.
_WORDS: Mapping[str, str] = {
    "noLine": _("No line. What you type is kept on this device."),
    "draftNote": _("Kept text"),
    "draftSaved": _("Kept on this device at {time}, sealed. Not sent yet."),
    "draftNotSaved": _("This device could not keep what you typed. Send the form before you leave the page."),
    "cannotKeep": _("This browser cannot keep what you type. Send the form before you leave the page."),
    "signInFirst": _("What you type here cannot be kept: nobody has signed in on this device since the last sign-out. Wait for the line."),
    "unsentText": _("You have unsent text from {time}."),
    "restore": _("Restore"),
    "restored": _("Your text from {time} is back in the form. It is not sent yet."),
    "changedSince": _("Something may have been recorded here since you wrote it. Compare before you send."),
    "filesAgain": _("Files are not kept: choose them again."),
    "noPlace": _("The form has no place for these parts of your text. Copy what you need:"),
    "discard": _("Discard"),
    "discardSure": _("Discard this text? It cannot be brought back."),
    "discardYes": _("Yes, discard it"),
    "discarded": _("The text is discarded."),
    "discardedOld": _("Drafts older than 30 days were discarded from this device: {count}."),
    "goBack": _("No, go back"),
    "inOutbox": _("A form like this one is in your outbox and not sent yet."),
    "openOutbox": _("Open the outbox"),
    "putInOutbox": _(
        "There is no line. Your form is in the outbox, sealed on this device. It is sent when the line is back and you are signed in."
    ),
    "cannotWait": _(
        "There is no line. Your text is kept on this device, but files and codes cannot wait: send the form again when the line is back."
    ),
    "needsLine": _("There is no line, and this needs one. Your text is kept on this device."),
    "sent": _("Sent from the outbox: {title}."),
    "needsYou": _("Not recorded, and kept in your outbox: {title}. Open it there to see why."),
    "signInToSend": _("Sign in to send what is in your outbox."),
    "countNeedsYou": _("{count}: needs you"),
    "outboxEmpty": _("Nothing waits to be sent, and no draft is kept on this device."),
    "outboxWaiting": _("Not sent yet"),
    "outboxDrafts": _("Drafts on this device"),
    "sealedCount": _("Texts kept on this device: {count}. They are sealed. Sign in to open or send them."),
    "cannotOpen": _("A text that this sign-in cannot open"),
    "writtenAt": _("Written at {time}"),
    "stateDraft": _("Not finished"),
    "stateWaiting": _("Waits for the line"),
    "stateConflict": _("Needs you: something else was recorded meanwhile. Open it and compare; nothing was overwritten."),
    "stateInvalid": _("Needs you: something in the form is missing or does not fit. Open it and mend it."),
    "stateRefused": _("Needs you: this was refused. Open it to see why."),
    "open": _("Open"),
    "show": _("Show the text"),
    "sendNow": _("Send now"),
    "delete": _("Delete"),
    "deleteSure": _("Delete this text from the device? It cannot be brought back."),
    "deleteYes": _("Yes, delete it"),
    "lockSoon": _("This screen locks in {seconds} seconds. Press any key to stay."),
}


@cache
def of(language: str) -> Mapping[str, str]:
    """Return them in a language, by the names the scripts use."""
    return {name: labels.text(language, message) for name, message in _WORDS.items()}

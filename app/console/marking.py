"""The mark of a text that is shown: extraction finds it by its name, and it is translated where it is rendered."""


def _(message: str) -> str:
    """Return the message as it is."""
    return message

"""The readiness check: an organisation holds every standard against its own cases, and nobody else ever learns that it did."""

from typing import Any
from uuid import UUID

from app.access import Permission
from app.console import charts, inner
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.marking import _
from app.console.told import tell
from app.services import readiness
from app.services.readiness import Check
from app.work import Work

pages = Pages()
tell("readiness_kept", _("The check is kept, sealed under a key of its own."))
tell("readiness_removed", _("The check is gone, and its key destroyed: no backup gives it back."))


@pages.get("/readiness", Permission.READINESS)
def readiness_page(work: Work, asked: Asked) -> Page:
    """Explain the check, offer to run it, and list those that were kept."""
    return _page(work, asked, None)


def _page(work: Work, asked: Asked, made: Check | None) -> Page:
    books = [catalogue for name, catalogue in work.books.catalogues.items() if "@" not in name]
    context = {
        "inner": inner.places(work, asked),
        "books": [{"id": book.id, "title": dict(book.title), "standards": len(book.standards)} for book in books],
        "kept": readiness.kept(work),
        "chosen": asked.form.getlist("catalogue"),
        "check": _shown(made) if made else None,
    }
    return Page("readiness/readiness.html", context)


@pages.post("/readiness", Permission.READINESS)
def run_readiness(work: Work, asked: Asked) -> Page | Redirect:
    """Make a check: shown in this answer only, or kept, sealed, if asked for."""
    made = readiness.check(work, list(dict.fromkeys(str(name) for name in asked.form.getlist("catalogue"))))
    if asked.typed("keep"):
        return Redirect(f"/readiness/{readiness.keep(work, made)}", told="readiness_kept")
    return _page(work, asked, made)


@pages.get("/readiness/{check_id}", Permission.READINESS)
def kept_readiness(work: Work, asked: Asked) -> Page:
    """Open a check that was kept."""
    made = readiness.read(work, asked.ids["check_id"])
    return Page("readiness/kept.html", {"inner": inner.places(work, asked), "check": _shown(made)})


@pages.post("/readiness/{check_id}/removal", Permission.READINESS)
def remove_readiness(work: Work, asked: Asked) -> Redirect:
    """Remove a check that was kept, and destroy its key."""
    check_id: UUID = asked.ids["check_id"]
    readiness.remove(work, check_id)
    return Redirect("/readiness", told="readiness_removed")


def _shown(made: Check) -> dict[str, Any]:
    """A check with its gaps in full, the dearest first, and a bar for each right; one kept long ago may hold less."""
    return made | {"catalogues": [_book(book) for book in made.get("catalogues", ())]}


def _book(book: Check) -> dict[str, Any]:
    by_id = {row["standard"]: row for row in book["standards"]}
    gaps = [by_id[name] for name in book["gaps"]]
    labels = {right["right"]: right["label"] for right in book["rights"]}
    return book | {
        "gaps": [gap | {"right_label": labels.get(gap["right"], {})} for gap in gaps],
        "rights": [right | {"bar": charts.bar(right["share_met"])} for right in book["rights"]],
        "to_do": sum(gap["to_do"] for gap in gaps),
        "lost": sum(gap["lost"] for gap in gaps),
    }

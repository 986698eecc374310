"""Training: an invented case from first contact to closure, judged by the real engine. What was answered stands in the address only."""

import re

from app.access import Permission
from app.console.answers import Page
from app.console.asking import Asked
from app.console.door import Pages
from app.console.training_case import Chapter, Scene, lines, otherwise, written
from app.console.training_chapters import FIRST_DAYS
from app.console.training_timeline import instant
from app.console.training_way_home import WAY_HOME
from app.errors import NotFound
from app.work import Work

pages = Pages()
CHAPTERS: tuple[Chapter, ...] = (*FIRST_DAYS, *WAY_HOME)
LETTERS = "abc"


@pages.get("/training", Permission.STANDARDS_READ)
def training(work: Work, asked: Asked) -> Page:
    """Say what the training is, and lead to its chapters."""
    return Page("training/contents.html", {"chapters": CHAPTERS, "so_far": _so_far(asked)})


@pages.get("/training/end", Permission.STANDARDS_READ)
def training_end(work: Work, asked: Asked) -> Page:
    """Show what to take along, and how the whole case stands."""
    so_far = _so_far(asked)
    answered = [
        {"chapter": chapter, "right": letter == LETTERS[chapter.right] if letter else None}
        for chapter, letter in zip(CHAPTERS, so_far.ljust(len(CHAPTERS)), strict=True)
        for letter in [letter.strip()]
    ]
    counts = Scene(work.books, instant(CHAPTERS[-1].then)).counts()
    number = sum(1 for one in answered if one["right"])
    return Page("training/end.html", {"answered": answered, "hits": number, "counts": counts, "so_far": so_far})


@pages.get("/training/{number}", Permission.STANDARDS_READ)
def training_chapter(work: Work, asked: Asked) -> Page:
    """Tell a chapter and ask its question; with an answer, show what the engine says of what was recorded."""
    number = _number(asked)
    chapter, so_far = CHAPTERS[number - 1], _so_far(asked)[: number - 1]
    letter = asked.query.get("answer", "")
    answered = len(letter) == 1 and letter in LETTERS[: len(chapter.choices)]
    since = CHAPTERS[number - 2].then if number > 1 else None
    context = {
        "chapter_number": number,
        "last": len(CHAPTERS),
        "chapter": chapter,
        "so_far": so_far,
        "written_before": written(since, chapter.asked),
        "missing": not answered and "tried" in asked.query,
        "answered": answered,
    }
    if answered:
        context |= _answered(work, chapter, LETTERS.index(letter)) | {"after": so_far.ljust(number - 1, "-") + letter}
    return Page("training/chapter.html", context)


def _answered(work: Work, chapter: Chapter, chosen: int) -> dict[str, object]:
    return {
        "chosen": chosen,
        "right": chosen == chapter.right,
        "written_after": written(chapter.asked, chapter.then),
        "lines": lines(work.books, chapter),
        "counts": Scene(work.books, instant(chapter.then)).counts(),
        "elsewise": otherwise(work.books, chapter),
    }


def _number(asked: Asked) -> int:
    text = asked.words["number"]
    if not re.fullmatch(r"[1-9][0-9]?", text) or int(text) > len(CHAPTERS):
        raise NotFound
    return int(text)


def _so_far(asked: Asked) -> str:
    """Return the answers given so far, a letter for each chapter and a dash for one that was passed over."""
    found = re.match(rf"[{LETTERS}-]*", asked.query.get("so_far", ""))
    return (found.group() if found else "")[: len(CHAPTERS)]

"""The checklist of a visit, for a phone in a courtyard: one standard after another, each saved by itself."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import puremagic
from starlette.datastructures import FormData, UploadFile

from app.access import GRANTS, Permission
from app.console import labels, told
from app.console.acts import Unread
from app.console.answers import Page, Redirect
from app.console.asking import Asked
from app.console.door import Pages
from app.console.forms import mistakes
from app.console.forms.fields import askings
from app.console.forms.reading import Read, body_from
from app.console.marking import _
from app.errors import Invalid, NotFound, Refused
from app.records.base import Act
from app.records.registry import ACTS
from app.services import acts, inspection_visits, inspections, scope
from app.services.inspection_visits import Told, Visit
from app.vocabulary.inspections import PictureOf, Seen
from app.work import Work

pages = Pages()
told.tell("all_seen", _("Saved. Everything on the list has an answer now."))

_NO_PICTURE = _("Choose a picture: JPEG, PNG or WebP")
_ITEM, _PICTURE = ACTS["record_inspection_item"], ACTS["attach_inspection_picture"]


class Progress(NamedTuple):
    """How far a visit has come: looked at, said that it could not be looked at, of how many."""

    looked_at: int
    not_seen: int
    total: int


class Around(NamedTuple):
    """A visit with its checklist: what every page of it shows."""

    shelter: Any
    visit: Visit
    told: Told
    items: Sequence[Mapping[str, Any]]
    observe: Sequence[str]

    @property
    def progress(self) -> Progress:
        """Count the answers to what is on the list."""
        seen = [self.visit.seen.get(item["standard"]) for item in self.items]
        return Progress(sum(s in (Seen.MET, Seen.NOT_MET) for s in seen), seen.count(Seen.NOT_SEEN), len(seen))

    def next_after(self, standard: str, seen: Mapping[str, str]) -> str | None:
        """Return the next standard without an answer, beginning after the one just answered."""
        names = [str(item["standard"]) for item in self.items]
        start = names.index(standard) + 1
        return next((name for name in (*names[start:], *names[:start]) if name not in seen), None)


@pages.get("/inspections/{shelter_id}/visits/{visit_id}", Permission.SHELTER_FINDINGS)
def show_checklist(work: Work, asked: Asked) -> Page:
    """The list of a visit: what was looked at and what not yet, beside the visit before; its photographs, notice and result."""
    around = _around(work, asked)
    may = {
        act.name for act in ACTS.values() if work.actor.role in act.by and act.record.record_name.startswith(("inspection", "corrective"))
    }
    context = {
        "rights": _by_right(around.items),
        "right_names": {right.key: right.label for book in work.books.catalogues.values() for right in book.rights},
        "pictures": [picture for picture in around.told.pictures if picture.inspection_id == around.visit.id],
        "may": may,
        "may_look": _may_look(work),
        "may_see_pictures": Permission.PICTURE_VIEW in GRANTS[work.actor.role],
        "contradicts": bool(around.visit.faults) and around.visit.facts["result"] == "compliant",
    }
    return Page("inspections/checklist.html", _shown(around) | context)


def _show_item(work: Work, asked: Asked, refused: Refused | None) -> Page:
    around, standard = _around(work, asked), asked.words["standard"]
    names = [str(item["standard"]) for item in around.items]
    if standard not in names or not _may_look(work):
        raise NotFound
    place = names.index(standard)
    context = {
        "item": around.items[place],
        "place": place + 1,
        # One line, for a notice of the usual size would push the answers off a telephone's screen.
        "saved": asked.query.get("saved") if asked.query.get("saved") in names else None,
        "back_to": names[place - 1] if place else None,
        "on_to": names[place + 1] if place + 1 < len(names) else None,
        "answers": [seen.value for seen in Seen],
        "shows": [code.value for code in PictureOf],
        "typed": {name: value for name, value in asked.form.items() if isinstance(value, str)},
        "refused": refused,
        "wrong": _mistakes(asked.language, refused),
        "pictures": [p for p in around.told.pictures if p.inspection_id == around.visit.id and p.standard == standard],
    }
    return Page("inspections/item.html", _shown(around) | context)


@pages.get("/inspections/{shelter_id}/visits/{visit_id}/look/{standard}", Permission.INSPECTION_PLAN)
def look_at_item(work: Work, asked: Asked) -> Page:
    """One standard of the checklist, asked by itself."""
    return _show_item(work, asked, None)


@pages.post("/inspections/{shelter_id}/visits/{visit_id}/look/{standard}", Permission.INSPECTION_PLAN, again=_show_item)
def save_item(work: Work, asked: Asked) -> Redirect:
    """Save what was seen of one standard, with a photograph if one was taken, and lead on to the next."""
    shelter_id, visit_id, standard = asked.ids["shelter_id"], asked.ids["visit_id"], asked.words["standard"]
    before = inspection_visits.of_shelter(work, shelter_id).visit(visit_id)
    read = _read(asked)
    if wrong := [one for _, said in read for one in said.wrong]:
        raise Unread(wrong)
    for act, said in read:
        # The same answer again, with nothing to add, is not written a second time.
        repeated = act is _ITEM and before.seen.get(standard) == asked.typed("seen") and not asked.typed("item_notes")
        if said.body is not None and not repeated:
            acts.perform(work, act, {"shelter_id": shelter_id}, said.body)
    around = _around(work, asked)
    where = f"/inspections/{shelter_id}/visits/{visit_id}"
    following = around.next_after(standard, around.visit.seen)
    return Redirect(f"{where}/look/{following}?saved={standard}") if following else Redirect(where, told="all_seen")


@pages.post("/inspections/{shelter_id}/pictures/{picture_id}", Permission.PICTURE_VIEW)
def show_picture(work: Work, asked: Asked) -> Page:
    """Open a photograph in the answer itself, so that no address leads to it; that it was opened is in the log."""
    shelter_id, picture_id = asked.ids["shelter_id"], asked.ids["picture_id"]
    content = inspections.picture(work, shelter_id, picture_id)
    visited = inspection_visits.of_shelter(work, shelter_id)
    picture = next(one for one in visited.pictures if one.id == picture_id)
    source = f"data:{puremagic.from_string(content, mime=True)};base64,{base64.b64encode(content).decode()}"
    return Page("inspections/picture.html", {"shelter": scope.shelter(work, shelter_id), "picture": picture, "source": source})


def _around(work: Work, asked: Asked) -> Around:
    """Read a visit and its checklist. Raises NotFound."""
    shelter_id, visit_id = asked.ids["shelter_id"], asked.ids["visit_id"]
    visited = inspection_visits.of_shelter(work, shelter_id)
    visit = visited.visit(visit_id)
    told_of = inspections.checklist(work, shelter_id, inspection_id=visit_id)
    items = {item["standard"]: item for item in told_of["items"]}
    return Around(scope.shelter(work, shelter_id), visit, visited, list(items.values()), told_of["observe"])


def _shown(around: Around) -> dict[str, Any]:
    return {
        "shelter": around.shelter,
        "visit": around.visit,
        "before": around.told.before(around.visit),
        "progress": around.progress,
        "observe": around.observe,
        "where": f"/inspections/{around.shelter.id}/visits/{around.visit.id}",
    }


def _by_right(items: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        found.setdefault(str(item["right"]), []).append(item)
    return found


def _may_look(work: Work) -> bool:
    return work.actor.role in _ITEM.by


def _read(asked: Asked) -> list[tuple[Act, Read]]:
    """Read the answer, and the photograph if there is one, as the bodies of their acts."""
    own = {"inspection_id": str(asked.ids["visit_id"]), "standard_id": asked.words["standard"]}
    form = FormData([*asked.form.multi_items(), *own.items()])
    picture = asked.form.get("file")
    taken = [_PICTURE] if isinstance(picture, UploadFile) and picture.filename else []
    return [(act, body_from(act, askings(act), form)) for act in (_ITEM, *taken)]


def _mistakes(language: str, refused: Refused | None) -> dict[str, str]:
    """Say what is wrong with the answer, by the field it is about."""
    fields = {field.name: field for act in (_ITEM, _PICTURE) for field in askings(act)}
    if isinstance(refused, Unread):
        return {one.field: mistakes.said(language, fields.get(one.field), one) for one in refused.wrong}
    if isinstance(refused, Invalid):
        return {one.field: labels.text(language, _NO_PICTURE) for one in refused.errors if one.field == "file"}
    return {}

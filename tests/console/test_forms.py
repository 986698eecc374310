"""The forms of the acts: each can be filled in, does what the API does, and says how to mend what is wrong."""

import io
import re
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import literal_column, select
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.testclient import TestClient

from app.access import Role
from app.console import addresses
from app.console.forms import shapes
from app.console.forms.fields import Asking, Widget, askings
from app.console.forms.reading import body_from, typed_facts
from app.console.moments import LOCAL
from app.models.ledger import Entry
from app.records.base import Act, placeholders
from app.records.bodies import body_model
from app.records.examples import example_of, example_value
from app.records.facts import split
from app.records.registry import ACTS, RECORDS
from app.services.guards import GUARDS
from app.work import House
from tests.api.stage import Stage, a_stage, body_of
from tests.builders import START, Person, Town

pytestmark = pytest.mark.sqlite_only
Inputs = list[tuple[str, Any]]
Browser = Callable[[Person], TestClient]


def inputs_of(act: Act, body: Mapping[str, Any]) -> Inputs:
    """Return a body as the inputs of the act's form would send it."""
    fields = askings(act)
    texts: Inputs = []
    for name, value in typed_facts(body, fields).items():
        texts += [(name, one) for one in value] if isinstance(value, list) else [(name, value)]
    files = [field.name for field in fields if field.widget is Widget.FILE and field.name in body]
    return texts + [(name, _file(body[name])) for name in files]


def _file(base64: str) -> UploadFile:
    return UploadFile(io.BytesIO(b64decode(base64)), filename="invented.txt", headers=Headers({}))


def as_asked(act: Act, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body without what its form would not have asked: what hangs on an answer that was a different one."""
    answers = {
        name: ("no", "yes")[value] if isinstance(value, bool) else value for name, value in body.items() if isinstance(value, bool | str)
    }
    hidden = {name for r in shapes.reveals(act) if answers.get(r.question, r.answer) != r.answer for name in r.names}
    return {name: value for name, value in body.items() if name not in hidden}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_form_that_is_filled_in_with_the_example_is_the_apis_body(act: Act) -> None:
    example = {name: value for name, value in as_asked(act, example_of(act)).items() if value != []}
    read = body_from(act, askings(act), FormData(inputs_of(act, example)))
    assert read.wrong == []
    assert read.body is not None
    assert read.body.sent() == body_model(act).model_validate(example).sent()


_TEXTS = st.sampled_from(["Invented text", "អត្ថបទប្រឌិត", "two\nlines", 'quotes " and <tags>', "0", "no", "me too"])
_DAYS = st.dates(date(1990, 1, 1), date(2025, 1, 1)).map(date.isoformat)
_MOMENTS = st.integers(0, START).map(lambda at: datetime.fromtimestamp(at, LOCAL).isoformat())


def _some(values: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True)


def _an_item(field: Asking) -> st.SearchStrategy[dict[str, Any]]:
    domains = st.sampled_from(field.codes or ("",))
    return st.fixed_dictionaries({"domain": domains}, optional={"goal": _TEXTS, "due_on": _DAYS})


def _answers(field: Asking) -> st.SearchStrategy[Any]:
    """Return what may be answered to a field, as the API would be sent it."""
    example = example_value(RECORDS[field.record].fields[field.name])
    by_widget: dict[Widget, st.SearchStrategy[Any]] = {
        Widget.YES_NO: st.booleans(),
        Widget.MOMENT: _MOMENTS,
        Widget.DAY: _DAYS,
        Widget.NUMBER: st.integers(0, 4) if field.whole else st.floats(0, 90, allow_nan=False).map(lambda number: round(number, 4)),
        Widget.TEXT: _TEXTS if example == "Invented text" else st.just(example),
        Widget.LINE: _TEXTS if example == "Invented text" else st.just(example),
        Widget.SEVERAL: _some(["KH", "VN", "TH"] if field.enum == "country" else ["khm", "vie", "cja"]),
        Widget.ITEMS: st.lists(_an_item(field), min_size=1, max_size=4),
    }
    if field.widget in by_widget:
        return by_widget[field.widget]
    if field.widget is Widget.SCORES:
        return _some(field.codes).flatmap(lambda codes: st.fixed_dictionaries({code: st.integers(1, 4) for code in codes}))
    if field.widget is Widget.CHECKBOXES and field.codes:
        return _some(field.codes)
    return st.sampled_from(field.codes) if field.codes and field.widget is not Widget.CHECKBOXES else st.just(example)


@given(st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_whatever_is_answered_a_form_is_the_apis_body(data: st.DataObject) -> None:
    act = data.draw(st.sampled_from(list(ACTS.values())))
    asked = {field.name: field for field in askings(act) if field.name in shapes.asked_names(act)}
    optional = {name: _answers(field) for name, field in asked.items() if not field.required}
    needed = {name: _answers(field) for name, field in asked.items() if field.required}
    drawn = data.draw(st.fixed_dictionaries(needed, optional=optional))
    body = {name: value for name, value in as_asked(act, drawn).items() if value != []}
    read = body_from(act, askings(act), FormData(inputs_of(act, body)))
    try:
        expected = body_model(act).model_validate(body).sent()
    except ValidationError:
        assert read.body is None  # facts that contradict each other
        return
    assert read.body is not None, read.wrong
    assert read.body.sent() == expected


def _ids(act: Act, stage: Stage) -> dict[str, UUID]:
    things = stage.things["own"]
    return {name: things[_PLACES.get(name, name.removesuffix("_id"))] for name in placeholders(act.path)}


_PLACES = {
    "plan_id": "reintegration_plan",
    "restriction_id": "movement_restriction",
    "visit_id": "follow_up_visit",
    "term_id": "mou_term",
    "obligation_id": "mou_obligation",
}


def _who(act: Act, stage: Stage) -> Person:
    """Return somebody of the town who may do an act, of the organisation itself if there is one."""
    order = (Role.SUPERVISOR, Role.SOCIAL_WORKER, Role.ORGANISATION_ADMIN)
    return stage.people[next((role for role in order if role in act.by), sorted(act.by)[0])]


def test_every_act_can_be_seen_and_done_in_the_console(app: FastAPI, house: House, town: Town, browser_for: Browser) -> None:
    stage = a_stage(house, town)
    api, held_up = TestClient(app), []
    for act in ACTS.values():
        person, ids = _who(act, stage), _ids(act, stage)
        browser, path = browser_for(person), addresses.form(act, ids)
        for language in ("en", "km"):
            page = browser.get(path, headers={"cookie": f"rumduol={person.token}; language={language}"})
            assert page.status_code == 200, (act.name, page.status_code)
            assert f'lang="{language}"' in page.text
            assert page.text.count("<h1") == 1
        organisation, user = person.actor.organisation_id, stage.people[Role.SOCIAL_WORKER].id
        body = body_of(act, user_id=str(user), organisation_id=str(organisation), inspection_id=str(stage.things["own"]["inspection"]))
        answer = browser.post(path, data=dict(_grouped(inputs_of(act, body))), files=None)
        if answer.status_code != 303:
            # The API refuses the same.
            refused = api.post(f"/api/v1{act.path}".format(**ids), json=body, headers=person.headers | {"If-Match": "*"})
            assert (act.name, answer.status_code) == (act.name, refused.status_code), _summary(answer.text)
            held_up.append(act.name)
            continue
        assert f"told={act.name}" in answer.headers["location"]
        name, facts = _newest(house)
        plain, _sealed = split(act, body_model(act).model_validate(body), now=house.clock(), ids=ids | dict.fromkeys(act.actor, person.id))
        assert (name, {key: facts[key] for key in plain}) == (act.name, plain)
    assert len(held_up) < len(GUARDS), held_up


def _grouped(inputs: Inputs) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in inputs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _summary(text: str) -> list[str]:
    return re.findall(r'<a href="#[^"]*">([^<]*)</a>', text.partition("govuk-error-summary__body")[2].partition("</div>")[0])


def _newest(house: House) -> tuple[str, dict[str, Any]]:
    with house.reading.connect() as connection:
        row = connection.execute(select(Entry.act, Entry.facts).order_by(literal_column("rowid").desc()).limit(1)).one()
    return row.act, row.facts

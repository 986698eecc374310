"""Fills in the form of an act as a person would: what is asked is answered, by the kind of question."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

from app.console.forms import shapes
from app.console.forms.fields import Asking, Widget, askings
from app.console.forms.reading import typed_facts
from app.records.base import Act
from app.records.registry import ACTS


def fill(page: Page, act_name: str, facts: Mapping[str, Any]) -> None:
    """Answer the questions of a form, in the order in which the page asks them."""
    act = ACTS[act_name]
    fields = {field.name: field for field in askings(act)}
    for name in _in_order(act):
        if name in facts:
            _answer(page, fields[name], facts[name])


def _in_order(act: Act) -> list[str]:
    return [name for part in shapes.of(act) for name in part.names]


def _answer(page: Page, field: Asking, value: Any) -> None:
    for name, said in typed_facts({field.name: value}, [field]).items():
        if field.widget in (Widget.YES_NO, Widget.RADIOS, Widget.SCORES, Widget.CHECKBOXES):
            for code in said if isinstance(said, list) else [said]:
                page.check(f'[name="{name}"][value="{code}"]')
        elif field.widget is Widget.SELECT or name.endswith(".domain"):
            page.select_option(f'select[name="{name}"]', said)
        else:
            page.fill(f'[name="{name}"]', said)

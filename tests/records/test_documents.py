"""The page of records that is made from the declarations."""

from pathlib import Path

from app.records.documents import records_page
from app.records.registry import ACTS, RECORDS, acts_of

PAGE = Path(__file__).parents[2] / "docs" / "records.md"


def test_the_page_in_docs_is_what_the_declarations_say() -> None:
    assert PAGE.read_text() == records_page()


def test_the_page_has_every_record_field_and_act() -> None:
    page = records_page()
    own = [record for record in RECORDS.values() if acts_of(record.record_name)]
    assert f"{len(own)} records with {sum(len(record.fields) for record in own)} fields, made and changed by {len(ACTS)} acts" in page
    assert all(f"\n## {name}\n" in page for name in RECORDS)
    assert all(f"| `{act.name}`: {act.summary} | `POST {act.path}` |" in page for act in ACTS.values())
    assert page.count("| **sealed** |") == sum(f.sealed for r in RECORDS.values() for f in r.fields.values())

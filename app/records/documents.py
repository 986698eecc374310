"""The records and acts as a page to read, made from their declarations."""

from app.records.base import Act, Fill, Record, RecordField
from app.records.registry import ACTS, RECORDS, acts_of
from app.shape import FieldKind

_INTRODUCTION = """# Records and acts

This page is generated from the declarations in `app/records`; change those, then write it again.

Every record also has `id`, `organisation_id`, `case_id` where it belongs to a case, `recorded_at` and `recorded_by`, set by the system.
A **sealed** field holds identity or free text: it is encrypted by itself and opened by name. Every other field is plain: it cannot name
anyone. A *required* field is there as soon as the record is. All paths begin with `/api/v1`. The moment of an act (in italics) may be
left out; then it is the clock of the server.
"""


def records_page() -> str:
    """All records, fields and acts as Markdown."""
    own = sum(1 for record in RECORDS.values() if acts_of(record.record_name))
    fields = sum(len(record.fields) for record in RECORDS.values() if acts_of(record.record_name))
    counts = f"{own} records with {fields} fields, made and changed by {len(ACTS)} acts, and what the system writes alone."
    return "\n".join([_INTRODUCTION, counts, *(_record(record) for record in RECORDS.values())]) + "\n"


def _record(record: type[Record]) -> str:
    fields = ["| field | holds | filled | kept | codes and notes | HTCDS 2.0 |", "|---|---|---|---|---|---|"]
    fields += [_field(field) for field in record.fields.values()]
    acts = acts_of(record.record_name)
    if acts:
        fields += ["", "| act | method and path | body | who |", "|---|---|---|---|", *(_act(act) for act in acts)]
    return "\n".join([f"\n## {record.record_name}\n", f"{record.__doc__}\n", *fields])


def _field(field: RecordField) -> str:
    by = {Fill.BODY: "required" if field.required else "", Fill.LATER: "by a later act", Fill.SYSTEM: "by the system"}[field.fill]
    listed = field.codes if len(field.codes) <= 40 else ()  # The countries of the world would bury the rest.
    domains = "domains: " if field.kind is FieldKind.SCORES else ""
    remarks = "; ".join(part for part in (domains + ", ".join(listed), field.note) if part)
    kept = "**sealed**" if field.sealed else "plain"
    return f"| `{field.name}` | {field.kind} | {by} | {kept} | {remarks} | {field.htcds or ''} |"


def _act(act: Act) -> str:
    moment = () if act.moment == "recorded_at" else (f"*{act.moment}*",)
    body = ", ".join((*moment, *act.body))
    return f"| `{act.name}`: {act.summary} | `POST {act.path}` | {body} | {', '.join(sorted(act.by))} |"

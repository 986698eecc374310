"""The one table of who gets in where: every route, every role, and whose thing it is.

The acts of the ledger and the routes made for every record stand here by their declarations; all else line by line. `PASSED` says what
whoever is let in is answered. Nothing is changed by asking: acts come with an If-Match that fits nobody, corrections and openings name a
field that there is not.
"""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from app.access import Role
from app.records.base import Act, placeholders
from app.records.registry import ACTS

WORKER, SUPERVISOR, ADMIN, REPORTER = Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER
OFFICER, AUDITOR, MONITOR, SYSTEM = Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR, Role.INDEPENDENT_MONITOR, Role.SYSTEM_ADMIN
TASK_FORCE = Role.TASK_FORCE_MEMBER
STAFF = frozenset({WORKER, SUPERVISOR, ADMIN, REPORTER})
EVERYBODY = frozenset(Role)

# Whose thing it is, seen from the roles of one organisation; for the ministry's roles the same things are somebody else's.
# own: theirs, the worker being assigned. granted, expired: another organisation's, open to theirs and the ministry until an instant.
CASE_SCOPES = ("own", "granted", "expired", "other", "absent")
SCOPES = ("own", "other", "absent")

_OWN, _ALL = frozenset({"own"}), frozenset({"own", "other"})
_CASE_STAFF, _ALL_CASES = frozenset({"own", "granted"}), frozenset({"own", "granted", "expired", "other"})
# kind of thing -> role -> the scopes in which it is there for the role at all; in every other it is absent (404).
SEEN: Mapping[str, Mapping[Role, frozenset[str]]] = {
    "case": {WORKER: _CASE_STAFF, SUPERVISOR: _CASE_STAFF, ADMIN: _CASE_STAFF, OFFICER: frozenset({"granted"}), AUDITOR: _ALL_CASES},
    "case log": {SUPERVISOR: _OWN, AUDITOR: _ALL_CASES},
    "case grants": {SUPERVISOR: _OWN},
    "shelter": dict.fromkeys(STAFF, _OWN) | dict.fromkeys((OFFICER, AUDITOR, MONITOR), _ALL),
    "user": dict.fromkeys(STAFF, _OWN) | dict.fromkeys((AUDITOR, SYSTEM), _ALL),
    "organisation": dict.fromkeys(STAFF, _OWN) | dict.fromkeys((OFFICER, AUDITOR, MONITOR, SYSTEM), _ALL),
    "report": {ADMIN: _OWN, REPORTER: _OWN, OFFICER: _ALL, AUDITOR: _ALL},
    "check": {SUPERVISOR: _OWN, ADMIN: _OWN},
    # Nobody sees an export but who asked for it; tests/api/test_exports.py is about them.
    "export": {},
    "identity_export": {SUPERVISOR: _OWN},
    "import": {SUPERVISOR: _OWN},
}


class Row(NamedTuple):
    """Who may use a route at all (anybody else: 403, whatever the id), what its path is about, and what whoever passes is answered.

    `unseen` is what whoever may, but does not see it, is answered: 404 for a path, 422 for an id in a body. `doers`, where not all who see
    it may: the others are told so (403), for they see it.
    """

    roles: frozenset[Role]
    kind: str | None
    passed: int
    unseen: int = 404
    doers: frozenset[Role] = EVERYBODY


_READERS = frozenset({WORKER, SUPERVISOR, ADMIN, OFFICER, AUDITOR, MONITOR})
_COMPLAINTS = frozenset({SUPERVISOR, ADMIN, OFFICER, MONITOR})
_AGREEMENTS = frozenset({SUPERVISOR, ADMIN, REPORTER, OFFICER, AUDITOR})
_REPORTS = frozenset({ADMIN, REPORTER, OFFICER, AUDITOR})
_CORRECTORS = frozenset({WORKER, SUPERVISOR, ADMIN, OFFICER, MONITOR})
_OPENERS = frozenset({WORKER, SUPERVISOR})
_REGISTER = EVERYBODY - {TASK_FORCE}
_FINDINGS = frozenset({WORKER, SUPERVISOR, ADMIN, OFFICER, AUDITOR})
_COUNTS = frozenset({SUPERVISOR, ADMIN, REPORTER, AUDITOR})
_EVIDENCE = frozenset({OFFICER, AUDITOR, TASK_FORCE})

# operation -> row, for all that is not made from a declaration.
SPECIAL: Mapping[str, Row] = {
    "current_session": Row(EVERYBODY, None, 200),
    "sign_out": Row(EVERYBODY, None, 204),
    "make_account": Row(frozenset({ADMIN, SYSTEM}), "user", 201),
    "end_sessions": Row(frozenset({ADMIN, SYSTEM}), "user", 200),
    "list_cases": Row(_FINDINGS, None, 200),
    "read_case": Row(_FINDINGS, "case", 200),
    "case_findings": Row(_FINDINGS, "case", 200),
    "case_agenda": Row(frozenset({WORKER, SUPERVISOR, OFFICER}), "case", 200),
    "caseload_agenda": Row(frozenset({WORKER, SUPERVISOR, OFFICER}), None, 200),
    "case_audit_entries": Row(frozenset({SUPERVISOR, AUDITOR}), "case log", 200),
    "give_access": Row(frozenset({SUPERVISOR}), "case grants", 422),
    "list_all_waivers": Row(_READERS, None, 200),
    "search_persons": Row(_OPENERS, None, 200),
    "list_organisations": Row(_REGISTER, None, 200),
    "list_shelters": Row(_REGISTER, None, 200),
    "list_users": Row(_REGISTER, None, 200),
    "read_shelter": Row(_REGISTER, "shelter", 200),
    "read_user": Row(_REGISTER, "user", 200),
    "shelter_findings": Row(_FINDINGS | {MONITOR}, "shelter", 200),
    "user_findings": Row(frozenset({WORKER, SUPERVISOR, ADMIN, AUDITOR}), "user", 200),
    "read_rule_profile": Row(_REGISTER, "organisation", 200),
    "set_rule_profile": Row(frozenset({ADMIN}), "organisation", 412),
    "list_standards": Row(EVERYBODY, None, 200),
    "read_standard": Row(EVERYBODY, None, 200),
    "list_rights": Row(EVERYBODY, None, 200),
    "list_catalogues": Row(EVERYBODY, None, 200),
    "read_catalogue": Row(EVERYBODY, None, 200),
    "catalogue_as_oscal": Row(EVERYBODY, None, 200),
    "case_assessment": Row(_FINDINGS, "case", 200),
    "case_assessment_as_oscal": Row(_FINDINGS, "case", 200),
    "shelter_assessment": Row(_FINDINGS | {MONITOR}, "shelter", 200),
    "shelter_assessment_as_oscal": Row(_FINDINGS | {MONITOR}, "shelter", 200),
    "shelter_plan_as_oscal": Row(_REPORTS | {SUPERVISOR}, "shelter", 404),  # the shelters of the stage have nothing to put right
    "shelter_compliance": Row(_COUNTS, None, 200),
    "organisation_assessment_as_oscal": Row(_COUNTS, "organisation", 200),
    "compliance_summary": Row(_COUNTS, None, 200),
    "list_inspection_register": Row(frozenset({SUPERVISOR, ADMIN, REPORTER, OFFICER, AUDITOR}), None, 200),
    "read_inspection_state": Row(_FINDINGS | {MONITOR}, "shelter", 200),
    "read_checklist": Row(_FINDINGS | {MONITOR}, "shelter", 200),
    "view_inspection_picture": Row(frozenset({SUPERVISOR, ADMIN, OFFICER}), "shelter", 404),
    "set_target": Row(frozenset({OFFICER}), "organisation", 201),
    "list_targets": Row(frozenset({SUPERVISOR, ADMIN, REPORTER, OFFICER, AUDITOR}), None, 200),
    "read_benchmarks": Row(frozenset({SUPERVISOR, ADMIN, REPORTER, OFFICER, AUDITOR}), None, 200),
    "read_levers": Row(frozenset({SUPERVISOR, ADMIN, REPORTER, OFFICER, AUDITOR}), None, 200),
    "check_readiness": Row(frozenset({SUPERVISOR, ADMIN}), None, 200),
    "keep_readiness": Row(frozenset({SUPERVISOR, ADMIN}), None, 201),
    "list_readiness": Row(frozenset({SUPERVISOR, ADMIN}), None, 200),
    "read_readiness": Row(frozenset({SUPERVISOR, ADMIN}), "check", 200),
    "remove_readiness": Row(frozenset({SUPERVISOR, ADMIN}), "check", 204),
    "ask_for_export": Row(frozenset({SUPERVISOR, ADMIN, AUDITOR}), "organisation", 201),
    "list_exports": Row(frozenset({SUPERVISOR, ADMIN, AUDITOR}), None, 200),
    "read_export": Row(frozenset({SUPERVISOR, ADMIN, AUDITOR}), "export", 200),
    "fetch_export_part": Row(frozenset({SUPERVISOR, ADMIN, AUDITOR}), "export", 200),
    "withdraw_export": Row(frozenset({SUPERVISOR, ADMIN, AUDITOR}), "export", 200),
    "import_htcds": Row(frozenset({SUPERVISOR}), None, 422),
    "list_imports": Row(frozenset({SUPERVISOR}), None, 200),
    "read_import": Row(frozenset({SUPERVISOR}), "import", 200),
    "export_htcds": Row(frozenset({SUPERVISOR, ADMIN}), None, 200),
    "ask_for_identities": Row(_OPENERS, None, 422),
    "list_identity_exports": Row(_OPENERS, None, 200),
    "read_identity_export": Row(_OPENERS, "identity_export", 200),
    "approve_identity_export": Row(frozenset({SUPERVISOR}), "identity_export", 200),
    "fetch_identities": Row(_OPENERS, "identity_export", 403),
    "task_force_summary": Row(frozenset({TASK_FORCE}), None, 200),
    "compliance_findings": Row(frozenset({AUDITOR}), None, 200),
    "list_agreement_duties": Row(_AGREEMENTS, None, 200),
    "proposed_terms": Row(_AGREEMENTS, "organisation", 200),
    "mou_in_plain_words": Row(_AGREEMENTS, "organisation", 200),
    "make_mou_report": Row(frozenset({ADMIN, REPORTER, AUDITOR}), "report", 201),
    "list_reports": Row(_REPORTS, None, 200),
    "read_report": Row(_REPORTS, "report", 200),
    "list_statistics": Row(EVERYBODY, None, 200),
    "freeze_statistics": Row(frozenset({AUDITOR}), None, 422),
    "list_statistics_releases": Row(EVERYBODY, None, 200),
    "read_statistics": Row(EVERYBODY, None, 404),
    "read_statistics_as_csv": Row(EVERYBODY, None, 404),
    "read_statistics_profiles": Row(EVERYBODY, None, 404),
    **dict.fromkeys(("list_recommendations", "list_indicators", "list_evidence_packs"), Row(_EVIDENCE, None, 200)),
    "list_evidence_entries": Row(frozenset({OFFICER}), None, 200),
    "write_evidence_entry": Row(frozenset({OFFICER}), None, 422),
    **dict.fromkeys(("open_evidence_entry", "decide_evidence_entry"), Row(frozenset({OFFICER}), None, 404)),
    "make_evidence_pack": Row(frozenset({OFFICER}), None, 422),
    **dict.fromkeys(("read_evidence_pack", "read_evidence_pack_as_csv", "read_evidence_pack_as_pdf"), Row(_EVIDENCE, None, 404)),
    "read_report_as_csv": Row(_REPORTS, "report", 200),
    "read_report_file": Row(_REPORTS, "report", 409),
    "list_report_answers": Row(_REPORTS, "report", 200),
    "read_report_answer": Row(_REPORTS, "report", 200),
    "answer_breach": Row(frozenset({ADMIN, REPORTER}), "report", 412),
    "open_report_answer": Row(frozenset({ADMIN, REPORTER, OFFICER}), "report", 200),
    "decide_answer": Row(frozenset({OFFICER}), "report", 412),
    "submit_report": Row(frozenset({ADMIN, REPORTER}), "report", 412),
    "withdraw_report": Row(frozenset({ADMIN, REPORTER}), "report", 412),
    "return_report": Row(frozenset({OFFICER}), "report", 412),
    "complete_report": Row(frozenset({OFFICER}), "report", 412),
    "list_corrective_plan": Row(_REPORTS | {SUPERVISOR}, None, 200),
}

# Acts whose organisation stands in the body: an id that is not theirs to name is a wrong field, not a missing page.
_ORGANISATION_IN_BODY = frozenset({"sign_mou", "register_user"})
# What a placeholder of a path is a record of, where its name is shorter.
RECORD_OF = {
    "obligation": "mou_obligation",
    "plan": "reintegration_plan",
    "visit": "follow_up_visit",
    "restriction": "movement_restriction",
    "term": "mou_term",
}
# What a placeholder that is no id of a record stands for, in every request of these tests.
NAMED = {
    "catalogue_id": "kh-2009",
    "standard_id": "R1-03",
    "number": "1",
    "item": "R4-04",
    "format": "json",
    "release_id": str(UUID(int=1)),
    "entry_id": str(UUID(int=1)),
    "pack_id": str(UUID(int=1)),
    "picture_id": str(UUID(int=2)),
}
_OF_ORGANISATION = frozenset({"mou", "mou_term", "mou_obligation", "mou_delivery", "corrective_action", "complaint"})


def kind_of(path: str, record: str | None = None) -> str | None:
    """Return what a path, or else the record at its end, is about."""
    first = next(iter(placeholders(path)), record)
    name = first.removesuffix("_id") if first else None
    if name in _OF_ORGANISATION:
        return "organisation"
    return "case" if name in ("waiver", "referral") else name


def row_of_act(act: Act) -> Row:
    """Return the row of an act: the roles its declaration names, and nobody else."""
    if act.name in _ORGANISATION_IN_BODY:
        return Row(act.by, "organisation", 412, unseen=422)
    return Row(act.by, kind_of(act.path), 412)


def rows_of_record(act: Act) -> dict[str, Row]:
    """Return the rows of the routes that every collection has, by operation."""
    record, name = act.record.record_name, act.path.rsplit("/", 1)[1].replace("-", "_")
    kind = kind_of(act.path, record)
    readers = _COMPLAINTS if record == "complaint" else _AGREEMENTS if record.startswith("mou") else _READERS
    if record == "inspection_plan":
        readers = frozenset({OFFICER, AUDITOR})
    # Whoever may do the act may correct it; the referral of the stage is a request to a service.
    doers = ACTS["send_referral"].by if record == "referral" else act.by
    rows = {
        f"correct_{name}": Row(_CORRECTORS, kind, 422, doers=doers),
        f"open_{name}": Row(_OPENERS, kind, 422, doers=EVERYBODY if kind == "case" else frozenset()),
    }
    if not any(field.sealed for field in act.record.fields.values()):
        del rows[f"open_{name}"]
    if record not in ("organisation", "shelter", "user", "case"):
        rows |= {f"list_{name}": Row(readers, kind if placeholders(act.path) else None, 200), f"read_{name}": Row(readers, kind, 200)}
    return rows


TABLE: Mapping[str, Row] = {
    **SPECIAL,
    **{act.name: row_of_act(act) for act in ACTS.values()},
    **{operation: row for act in ACTS.values() if act.makes for operation, row in rows_of_record(act).items()},
}


def sees(row: Row, role: Role, scope: str) -> bool:
    """Say whether what the route is about is there for the role at all."""
    return row.kind is None or scope in SEEN[row.kind].get(role, ())


def expected(row: Row, role: Role, scope: str) -> int:
    """Return the status that a role is answered."""
    if role not in row.roles:
        return 403
    if not sees(row, role, scope):
        return row.unseen
    return row.passed if role in row.doers else 403

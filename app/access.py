"""Who may do what: roles, permissions and the one table that joins them.

An act of the ledger names its own roles (`Act.by`, data dictionary); HOLDERS is for all the rest, and GRANTS the same seen from a role.
What a role may do says nothing about whose cases: that is the scope, in `services/scope.py`.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a user is in the system (data dictionary, Roles)."""

    SOCIAL_WORKER = "social_worker"
    SUPERVISOR = "supervisor"
    ORGANISATION_ADMIN = "organisation_admin"
    REPORTING_OFFICER = "reporting_officer"
    MOSAVY_OFFICER = "mosavy_officer"
    MOSAVY_AUDITOR = "mosavy_auditor"
    INDEPENDENT_MONITOR = "independent_monitor"
    SYSTEM_ADMIN = "system_admin"
    TASK_FORCE_MEMBER = "task_force_member"


# Everybody of the data dictionary, Roles; a task force sees aggregates and has no part in any act.
ALL_ROLES = frozenset(Role) - {Role.TASK_FORCE_MEMBER}
CASE_STAFF = frozenset({Role.SOCIAL_WORKER, Role.SUPERVISOR})
CASE_STAFF_AND_MINISTRY = CASE_STAFF | {Role.MOSAVY_OFFICER}


class Permission(StrEnum):
    """What a route asks for that is not an act of the ledger."""

    ACT = "act"  # the act's own declaration decides
    SIGN_IN = "sign_in"  # open to nobody and everybody
    OWN_SESSION = "own_session"
    STANDARDS_READ = "standards_read"
    CASE_READ = "case_read"
    CASE_FINDINGS = "case_findings"
    CASE_AUDIT = "case_audit"
    RECORD_READ = "record_read"
    CORRECT = "correct"
    ACCESS_GIVE = "access_give"
    IDENTITY_OPEN = "identity_open"
    PERSON_SEARCH = "person_search"
    AGENDA_READ = "agenda_read"
    REGISTER_READ = "register_read"
    SHELTER_FINDINGS = "shelter_findings"
    STAFF_FINDINGS = "staff_findings"
    PROFILE_WRITE = "profile_write"
    ACCOUNT_WRITE = "account_write"
    COMPLAINT_READ = "complaint_read"
    COMPLIANCE_SUMMARY = "compliance_summary"
    COMPLIANCE_FINDINGS = "compliance_findings"
    REPORT_MAKE = "report_make"
    AUDIT_VERIFY = "audit_verify"
    STATISTICS_READ = "statistics_read"
    STATISTICS_FREEZE = "statistics_freeze"
    TASK_FORCE_READ = "task_force_read"
    EXCHANGE_IMPORT = "exchange_import"
    EXCHANGE_EXPORT = "exchange_export"
    IDENTITY_EXPORT = "identity_export"
    IDENTITY_EXPORT_APPROVE = "identity_export_approve"
    MOU_READ = "mou_read"
    REPORT_READ = "report_read"
    REPORT_ANSWER = "report_answer"
    REPORT_REVIEW = "report_review"
    REPORT_WORDS = "report_words"
    PLAN_READ = "plan_read"
    EXPORT_MAKE = "export_make"
    READINESS = "readiness"
    BENCHMARK_READ = "benchmark_read"
    TARGET_SET = "target_set"
    PICTURE_VIEW = "picture_view"
    INSPECTION_PLAN = "inspection_plan"
    EVIDENCE_READ = "evidence_read"
    EVIDENCE_WRITE = "evidence_write"
    SUPERVISION = "supervision"
    MONITORING = "monitoring"
    PEOPLE_READ = "people_read"
    SYSTEM_HEALTH = "system_health"


_WORKER, _SUPERVISOR, _ADMIN, _REPORTER = Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.REPORTING_OFFICER
_OFFICER, _AUDITOR, _MONITOR = Role.MOSAVY_OFFICER, Role.MOSAVY_AUDITOR, Role.INDEPENDENT_MONITOR
_SYSTEM, _TASK_FORCE = Role.SYSTEM_ADMIN, Role.TASK_FORCE_MEMBER
_EVERYBODY = frozenset(Role)

HOLDERS: Mapping[Permission, frozenset[Role]] = {
    Permission.ACT: _EVERYBODY,
    Permission.SIGN_IN: _EVERYBODY,
    Permission.OWN_SESSION: _EVERYBODY,
    Permission.STANDARDS_READ: _EVERYBODY,
    Permission.CASE_READ: frozenset({_WORKER, _SUPERVISOR, _ADMIN, _OFFICER, _AUDITOR}),
    Permission.CASE_FINDINGS: frozenset({_WORKER, _SUPERVISOR, _ADMIN, _OFFICER, _AUDITOR}),
    Permission.CASE_AUDIT: frozenset({_SUPERVISOR, _AUDITOR}),
    Permission.RECORD_READ: frozenset({_WORKER, _SUPERVISOR, _ADMIN, _OFFICER, _AUDITOR, _MONITOR}),
    Permission.CORRECT: frozenset({_WORKER, _SUPERVISOR, _ADMIN, _OFFICER, _MONITOR}),
    Permission.ACCESS_GIVE: frozenset({_SUPERVISOR}),
    Permission.IDENTITY_OPEN: frozenset({_WORKER, _SUPERVISOR}),
    Permission.PERSON_SEARCH: frozenset({_WORKER, _SUPERVISOR}),
    Permission.AGENDA_READ: frozenset({_WORKER, _SUPERVISOR, _OFFICER}),
    Permission.REGISTER_READ: _EVERYBODY - {_TASK_FORCE},
    Permission.SHELTER_FINDINGS: frozenset({_WORKER, _SUPERVISOR, _ADMIN, _OFFICER, _AUDITOR, _MONITOR}),
    Permission.STAFF_FINDINGS: frozenset({_WORKER, _SUPERVISOR, _ADMIN, _AUDITOR}),
    Permission.PROFILE_WRITE: frozenset({_ADMIN}),
    Permission.ACCOUNT_WRITE: frozenset({_ADMIN, _SYSTEM}),
    Permission.COMPLAINT_READ: frozenset({_SUPERVISOR, _ADMIN, _OFFICER, _MONITOR}),
    Permission.COMPLIANCE_SUMMARY: frozenset({_SUPERVISOR, _ADMIN, _REPORTER, _AUDITOR}),
    Permission.COMPLIANCE_FINDINGS: frozenset({_AUDITOR}),
    Permission.REPORT_MAKE: frozenset({_ADMIN, _REPORTER, _AUDITOR}),
    Permission.AUDIT_VERIFY: frozenset({_AUDITOR, _SYSTEM}),
    Permission.STATISTICS_READ: _EVERYBODY,
    Permission.STATISTICS_FREEZE: frozenset({_AUDITOR}),
    Permission.TASK_FORCE_READ: frozenset({_TASK_FORCE}),
    Permission.EXCHANGE_IMPORT: frozenset({_SUPERVISOR}),
    Permission.EXCHANGE_EXPORT: frozenset({_SUPERVISOR, _ADMIN}),
    Permission.IDENTITY_EXPORT: frozenset({_WORKER, _SUPERVISOR}),
    Permission.IDENTITY_EXPORT_APPROVE: frozenset({_SUPERVISOR}),
    Permission.MOU_READ: frozenset({_SUPERVISOR, _ADMIN, _REPORTER, _OFFICER, _AUDITOR}),
    Permission.REPORT_READ: frozenset({_ADMIN, _REPORTER, _OFFICER, _AUDITOR}),
    Permission.REPORT_ANSWER: frozenset({_ADMIN, _REPORTER}),
    Permission.REPORT_REVIEW: frozenset({_OFFICER}),
    Permission.REPORT_WORDS: frozenset({_ADMIN, _REPORTER, _OFFICER}),
    Permission.PLAN_READ: frozenset({_SUPERVISOR, _ADMIN, _REPORTER, _OFFICER, _AUDITOR}),
    Permission.EXPORT_MAKE: frozenset({_SUPERVISOR, _ADMIN, _AUDITOR}),
    Permission.READINESS: frozenset({_SUPERVISOR, _ADMIN}),
    Permission.BENCHMARK_READ: frozenset({_SUPERVISOR, _ADMIN, _REPORTER, _OFFICER, _AUDITOR}),
    Permission.TARGET_SET: frozenset({_OFFICER}),
    Permission.INSPECTION_PLAN: frozenset({_OFFICER, _AUDITOR}),
    Permission.PICTURE_VIEW: frozenset({_SUPERVISOR, _ADMIN, _OFFICER}),
    Permission.EVIDENCE_READ: frozenset({_OFFICER, _AUDITOR, _TASK_FORCE}),
    Permission.EVIDENCE_WRITE: frozenset({_OFFICER}),
    Permission.SUPERVISION: frozenset({_SUPERVISOR}),
    Permission.MONITORING: frozenset({_MONITOR}),
    Permission.PEOPLE_READ: frozenset({_ADMIN, _SYSTEM}),
    Permission.SYSTEM_HEALTH: frozenset({_SYSTEM}),
}

GRANTS: Mapping[Role, frozenset[Permission]] = {
    role: frozenset(permission for permission, holders in HOLDERS.items() if role in holders) for role in Role
}

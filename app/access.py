"""Who may do what: roles, permissions and the one table that joins them.

An act of the ledger names its own roles (`Act.by`, data dictionary); GRANTS is for all the rest. What a role may do says nothing about
whose cases: that is the scope, in `services/scope.py`.
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


_CASE_WORK = frozenset(
    {
        Permission.CASE_READ,
        Permission.RECORD_READ,
        Permission.CORRECT,
        Permission.CASE_FINDINGS,
        Permission.IDENTITY_OPEN,
        Permission.IDENTITY_EXPORT,
        Permission.PERSON_SEARCH,
        Permission.AGENDA_READ,
        Permission.REGISTER_READ,
        Permission.SHELTER_FINDINGS,
        Permission.STAFF_FINDINGS,
    }
)
_REPORT_CYCLE = frozenset({Permission.REPORT_READ, Permission.REPORT_ANSWER, Permission.REPORT_WORDS, Permission.PLAN_READ})
_EXCHANGE = frozenset({Permission.EXCHANGE_IMPORT, Permission.EXCHANGE_EXPORT, Permission.IDENTITY_EXPORT_APPROVE})
_EVERYBODY = frozenset({Permission.ACT, Permission.SIGN_IN, Permission.OWN_SESSION, Permission.STANDARDS_READ, Permission.STATISTICS_READ})

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.SOCIAL_WORKER: _EVERYBODY | _CASE_WORK,
    Role.SUPERVISOR: _EVERYBODY | {Permission.PLAN_READ}
    | _CASE_WORK
    | _EXCHANGE
    | {Permission.MOU_READ}
    | {Permission.PICTURE_VIEW, Permission.BENCHMARK_READ, Permission.READINESS, Permission.EXPORT_MAKE, Permission.ACCESS_GIVE, Permission.COMPLAINT_READ, Permission.COMPLIANCE_SUMMARY, Permission.CASE_AUDIT},
    Role.ORGANISATION_ADMIN: _EVERYBODY | _REPORT_CYCLE
    | {
        Permission.CASE_READ,
        Permission.RECORD_READ,
        Permission.CASE_FINDINGS,
        Permission.REGISTER_READ,
        Permission.SHELTER_FINDINGS,
        Permission.STAFF_FINDINGS,
        Permission.PROFILE_WRITE,
        Permission.ACCOUNT_WRITE,
        Permission.COMPLAINT_READ,
        Permission.CORRECT,
        Permission.COMPLIANCE_SUMMARY,
        Permission.REPORT_MAKE,
        Permission.EXCHANGE_EXPORT,
        Permission.BENCHMARK_READ,
        Permission.PICTURE_VIEW,
        Permission.READINESS,
        Permission.EXPORT_MAKE,
        Permission.MOU_READ,
    },
    Role.REPORTING_OFFICER: _EVERYBODY | _REPORT_CYCLE | {Permission.MOU_READ, Permission.BENCHMARK_READ} | {Permission.COMPLIANCE_SUMMARY, Permission.REPORT_MAKE, Permission.REGISTER_READ},
    Role.MOSAVY_OFFICER: _EVERYBODY | {Permission.REPORT_READ, Permission.REPORT_REVIEW, Permission.REPORT_WORDS, Permission.PLAN_READ}
    | {
        Permission.CASE_READ,
        Permission.RECORD_READ,
        Permission.CORRECT,
        Permission.CASE_FINDINGS,
        Permission.AGENDA_READ,
        Permission.REGISTER_READ,
        Permission.SHELTER_FINDINGS,
        Permission.COMPLAINT_READ,
        Permission.MOU_READ,
        Permission.BENCHMARK_READ,
        Permission.TARGET_SET,
        Permission.PICTURE_VIEW,
    },
    Role.MOSAVY_AUDITOR: _EVERYBODY | {Permission.REPORT_READ, Permission.PLAN_READ}
    | {
        Permission.MOU_READ,
        Permission.CASE_READ,
        Permission.RECORD_READ,
        Permission.CASE_FINDINGS,
        Permission.CASE_AUDIT,
        Permission.REGISTER_READ,
        Permission.SHELTER_FINDINGS,
        Permission.STAFF_FINDINGS,
        Permission.COMPLIANCE_SUMMARY,
        Permission.COMPLIANCE_FINDINGS,
        Permission.REPORT_MAKE,
        Permission.EXPORT_MAKE,
        Permission.BENCHMARK_READ,
        Permission.STATISTICS_FREEZE,
        Permission.AUDIT_VERIFY,
    },
    Role.INDEPENDENT_MONITOR: _EVERYBODY
    | {Permission.COMPLAINT_READ, Permission.RECORD_READ, Permission.CORRECT, Permission.SHELTER_FINDINGS, Permission.REGISTER_READ},
    Role.SYSTEM_ADMIN: _EVERYBODY | {Permission.ACCOUNT_WRITE, Permission.AUDIT_VERIFY, Permission.REGISTER_READ},
    Role.TASK_FORCE_MEMBER: _EVERYBODY | {Permission.TASK_FORCE_READ},
}

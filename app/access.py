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


ALL_ROLES = frozenset(Role)
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


_CASE_WORK = frozenset(
    {
        Permission.CASE_READ,
        Permission.RECORD_READ,
        Permission.CORRECT,
        Permission.CASE_FINDINGS,
        Permission.IDENTITY_OPEN,
        Permission.PERSON_SEARCH,
        Permission.AGENDA_READ,
        Permission.REGISTER_READ,
        Permission.SHELTER_FINDINGS,
        Permission.STAFF_FINDINGS,
    }
)
_EVERYBODY = frozenset({Permission.ACT, Permission.SIGN_IN, Permission.OWN_SESSION, Permission.STANDARDS_READ})

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.SOCIAL_WORKER: _EVERYBODY | _CASE_WORK,
    Role.SUPERVISOR: _EVERYBODY
    | _CASE_WORK
    | {Permission.ACCESS_GIVE, Permission.COMPLAINT_READ, Permission.COMPLIANCE_SUMMARY, Permission.CASE_AUDIT},
    Role.ORGANISATION_ADMIN: _EVERYBODY
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
    },
    Role.REPORTING_OFFICER: _EVERYBODY | {Permission.COMPLIANCE_SUMMARY, Permission.REPORT_MAKE, Permission.REGISTER_READ},
    Role.MOSAVY_OFFICER: _EVERYBODY
    | {
        Permission.CASE_READ,
        Permission.RECORD_READ,
        Permission.CORRECT,
        Permission.CASE_FINDINGS,
        Permission.AGENDA_READ,
        Permission.REGISTER_READ,
        Permission.SHELTER_FINDINGS,
        Permission.COMPLAINT_READ,
    },
    Role.MOSAVY_AUDITOR: _EVERYBODY
    | {
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
        Permission.AUDIT_VERIFY,
    },
    Role.INDEPENDENT_MONITOR: _EVERYBODY
    | {Permission.COMPLAINT_READ, Permission.RECORD_READ, Permission.CORRECT, Permission.SHELTER_FINDINGS, Permission.REGISTER_READ},
    Role.SYSTEM_ADMIN: _EVERYBODY | {Permission.ACCOUNT_WRITE, Permission.AUDIT_VERIFY, Permission.REGISTER_READ},
}

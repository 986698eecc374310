"""The auditor's pages: the country at a glance as of any day, the findings behind every figure, the audit log, and who opens a name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.access import GRANTS, Permission
from app.console import audit_questions, audit_tables, moments
from app.console.answers import Page
from app.console.asking import Asked
from app.console.audit_questions import Question
from app.console.audit_tables import Names
from app.console.door import Pages
from app.errors import FieldError, Invalid
from app.reports.figures import together
from app.services import audit_state, case_findings, compliance
from app.services.columns.source import Once
from app.services.compliance import By
from app.standards.rules import Scope, Status
from app.vocabulary.cases import AgeClass, Gender, Step
from app.vocabulary.places import Province
from app.work import Work

pages = Pages()
_PAGE = 50
_HERE = "/audit"
_OF_STANDARDS = frozenset({By.RIGHT, By.STANDARD, By.STEP})


@pages.get(_HERE, Permission.COMPLIANCE_FINDINGS, audit=True)
def audit(work: Work, asked: Asked) -> Page:
    """Show the country at a glance, now or as of a day."""
    question, wrong = _question(work, asked)
    names = Names(work, asked.language)
    # The map and a table by standards are two sides of one count.
    once = compliance.counted_once(work, question.cut(None), question.wanted, [By.PROVINCE]) if question.by in _OF_STANDARDS else None
    by_province = _groups(work, question, By.PROVINCE, once)
    cut = by_province if question.by is By.PROVINCE else _groups(work, question, question.by, once)
    context = {
        "question": question,
        "whole": audit_tables.whole(question, together(by_province)),
        "map": audit_tables.map_of(question, by_province, names, asked.language),
        "key": audit_tables.key_of(asked.language),
        "provinces": [] if question.by is By.PROVINCE else audit_tables.lines(question, By.PROVINCE, by_province, names),
        "lines": audit_tables.lines(question, question.by, cut, names),
        "narrowed": _narrowed(question, names),
        "trend": _trend(question, cut, asked.language),
        "slider": audit_questions.slider(question),
        "columns": audit_tables.COLUMNS,
        "wrong": wrong,
        "granted": GRANTS[work.actor.role],
    }
    return Page("audit/country.html", context | _choices(question, names), 422 if wrong else 200)


@pages.get("/audit/trend", Permission.COMPLIANCE_FINDINGS, audit=True)
def audit_trend(work: Work, asked: Asked) -> Page:
    """Show the last twelve months alone, for the page that asks for them once it is read."""
    question, wrong = _question(work, asked)
    if wrong:
        raise Invalid("The question cannot be read.", wrong)
    by_month = replace(question, by=By.MONTH)
    groups = _groups(work, by_month, By.MONTH)
    names = Names(work, asked.language)
    context = {"question": by_month, "lines": audit_tables.lines(by_month, By.MONTH, groups, names), "columns": audit_tables.COLUMNS}
    return Page("audit/trend.html", context | {"trend": _trend(by_month, groups, asked.language)})


@pages.get("/audit/findings", Permission.COMPLIANCE_FINDINGS, audit=True)
def audit_findings(work: Work, asked: Asked) -> Page:
    """List the findings behind a figure, by pseudonym."""
    question = audit_questions.of(work, asked.query)
    status = [question.status] if question.status else []
    cursor = asked.query.get("cursor") or None
    found = case_findings.page(work, question.cut(question.active), question.wanted, status=status, cursor=cursor, limit=_PAGE)
    names = Names(work, asked.language)
    more = question.address(asked.path, cursor=found.next_cursor) if found.next_cursor else None
    context = {
        "question": question,
        "items": found.items,
        "names": names,
        "narrowed": _narrowed(question, names),
        "statuses": [status.value for status in Status if status is not Status.NOT_APPLICABLE],
        "more": more,
        "first": cursor is None,
        "back": question.address(_HERE, status=None, month=None),
    }
    return Page("audit/findings.html", context)


@pages.get("/audit/identity", Permission.COMPLIANCE_FINDINGS, audit=True)
def audit_identity(work: Work, asked: Asked) -> Page:
    """Tell who can open a name; an audit opens none."""
    return Page("audit/identity.html", {"case_number": asked.query.get("case", "")[:40]})


@pages.get("/audit/log", Permission.AUDIT_VERIFY, audit=True)
def audit_log(work: Work, asked: Asked) -> Page:
    """Tell how the audit log stands: how long it is, and when it was last signed."""
    return Page("audit/log.html", {"state": audit_state.state(work), "granted": GRANTS[work.actor.role], "verdict": None})


@pages.post("/audit/log", Permission.AUDIT_VERIFY, writes=False)
def verify_log(work: Work, asked: Asked) -> Page:
    """Verify every chain and checkpoint now, and show what was found."""
    state = audit_state.state(work)
    verdict = audit_state.verify(work, asked.house.auditing)
    return Page("audit/log.html", {"state": state, "granted": GRANTS[work.actor.role], "verdict": verdict})


def _question(work: Work, asked: Asked) -> tuple[Question, Sequence[FieldError]]:
    """Return what is asked; what cannot be read is told, and the country shown as it is today."""
    try:
        question = audit_questions.of(work, asked.query)
        compliance.ids_of(work, question.wanted)
    except Invalid as refused:
        return Question(now=work.now), refused.errors or [FieldError("day", refused.detail)]
    return question, ()


def _groups(work: Work, question: Question, by: By, once: Once | None = None) -> list[dict[str, Any]]:
    """Ask the service that answers the API too, with the same cut."""
    period = question.year if by is By.MONTH else None
    answer = compliance.summary(work, question.cut(period), question.wanted, [by], period=period, counted_from=once)
    groups: list[dict[str, Any]] = answer["groups"]
    return groups


def _trend(question: Question, groups: Sequence[Mapping[str, Any]], language: str) -> object:
    if question.by is not By.MONTH:
        return None
    return audit_tables.trend_of(groups, question.year, question.now, language)


def _narrowed(question: Question, names: Names) -> list[tuple[str, str]]:
    """Return what narrows the question, as a kind and a value to be read."""
    kinds = {"organisation_id": By.ORGANISATION, "shelter_id": By.SHELTER} | {by.value: by for by in By}
    return [(kinds[name].value, names.of(kinds[name], value)) for name, value in question.narrowing.items()]


def _choices(question: Question, names: Names) -> dict[str, Any]:
    """Return what can be chosen to narrow a question: for each field its name, its kind of cut, and values with their words."""

    def of(by: By, values: Sequence[str]) -> list[tuple[str, str]]:
        return [(value, names.of(by, value)) for value in values]

    chosen = question.narrowing
    fields = [
        ("right", By.RIGHT, list(names.rights.items())),
        ("standard", By.STANDARD, [(name, f"{name} – {_cut(text)}") for name, text in names.standards.items()]),
        ("step", By.STEP, of(By.STEP, ["any", *Step])),
        ("province", By.PROVINCE, of(By.PROVINCE, list(Province))),
        ("organisation_id", By.ORGANISATION, sorted(names.organisations.items(), key=lambda pair: pair[1])),
        ("shelter_id", By.SHELTER, sorted(names.shelters.items(), key=lambda pair: pair[1])),
        ("age_class", By.AGE_CLASS, of(By.AGE_CLASS, list(AgeClass))),
        ("sex", By.SEX, of(By.SEX, list(Gender))),
        ("case_step", By.CASE_STEP, of(By.CASE_STEP, list(Step))),
    ]
    return {
        "fields": [(name, by.value, values, chosen.get(name, "")) for name, by, values in fields],
        "cuts": [by.value for by in By if by is not By.STATUS],
        "scopes": [scope.value for scope in Scope],
        "today": moments.typed_day(question.now),
    }


def _cut(text: str) -> str:
    """A sentence as long as a list of choices can show it."""
    return text if len(text) <= 70 else f"{text[:69]}…"

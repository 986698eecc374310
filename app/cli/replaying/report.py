"""What came out, for people as tables and for machines as one list."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.cli.replaying.document import Wanted
from app.cli.replaying.results import ActResult, Found, Outcome, Result, StepResult
from app.services.instants import iso, iso_or_none


def as_list(outcomes: Sequence[Outcome]) -> list[dict[str, object]]:
    """Return every result of every file as one flat list."""
    return [_entry(outcome, result) for outcome in outcomes for result in outcome.results]


def show(console: Console, outcome: Outcome, *, everything: bool) -> None:
    """Print the differences of a file as a table, or every result, and how many are as expected."""
    shown = outcome.results if everything else outcome.differences
    if shown:
        table = Table(title=escape(f"{outcome.name}: {outcome.title}"), title_justify="left", title_style="bold")
        for heading in ("what", "as of", "known at", "expected", "actual", ""):
            table.add_column(heading, overflow="fold")
        for result in shown:
            table.add_row(*map(escape, _cells(result)), "" if result.fits else "differs", style=None if result.fits else "red")
        console.print(table)
    good = outcome.expected - len(outcome.differences)
    style = "red" if outcome.differences else "green"
    console.print(f"{outcome.name}: {good} of {outcome.expected} as expected", style=style, markup=False, highlight=False)


def _entry(outcome: Outcome, result: Result) -> dict[str, object]:
    if isinstance(result, ActResult):
        because = None if result.because is None else sorted(result.because)
        return {"scenario": outcome.name, "act": result.line.number, "refused": result.refused, "because": because}
    as_of = {"scenario": outcome.name, "as_of": iso(result.expectation.as_of)}
    if isinstance(result, StepResult):
        return as_of | {"step": result.actual, "expected_step": result.expected}
    return as_of | {
        "known_at": iso(result.expectation.known_at),
        "scope": result.subject.scope,
        "subject": result.subject.name,
        "standard": result.standard,
        "expected": result.wanted.status if result.wanted else None,
        "actual": result.found.status if result.found else None,
        "due_at": iso_or_none(result.found.due_at) if result.found else None,
    }


def _cells(result: Result) -> tuple[str, str, str, str, str]:
    if isinstance(result, ActResult):
        line, found = result.line, _answer(result.refused, result.because)
        actual = f"{found}: {result.detail}" if result.detail and not result.fits else found
        if result.changed:
            actual += " - and the ledger changed nevertheless"
        return f"act {line.number} {line.act.name}", iso(line.at), "", _answer(line.refused, line.because), actual
    as_of, known_at = iso(result.expectation.as_of), iso(result.expectation.known_at)
    known = "" if known_at == as_of else known_at
    if isinstance(result, StepResult):
        return "step", as_of, known, result.expected, result.actual or "no case"
    return f"{result.subject.name} {result.standard}", as_of, known, _status(result.wanted), _status(result.found, "not judged")


def _answer(refused: str | None, because: frozenset[str] | None) -> str:
    return (refused or "accepted") + (f" {', '.join(sorted(because))}" if because else "")


def _status(status: Wanted | Found | None, nothing: str = "") -> str:
    if status is None:
        return nothing
    return f"{status.status}, due {iso(status.due_at)}" if status.due_at is not None else status.status

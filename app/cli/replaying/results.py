"""What came out of a scenario, beside what was expected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.cli.replaying.document import ActLine, Expectation, Subject, Wanted


class Found(NamedTuple):
    """A status as the service gave it."""

    status: str
    due_at: int | None


@dataclass(frozen=True, slots=True)
class ActResult:
    """How an act was answered. `changed` says that a refused act changed something nevertheless."""

    line: ActLine
    refused: str | None
    because: frozenset[str] | None
    detail: str
    changed: bool = False

    @property
    def fits(self) -> bool:
        """Say whether the answer is the one the file wants."""
        gates = self.line.because is None or self.line.because == (self.because or frozenset())
        return self.refused == self.line.refused and gates and not self.changed


@dataclass(frozen=True, slots=True)
class StepResult:
    """The step of the case at an instant."""

    expectation: Expectation
    expected: str
    actual: str | None

    @property
    def fits(self) -> bool:
        """Say whether it is the step the file wants."""
        return self.actual == self.expected


@dataclass(frozen=True, slots=True)
class FindingResult:
    """One standard of one subject at an instant. `wanted` is None where the file expects nothing of it."""

    expectation: Expectation
    subject: Subject
    standard: str
    wanted: Wanted | None
    found: Found | None

    @property
    def fits(self) -> bool:
        """Say whether status and, where the file gives one, due time are those the file wants."""
        if self.wanted is None:
            return True
        same_due = self.wanted.due_at is None or (self.found is not None and self.found.due_at == self.wanted.due_at)
        return self.found is not None and self.found.status == self.wanted.status and same_due


Result = ActResult | StepResult | FindingResult


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that came out of one file."""

    name: str
    title: str
    results: tuple[Result, ...]

    @property
    def differences(self) -> list[Result]:
        """What is not as the file wants it."""
        return [result for result in self.results if not result.fits]

    @property
    def expected(self) -> int:
        """How many results the file says something about."""
        return sum(not (isinstance(r, FindingResult) and r.wanted is None) for r in self.results)


def compare(
    expectation: Expectation, subject: Subject, wanted: Mapping[str, Wanted], found: Mapping[str, Found], *, everything: bool
) -> Iterator[FindingResult]:
    """Set the findings of a subject beside the wanted ones; `everything` adds those that the file does not name."""
    for standard, want in wanted.items():
        yield FindingResult(expectation, subject, standard, want, found.get(standard))
    for standard in found if everything else ():
        if standard not in wanted:
            yield FindingResult(expectation, subject, standard, None, found[standard])
